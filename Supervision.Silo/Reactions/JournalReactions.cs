using Microsoft.Extensions.Logging;
using Supervision.Core.Ports;
using Supervision.Silo.Runtime;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Reactions;

/// <summary>
/// Follows the journal in order from a stored position and reacts to what it finds. The position moves on after
/// everything that followed is durable, so a crash repeats some of it and loses none; identities make the repetition
/// harmless.
/// </summary>
public sealed partial class JournalReactions(
    IEnumerable<IReaction> reactions, CommandsUnderWay underWay, ReactionStart start, ReactionPosition position,
    JournalFeed feed, IEngineState engine, TimeProvider time, ILogger<JournalReactions> logger)
    : IErrand, IDisposable
{
    private const int EntriesPerRead = 4096;

    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    /// <summary>While a storm lasts, what follows from its cards waits for its end, but no longer than this.</summary>
    private static readonly TimeSpan StormMax = TimeSpan.FromSeconds(5);

    private readonly IReaction[] reactions = [.. reactions];
    private CancellationTokenSource stopping = new();
    private Task loop = Task.CompletedTask;

    /// <summary>Why reactions stopped by themselves; null while all is well.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Begins to follow, on the caller's scheduler.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        stopping.Dispose();
        (stopping, Fault) = (new CancellationTokenSource(), null);
        loop = Task.Factory.StartNew(
            GuardedAsync, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current).Unwrap();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        stopping.Cancel();
        await loop.WaitAsync(cancellationToken);
    }

    private async Task GuardedAsync()
    {
        try
        {
            await FollowAsync(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process is stopping.
        }
        catch (Exception exception)
        {
            Fault = exception;
            LogFault(logger, exception);
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        using var follower = feed.Follow();
        long? done = null;
        while (true)
        {
            try
            {
                done ??= await BeginAsync(cancellationToken);
                var entries = await follower.NextAsync(done.Value, EntriesPerRead, cancellationToken);
                await Storm.WaitOutAsync(engine, StormMax, time, cancellationToken);
                foreach (var entry in entries)
                {
                    foreach (var reaction in reactions)
                    {
                        await reaction.ReactAsync(entry, cancellationToken);
                    }
                }

                await underWay.SettleAsync();
                done = entries[^1].Sequence;
                position.Write(entries[^1].Sequence);
            }
            catch (Exception exception) when (Passes(exception))
            {
                LogBehind(logger, exception);
                await underWay.AbandonAsync();
                await Task.Delay(PauseAfterFault, time, cancellationToken);
            }
        }
    }

    private async Task<long> BeginAsync(CancellationToken cancellationToken)
    {
        var reached = await start.ReadAsync();
        foreach (var reaction in reactions)
        {
            await reaction.BeginAsync(reached, cancellationToken);
        }

        return reached;
    }

    /// <summary>Whether it is worth trying the same entries again.</summary>
    private static bool Passes(Exception exception) => exception is JournalUnavailableException
        or RuleBookMissingException or IOException or SqliteException { IsStorageFault: true };

    /// <inheritdoc />
    public void Dispose() => stopping.Dispose();

    [LoggerMessage(LogLevel.Error, "Reactions cannot go on for now; orders wait")]
    private static partial void LogBehind(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Critical, "Reactions have stopped by themselves; restart, and report this")]
    private static partial void LogFault(ILogger logger, Exception exception);
}
