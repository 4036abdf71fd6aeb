using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Supervision.Core.Calendars;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Views;

namespace Supervision.Silo.Hosting;

/// <summary>
/// When the program starts with a newer calendar edition than the one before, every open case reads its clocks again:
/// due dates move with a reason in the journal, and what a new holiday disproves is revoked. The edition is noted only
/// when all are done, so that an interrupted update begins again.
/// </summary>
public sealed partial class CalendarUpdate(
    DataFolder folder, HolidayBook holidays, IEngine engine, IJournal journal, ICaseList cases, ViewFeeder views,
    ILogger<CalendarUpdate> logger) : BackgroundService
{
    private const int CasesPerPage = 1000;

    private static readonly CaseStatus[] OpenStates =
    [
        CaseStatus.Received, CaseStatus.Correcting, CaseStatus.Accepted, CaseStatus.Suspended, CaseStatus.Decided,
    ];

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await UpdateAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The next start begins again.
        }
        catch (JournalUnavailableException exception)
        {
            LogPostponed(logger, exception);
        }
    }

    /// <summary>Updates every open case if the edition is a new one.</summary>
    public async Task UpdateAsync(CancellationToken cancellationToken)
    {
        var before = File.Exists(folder.CalendarEdition)
            ? await File.ReadAllTextAsync(folder.CalendarEdition, cancellationToken)
            : null;
        if (before == holidays.Edition)
        {
            return;
        }

        if (before is not null)
        {
            await views.ReachEndAsync(journal, cancellationToken); // the list of open cases comes from there
            var count = await RecomputeOpenAsync($"calendar {holidays.Edition}", cancellationToken);
            LogUpdated(logger, before, holidays.Edition, count);
        }

        await File.WriteAllTextAsync(folder.CalendarEdition + ".new", holidays.Edition, cancellationToken);
        File.Move(folder.CalendarEdition + ".new", folder.CalendarEdition, overwrite: true);
    }

    private async Task<int> RecomputeOpenAsync(string reason, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var state in OpenStates)
        {
            string? after = null;
            do
            {
                var page = cases.Find(new CaseQuery(State: state, After: after, Limit: CasesPerPage));
                StreamId[] streams = [.. page.Items.Select(row => new StreamId(EntityKind.Case, row.No))];
                if (streams.Length > 0)
                {
                    await engine.RecomputeAsync(streams, reason, cancellationToken);
                }

                count += streams.Length;
                after = page.Next;
            }
            while (after is not null);
        }

        return count;
    }

    [LoggerMessage(LogLevel.Information, "Calendar {After} follows {Before}: {Count} open cases were read again")]
    private static partial void LogUpdated(ILogger logger, string before, string after, int count);

    [LoggerMessage(LogLevel.Warning, "The calendar update is postponed to the next start")]
    private static partial void LogPostponed(ILogger logger, Exception exception);
}
