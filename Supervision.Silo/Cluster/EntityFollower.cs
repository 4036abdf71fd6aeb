using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Silo.Embedded;
using Supervision.Silo.Runtime;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Cluster;

/// <summary>
/// Follows the journal on a silo, whichever silo wrote it, and so knows where each entity stands and when it is due.
/// What it keeps on disk is derived and belongs to this silo alone. Safe for concurrent use.
/// </summary>
public sealed partial class EntityFollower : IHostedService, IDisposable
{
    private const int EntriesPerRead = 4096;
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    private readonly IJournal journal;
    private readonly JournalFeed feed;
    private readonly EngineOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<EntityFollower> logger;
    private readonly EntityIndex index;
    private readonly EntityCache cache;
    private readonly ShardClock clock;
    private readonly Lock gate = new();
    private readonly SemaphoreSlim asking = new(1);
    private readonly Dictionary<int, DueHints> shards = [];
    private readonly CancellationTokenSource stopping = new();
    private long position;
    private long asked;
    private long answeredUpTo; // this and the answer belong to whoever holds 'asking'
    private long answer;
    private TaskCompletionSource moved = NewSignal();
    private DateTimeOffset savedAt;
    private Task loop = Task.CompletedTask;

    /// <summary>Opens what it knew when the silo stopped.</summary>
    /// <param name="journal">The journal all silos share.</param>
    /// <param name="feed">Wakes when it has grown.</param>
    /// <param name="options">Limits.</param>
    /// <param name="indexPath">The derived file; created or begun anew when needed.</param>
    /// <param name="time">The wall clock.</param>
    /// <param name="logger">Where failures are told.</param>
    public EntityFollower(
        IJournal journal, JournalFeed feed, EngineOptions options, string indexPath, TimeProvider time,
        ILogger<EntityFollower> logger)
    {
        (this.journal, this.feed, this.options, this.time, this.logger) = (journal, feed, options, time, logger);
        index = EntityIndex.Open(indexPath, journal);
        cache = new EntityCache(_ => true, journal, index, index.OpenReader(), options.CacheMax);
        position = index.Position;
        clock = new ShardClock(time, options.Clock, index.Now);
        savedAt = time.GetUtcNow();
    }

    /// <summary>Why it stopped by itself; null while all is well.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>
    /// The wall clock, or in Replay the watermark as far as the journal was followed. Never before what any silo has
    /// recorded, however far their clocks are apart.
    /// </summary>
    public DateTimeOffset Now => clock.ReadNow();

    /// <summary>How far a wall clock that was set back is behind now; zero while all is well.</summary>
    public TimeSpan ClockBehind => clock.Behind;

    /// <summary>Whether a fact or command with this identity has been appended, ever.</summary>
    public bool Knows(UInt128 identity) => journal.Knows(identity);

    /// <inheritdoc />
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await new IndexCatchUp(index, journal, options.DirtyMax).RunAsync(leave: options.DirtyMax, cancellationToken);
        position = index.Position;
        if (await journal.ReadAsync(Math.Max(0, journal.Head.Sequence - 1), 1, cancellationToken) is [var newest])
        {
            clock.MoveWatermark(newest.Turn.RecordedAt);
        }

