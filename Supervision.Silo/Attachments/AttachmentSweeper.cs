using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Supervision.Core.Ports;
using Supervision.Silo.Views;

namespace Supervision.Silo.Attachments;

/// <summary>Now and then removes files whose step was refused or never came.</summary>
public sealed partial class AttachmentSweeper(
    AttachmentStore store, AttachmentsView view, ViewFeeder views, IJournal journal, TimeProvider time,
    ILogger<AttachmentSweeper> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception exception)
                when (exception is IOException or UnauthorizedAccessException or JournalUnavailableException)
            {
                LogFailed(exception); // the next round tries again
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>One round: first everything that was decided until now is known to the view.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        await views.ReachEndAsync(journal, cancellationToken);
        return store.Sweep(view.Names);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Attachments that no step names could not be removed.")]
    private partial void LogFailed(Exception exception);
}
