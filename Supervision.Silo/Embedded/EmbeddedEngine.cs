using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Silo.Runtime;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Embedded;

/// <summary>The engine of one box: shards in this process over one journal, nothing else installed.</summary>
public sealed partial class EmbeddedEngine : IEngine, IEngineState, IHostedService, IAsyncDisposable
{
    /// <summary>Reads of one entity before giving up, each after a commit failed.</summary>
    private const int ReadAttemptsMax = 5;

    private readonly IJournal journal;
    private readonly JournalFeed feed;
    private readonly EngineOptions options;
    private readonly ILogger<EmbeddedEngine> logger;
    private readonly EntityIndex index;
    private readonly EntityCache[] caches;
    private readonly Shard[] shards;
    private readonly CommitQueue commits;
    private readonly FactRouter router;
    private readonly Checkpointer checkpointer;
    private readonly ShardClock clock;
    private readonly SemaphoreSlim room;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stopping = new();
    private DateTimeOffset horizon;
    private Task[] loops = [];
    private Task[] chores = [];
    private Task commitLoop = Task.CompletedTask;

    /// <summary>Opens the entity index beside the journal; nothing runs before <see cref="StartAsync"/>.</summary>
    /// <param name="journal">The journal, open for writing.</param>
    /// <param name="feed">Told of every durable turn.</param>
    /// <param name="rules">Rule books.</param>
    /// <param name="codec">How events are stored.</param>
    /// <param name="options">Limits.</param>
    /// <param name="indexPath">File of the entity index; created or rebuilt when needed.</param>
    /// <param name="time">The wall clock.</param>
    /// <param name="logger">Where failures are told.</param>
    public EmbeddedEngine(
        IJournal journal, JournalFeed feed, IRuleShelf rules, IEventCodec codec, EngineOptions options,
        string indexPath, TimeProvider time, ILogger<EmbeddedEngine> logger)
    {
        (this.journal, this.feed, this.options, this.time, this.logger) = (journal, feed, options, time, logger);
        index = EntityIndex.Open(indexPath, journal);
        commits = new CommitQueue(journal, options.GroupMax, time)
        {
            Committed = feed.Publish,
            EpochBegan = WakeShards,
        };
        var identities = new IdentityGate(journal);
        clock = new ShardClock(time, options.Clock, Later(WatermarkOf(journal), index.Now));
        horizon = options.Clock == ClockMode.Replay ? DateTimeOffset.MaxValue : time.GetUtcNow() + options.Horizon;
        room = new SemaphoreSlim(options.BatchesMax);
        var count = options.Clock == ClockMode.Replay ? 1 : options.Shards;
        caches = [.. Enumerable.Range(0, count).Select(i => new EntityCache(
            stream => FactRouter.ShardOf(stream, count) == i, journal, index, index.OpenReader(),
            options.CacheMax / count))];
        shards = [.. caches.Select(cache => new Shard(
            new EntityTurn(rules, codec), commits, identities, cache,
            new WarmUp(cache, options.CacheMax), new DeadlineQueue(horizon), clock))];
        router = new FactRouter(shards, commits, identities);
        checkpointer = new Checkpointer(index, shards, commits, options, time, logger);
    }

    /// <inheritdoc />
    public DateTimeOffset Now => clock.ReadNow();

    /// <inheritdoc />
    public TimeSpan ClockBehind => clock.Behind;

    /// <inheritdoc />
    public bool InStorm => shards.Any(shard => shard.InStorm);

    /// <inheritdoc />
    public Exception? Fault { get; private set; }

    /// <inheritdoc />
    public Exception? JournalFault => commits.Fault;

    /// <summary>Brings the entity index up to the journal and runs nothing; not while the engine is started.</summary>
    public Task CatchUpAsync(CancellationToken cancellationToken) =>
        new IndexCatchUp(index, journal, options.DirtyMax).RunAsync(leave: 0, cancellationToken);

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await new IndexCatchUp(index, journal, options.DirtyMax).RunAsync(leave: options.DirtyMax, cancellationToken);
        commitLoop = Start(commits.RunAsync);
        loops = [.. shards.Select(shard => Start(shard.RunAsync))];
        chores =
        [
            Start(() => checkpointer.RunAsync(stopping.Token)),
            Start(() => ExtendHorizonsAsync(stopping.Token)),
        ];
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        stopping.Cancel();
        await Task.WhenAll(chores); // a checkpoint under way asks shards, so they end after it
        if (Fault is null)
        {
            await checkpointer.TryCheckpointAsync();
        }

        foreach (var shard in shards)
        {
            shard.Complete();
        }