        loop = Task.Run(() => GuardedAsync(stopping.Token), CancellationToken.None);
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await loop.WaitAsync(cancellationToken);
        if (Fault is null)
        {
            TrySave();
        }
    }

    /// <summary>The entity with everything that was durable when this was called.</summary>
    /// <exception cref="JournalUnavailableException">The journal does not answer. Ask again later.</exception>
    public async Task<Entity> LoadAsync(StreamId stream)
    {
        await CatchUpAsync();
        lock (gate)
        {
            var known = cache.Peek(stream);
            return new Entity(stream, known.State, known.Version, known.LastSequence);
        }
    }

    /// <summary>Waits until it has followed everything that was durable when this was called.</summary>
    /// <exception cref="JournalUnavailableException">The journal does not answer. Ask again later.</exception>
    public async Task CatchUpAsync()
    {
        var head = await AskHeadAsync();
        while (true)
        {
            var signal = Volatile.Read(ref moved).Task; // before the look, so that what comes between is not missed
            if (Fault is { } fault)
            {
                throw new JournalUnavailableException("This silo does not follow the journal any more.", fault);
            }

            if (Interlocked.Read(ref position) >= head)
            {
                return;
            }

            await signal.WaitAsync(stopping.Token);
        }
    }

    /// <summary>Every deadline of a shard before a horizon, now and from now on.</summary>
    /// <param name="shard">Its number.</param>
    /// <param name="count">How many shards there are.</param>
    /// <param name="horizon">Exclusive.</param>
    public DueHints Subscribe(int shard, int count, DateTimeOffset horizon)
    {
        var hints = new DueHints(shard, count);
        lock (gate)
        {
            shards[shard] = hints;
            cache.ForEachDue(DateTimeOffset.MinValue, horizon, hints.Offer);
        }

        return hints;
    }

    /// <summary>Adds the deadlines between two horizons to a shard's hints.</summary>
    public void Extend(DueHints hints, DateTimeOffset from, DateTimeOffset to)
    {
        lock (gate)
        {
            cache.ForEachDue(from, to, hints.Offer);
        }
    }

    /// <summary>No more hints for a shard; unless another activation of it has taken over.</summary>
    public void Unsubscribe(DueHints hints)
    {
        lock (gate)
        {
            if (shards.TryGetValue(hints.Shard, out var current) && ReferenceEquals(current, hints))
            {
                shards.Remove(hints.Shard);
            }
        }
    }

    /// <summary>
    /// Asks the journal for its end. Whoever comes while somebody asks waits for the next question, which answers all
    /// who came before it.
    /// </summary>
    private async Task<long> AskHeadAsync()
    {
        var mine = Interlocked.Increment(ref asked);
        await asking.WaitAsync(stopping.Token);
        try
        {
            if (answeredUpTo < mine)
            {
                var including = Interlocked.Read(ref asked);
                answer = (await journal.RefreshAsync(stopping.Token)).Sequence;
                answeredUpTo = including;
            }

            return answer;
        }
        finally
        {
            asking.Release();
        }
    }

    private async Task GuardedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await FollowAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The silo is stopping.
        }
        catch (Exception exception)
        {
            Fault = exception;
            if (exception is SqliteException { IsCorruption: true })
            {
                index.Distrust();
            }

            LogFault(logger, exception);
        }

        Signal();
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        using var follower = feed.Follow();
        while (true)
        {
            try
            {
                var entries = await follower.NextAsync(position, EntriesPerRead, cancellationToken);
                Apply(entries);
                SaveIfDue();
            }
            catch (Exception exception)
                when (exception is JournalUnavailableException or SqliteException { IsStorageFault: true })
            {
                LogBehind(logger, exception);
                await Task.Delay(PauseAfterFault, time, cancellationToken);
            }
        }
    }

    private void Apply(IReadOnlyList<JournalEntry> entries)
    {
        lock (gate)
        {
            foreach (var entry in entries)
            {
                var deadline = cache.Redo(entry);
                clock.MoveWatermark(entry.Turn.RecordedAt);
                if (deadline is { } at)
                {
                    foreach (var hints in shards.Values)
                    {
                        hints.Offer(entry.Turn.Stream, at);
                    }
                }
            }

            Interlocked.Exchange(ref position, entries[^1].Sequence);
        }

        Signal();
    }

    private void SaveIfDue()
    {
        var isLate = time.GetUtcNow() - savedAt >= options.CheckpointEvery;
        if (cache.DirtyCount >= options.DirtyMax || (cache.DirtyCount > 0 && isLate))
        {
            TrySave();
        }
    }

    /// <summary>A disk that fails only makes the next start longer.</summary>
    private void TrySave()
    {
        try
        {
            List<EntitySnapshot> captured = [];
            lock (gate)
            {
                cache.Capture(captured);
            }

            index.Save(captured, position, Now);
            lock (gate)
            {
                cache.MarkSaved(captured);
            }

            savedAt = time.GetUtcNow();
        }
        catch (Exception exception)
            when (exception is JournalUnavailableException or SqliteException { IsStorageFault: true })
        {
            LogBehind(logger, exception);
        }
    }

    private void Signal() => Interlocked.Exchange(ref moved, NewSignal()).SetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc />
    public void Dispose()
    {
        cache.Dispose();
        index.Dispose();
        asking.Dispose();
        stopping.Dispose();
    }

    [LoggerMessage(LogLevel.Warning, "The journal or this silo's disk does not answer; it is tried again")]
    private static partial void LogBehind(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Critical, "This silo has stopped following the journal; restart it, and report this")]
    private static partial void LogFault(ILogger logger, Exception exception);
}
