using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Supervision.Core.Ports;
using Supervision.Silo.Runtime;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Views;

/// <summary>
/// Feeds every view from the journal, in order. Rows and position are written in one transaction, so a crash neither
/// loses an entry nor counts one twice.
/// </summary>
public sealed partial class ViewFeeder(
    ViewDatabase database, IReadOnlyList<IView> views, JournalFeed feed, TimeProvider time, ILogger<ViewFeeder> logger)
    : IHostedService, IDisposable
{
    private const int EntriesPerTransaction = 4096;

    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    private long position = database.ReadPosition();
    private readonly CancellationTokenSource stopping = new();
    private TaskCompletionSource reached = NewSignal();
    private Task loop = Task.CompletedTask;

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

    /// <summary>
    /// Why the views stopped following by themselves; null while all is well. Supervision goes on without them.
    /// </summary>
    public Exception? Fault { get; private set; }

    /// <summary>Begins to follow, on the caller's scheduler.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        loop = Task.Factory.StartNew(
            FollowAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current).Unwrap();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        stopping.Cancel();
        await loop.WaitAsync(cancellationToken);
    }

    private async Task FollowAsync()
    {
        try
        {
            while (true)
            {
                await FeedAsync(await NextAsync(stopping.Token), stopping.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process is stopping.
        }
        catch (Exception exception)
        {
            Fault = exception;
            if (exception is SqliteException { IsCorruption: true })
            {
                database.Distrust();
            }

            LogFault(logger, exception);
        }
    }

    private async Task<IReadOnlyList<JournalEntry>> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await feed.NextAsync(position, EntriesPerTransaction, cancellationToken);
            }
            catch (Exception exception)
                when (exception is JournalUnavailableException or SqliteException { IsStorageFault: true })
            {
                LogBehind(logger, exception);
                await Task.Delay(PauseAfterFault, time, cancellationToken);
            }
        }
    }

    private async Task FeedAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
        {
            foreach (var view in views)
            {
                view.Apply(entry);
            }
        }

        var newest = entries[^1];
        while (!TryWrite(newest))
        {
            await Task.Delay(PauseAfterFault, time, cancellationToken);
        }

        Interlocked.Exchange(ref position, newest.Sequence);
        Interlocked.Exchange(ref reached, NewSignal()).SetResult();
        foreach (var view in views)
        {
            Announce(view);
        }
    }

    /// <summary>
    /// What cannot be read back to be announced now is seen at the next look; it must not stop the feeding.
    /// </summary>
    private void Announce(IView view)
    {
        try
        {
            view.Announce();
        }
        catch (SqliteException exception) when (exception.IsStorageFault)
        {
            LogBehind(logger, exception);
        }
    }

    private bool TryWrite(JournalEntry newest)
    {
        try
        {
            database.Writer.InTransaction(() =>
            {
                foreach (var view in views)
                {
                    view.Flush();
                }

                database.MoveTo(newest);
            });
            return true;
        }
        catch (SqliteException exception) when (exception.IsStorageFault)
        {
            LogBehind(logger, exception);
            return false;
        }
    }

    /// <inheritdoc />
    public void Dispose() => stopping.Dispose();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(LogLevel.Error, "The views cannot be written; supervision goes on, pages fall behind")]
    private static partial void LogBehind(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Critical, "The views have stopped following by themselves; restart, and report this")]
    private static partial void LogFault(ILogger logger, Exception exception);
}
