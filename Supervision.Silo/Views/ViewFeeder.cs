using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Supervision.Silo.Runtime;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Views;

/// <summary>
/// Feeds every view from the journal, in order. Rows and position are written in one transaction, so a crash neither
/// loses an entry nor counts one twice.
/// </summary>
public sealed partial class ViewFeeder(
    ViewDatabase database, IReadOnlyList<IView> views, JournalFeed feed, ILogger<ViewFeeder> logger) : BackgroundService
{
    private const int EntriesPerTransaction = 4096;

    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    private long position = database.ReadPosition();
    private TaskCompletionSource reached = NewSignal();

    /// <summary>Sequence of the last entry the views show.</summary>
    public long Position => Interlocked.Read(ref position);

    /// <summary>Completes once the views hold everything up to <paramref name="sequence"/>.</summary>
    public async Task ReachAsync(long sequence, CancellationToken cancellationToken)
    {
        while (true)
        {
            var signal = Volatile.Read(ref reached).Task; // before the look, so that what comes between is not missed
            if (Position >= sequence)
            {
                return;
            }

            await signal.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await FeedAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping.
        }
    }

    private async Task FeedAsync(CancellationToken cancellationToken)
    {
        var entries = await feed.NextAsync(position, EntriesPerTransaction, cancellationToken);
        foreach (var entry in entries)
        {
            foreach (var view in views)
            {
                view.Apply(entry);
            }
        }

        var newest = entries[^1].Sequence;
        while (!TryWrite(newest))
        {
            await Task.Delay(PauseAfterFault, cancellationToken);
        }

        Interlocked.Exchange(ref position, newest);
        Interlocked.Exchange(ref reached, NewSignal()).SetResult();
        foreach (var view in views)
        {
            view.Announce();
        }
    }

    private bool TryWrite(long newest)
    {
        try
        {
            database.Writer.InTransaction(() =>
            {
                foreach (var view in views)
                {
                    view.Flush();
                }

                database.Writer.Execute($"UPDATE position SET sequence = {newest}");
            });
            return true;
        }
        catch (SqliteException exception) when (exception.IsStorageFault)
        {
            LogBehind(logger, exception);
            return false;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(LogLevel.Error, "The views cannot be written; supervision goes on, pages fall behind")]
    private static partial void LogBehind(ILogger logger, Exception exception);
}
