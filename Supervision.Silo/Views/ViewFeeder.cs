using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Supervision.Core.Ports;
using Supervision.Silo.Runtime;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Views;

/// <summary>
/// Feeds every view from the journal, in order. Rows and position are written in one transaction, so a crash neither
/// loses an entry nor counts one twice. One loop takes entries over in memory, which is quick and makes the board
/// current; another writes what was taken over meanwhile, so a storm is on the board long before every list is written.
/// </summary>
public sealed partial class ViewFeeder(
    ViewDatabase database, IReadOnlyList<IView> views, JournalFeed feed, IEngineState engine, TimeProvider time,
    ILogger<ViewFeeder> logger)
    : IHostedService, IDisposable
{
    private const int EntriesPerRead = 4096;

    /// <summary>Entries taken over and not yet written, at most; what they changed is held in memory.</summary>
    private const int AheadMax = 262_144;

    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    /// <summary>While a storm lasts, writing waits for its end, but no longer than this.</summary>
    private static readonly TimeSpan StormMax = TimeSpan.FromSeconds(3);

    private readonly JournalFollower follower = feed.Follow();
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private readonly SemaphoreSlim unwritten = new(0);
    private JournalEntry? newest;
    private long applied = database.ReadPosition();
    private long position = database.ReadPosition();
    private TaskCompletionSource reached = NewSignal();
    private Task loop = Task.CompletedTask;

    /// <summary>Sequence of the last entry the views show.</summary>
    public long Position => Interlocked.Read(ref position);

    /// <summary>Completes once the views hold everything up to <paramref name="sequence"/>.</summary>
    public async Task ReachAsync(long sequence, CancellationToken cancellationToken)
    {
        await using var stop = cancellationToken.UnsafeRegister(
            static feeder => ((ViewFeeder)feeder!).SignalReached(), this);
        while (true)
        {
            var signal = Volatile.Read(ref reached).Task; // before the look, so that what comes between is not missed
            cancellationToken.ThrowIfCancellationRequested();
            if (Position >= sequence)
            {
                return;
            }

            await signal; // not WaitAsync: its continuation would leave the caller's scheduler
        }
    }

    /// <summary>
    /// Completes once the views hold everything that is durable now, whichever process wrote it.
    /// </summary>
    public async Task ReachEndAsync(IJournal journal, CancellationToken cancellationToken) =>
        await ReachAsync((await journal.RefreshAsync(cancellationToken)).Sequence, cancellationToken);

    /// <summary>
    /// Why the views stopped following by themselves; null while all is well. Supervision goes on without them.
    /// </summary>
    public Exception? Fault { get; private set; }

    /// <summary>Begins to follow, on the caller's scheduler.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        loop = Task.WhenAll(Start(() => GuardedAsync(ApplyAsync)), Start(() => GuardedAsync(WriteAsync)));
        return Task.CompletedTask;

        static Task Start(Func<Task> work) => Task.Factory.StartNew(
            work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current).Unwrap();
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Stop();
        await loop.WaitAsync(cancellationToken);
    }

    private async Task GuardedAsync(Func<CancellationToken, Task> follow)
    {
        try
        {
            await follow(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process is stopping, or the other loop has failed.
        }
        catch (Exception exception)
        {
            Fault = exception;
            if (exception is SqliteException { IsCorruption: true })
            {
                database.Distrust();
            }

            LogFault(logger, exception);
            follower.Dispose();
            Stop();
        }
    }

    private void Stop()
    {
        stopping.Cancel();
        unwritten.Release();
        SignalReached();
    }

    private void SignalReached() => Interlocked.Exchange(ref reached, NewSignal()).SetResult();

    private async Task ApplyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var entries = await NextAsync(cancellationToken);
            lock (gate)
            {
                foreach (var entry in entries)
                {
                    foreach (var view in views)
                    {
                        view.Apply(entry);
                    }
                }

                newest = entries[^1];
                Interlocked.Exchange(ref applied, newest.Sequence);
            }

            unwritten.Release();
            await RoomAsync(cancellationToken);
        }
    }

    private async Task RoomAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var signal = Volatile.Read(ref reached).Task;
            cancellationToken.ThrowIfCancellationRequested();
            if (applied - Position <= AheadMax)
            {
                return;
            }

            await signal;
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await unwritten.WaitAsync(); // without the token: its continuation would leave the caller's scheduler
            cancellationToken.ThrowIfCancellationRequested();
            if (await SealAsync(cancellationToken) is { } upTo)
            {
                await WriteAsync(upTo, cancellationToken);
            }
        }
    }

    /// <summary>Decides up to where to write; null when everything is written.</summary>
    private async Task<JournalEntry?> SealAsync(CancellationToken cancellationToken)
    {
        // In a storm the processor is needed for deciding, and what is written later is written together.
        await Storm.WaitOutAsync(engine, StormMax, time, cancellationToken);
        lock (gate)
        {
            if (applied == position)
            {
                return null;
            }

            foreach (var view in views)
            {
                view.Seal();
            }

            return newest;
        }
    }

    private async Task<IReadOnlyList<JournalEntry>> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await follower.NextAsync(applied, EntriesPerRead, cancellationToken);
            }
            catch (Exception exception)
                when (exception is JournalUnavailableException or SqliteException { IsStorageFault: true })
            {
                LogBehind(logger, exception);
                await Task.Delay(PauseAfterFault, time, cancellationToken);
            }
        }
    }

    private async Task WriteAsync(JournalEntry upTo, CancellationToken cancellationToken)
    {
        while (!TryWrite(upTo))
        {
            await Task.Delay(PauseAfterFault, time, cancellationToken);
        }

        Interlocked.Exchange(ref position, upTo.Sequence);
        follower.Report(upTo.Sequence);
        SignalReached();
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

    private bool TryWrite(JournalEntry upTo)
    {
        try
        {
            database.Writer.InTransaction(() =>
            {
                foreach (var view in views)
                {
                    view.Flush();
                }

                database.MoveTo(upTo);
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
    public void Dispose()
    {
        stopping.Dispose();
        unwritten.Dispose();
        follower.Dispose();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(LogLevel.Error, "The views cannot be written; supervision goes on, pages fall behind")]
    private static partial void LogBehind(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Critical, "The views have stopped following by themselves; restart, and report this")]
    private static partial void LogFault(ILogger logger, Exception exception);
}