        await Task.WhenAll(loops);
        commits.Complete(); // only now: until its loop has ended a shard may still queue turns that somebody waits for
        await commitLoop;
    }

    /// <inheritdoc />
    public async ValueTask<SubmitReceipt> SubmitAsync(
        IReadOnlyList<Fact> facts, Patience patience, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(facts.Count, IEngine.FactsMax);
        ThrowIfFaulted();
        if (patience == Patience.Fail ? !room.Wait(0, cancellationToken) : !await Waited(cancellationToken))
        {
            throw new EngineBusyException();
        }

        try
        {
            await feed.CatchUpAsync(time);
            return await router.DecideAsync(facts);
        }
        finally
        {
            room.Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask<Refusal?> CommandAsync(
        StreamId stream, Command command, CancellationToken cancellationToken)
    {
        ThrowIfFaulted();
        return await router.AnswerAsync(stream, command).WaitAsync(cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<EntitySnapshot?> ReadAsync(StreamId stream, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            ThrowIfFaulted();
            var message = new ReadEntity(stream);
            shards[FactRouter.ShardOf(stream, shards.Length)].Post(message);
            await message.Task.WaitAsync(cancellationToken);
            try
            {
                var durable = commits.WhenDurableAsync(message.Found?.LastSequence ?? 0, message.Epoch);
                await durable.WaitAsync(cancellationToken);
                return message.Found;
            }
            catch (JournalUnavailableException) when (attempt < ReadAttemptsMax)
            {
                // What was seen did not become durable, so it never was; the shard knows by now what stands.
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask<DateTimeOffset> AdvanceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (clock.IsLive)
        {
            throw new InvalidOperationException("The clock is live; only in Replay can it be moved.");
        }

        ThrowIfFaulted();
        var message = new AdvanceClock(now);
        shards[0].Post(message);
        await message.Task.WaitAsync(cancellationToken);
        await commits.WhenDurableAsync(message.LastSequence, message.Epoch);
        await checkpointer.SaveNowAsync(now);
        return clock.ReadNow();
    }

    /// <inheritdoc />
    public async ValueTask RecomputeAsync(
        IReadOnlyList<StreamId> streams, string reason, CancellationToken cancellationToken)
    {
        ThrowIfFaulted();
        var messages = streams
            .GroupBy(stream => FactRouter.ShardOf(stream, shards.Length))
            .Select(group => (Shard: shards[group.Key], Message: new RecomputeEntities([.. group], reason)))
            .ToArray();
        foreach (var (shard, message) in messages)
        {
            shard.Post(message);
        }

        foreach (var (_, message) in messages)
        {
            await message.Task.WaitAsync(cancellationToken);
            await commits.WhenDurableAsync(message.LastSequence, message.Epoch);
        }
    }

    private async Task<bool> Waited(CancellationToken cancellationToken)
    {
        await room.WaitAsync(cancellationToken);
        return true;
    }

    private static DateTimeOffset WatermarkOf(IJournal journal)
    {
        var sequence = journal.Head.Sequence;
        if (sequence == 0)
        {
            return DateTimeOffset.MinValue;
        }

        var newest = journal.ReadAsync(sequence - 1, 1, CancellationToken.None);
        return newest.AsTask().GetAwaiter().GetResult()[0].Turn.RecordedAt;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private void WakeShards()
    {
        foreach (var shard in shards)
        {
            shard.Post(new Wake());
        }
    }

    private async Task ExtendHorizonsAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.Horizon / 4, time);
        try
        {
            while (clock.IsLive && await timer.WaitForNextTickAsync(cancellationToken))
            {
                horizon = time.GetUtcNow() + options.Horizon;
                foreach (var shard in shards)
                {
                    shard.Post(new ExtendHorizon(horizon));
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The engine is stopping.
        }
    }

    /// <summary>
    /// Starts a loop on the caller's scheduler, which is the thread pool, or a simulation's that runs one step at a
    /// time. A loop that fails takes the engine down visibly: every caller is told, health turns red.
    /// </summary>
    private async Task Start(Func<Task> loop)
    {
        try
        {
            await Task.Factory.StartNew(
                loop, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current).Unwrap();
        }
        catch (Exception exception)
        {
            Fault ??= exception;
            if (exception is SqliteException { IsCorruption: true })
            {
                index.Distrust();
            }

            LogFault(logger, exception);
            commits.Close(exception);
            foreach (var shard in shards)
            {
                shard.Complete();
            }
        }
    }

    private void ThrowIfFaulted()
    {
        if (Fault is { } fault)
        {
            throw new JournalUnavailableException("The engine has stopped: " + fault.Message, fault);
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var cache in caches)
        {
            cache.Dispose();
        }

        index.Dispose();
        stopping.Dispose();
        room.Dispose();
        await Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Critical, "The engine has stopped by itself; restart it, and report this")]
    private static partial void LogFault(ILogger logger, Exception exception);
}
