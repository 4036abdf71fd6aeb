using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Silo.Runtime;

namespace Supervision.Silo.Embedded;

/// <summary>The engine of one box: shards in this process over one journal, nothing else installed.</summary>
public sealed partial class EmbeddedEngine : IEngine, IHostedService, IAsyncDisposable
{
    private readonly EngineOptions options;
    private readonly ILogger<EmbeddedEngine> logger;
    private readonly EntityIndex index;
    private readonly EntityCache[] caches;
    private readonly Shard[] shards;
    private readonly CommitQueue commits;
    private readonly IdentityGate identities;
    private readonly Checkpointer checkpointer;
    private readonly ShardClock clock;
    private readonly SemaphoreSlim room;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource stopping = new();
    private DateTimeOffset horizon;
    private Task[] loops = [];
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
        IJournal journal, JournalFeed feed, IRuleShelf rules, IEventCodec codec, EngineOptions options, string indexPath,
        TimeProvider time, ILogger<EmbeddedEngine> logger)
    {
        (this.options, this.time, this.logger) = (options, time, logger);
        index = EntityIndex.Open(indexPath, journal.Head.Sequence);
        commits = new CommitQueue(journal, options.GroupMax) { Committed = feed.Publish };
        identities = new IdentityGate(journal);
        clock = new ShardClock(time, options.Clock, WatermarkOf(journal));
        horizon = options.Clock == ClockMode.Replay ? DateTimeOffset.MaxValue : time.GetUtcNow() + options.Horizon;
        room = new SemaphoreSlim(options.BatchesMax);
        var count = options.Clock == ClockMode.Replay ? 1 : options.Shards;
        caches = [.. Enumerable.Range(0, count).Select(i => new EntityCache(
            stream => ShardOf(stream, count) == i, journal, index, index.OpenReader(), options.CacheMax / count))];
        shards = [.. caches.Select(cache => new Shard(
            new EntityTurn(rules, codec), commits, identities, cache, new DeadlineQueue(horizon), clock))];
        checkpointer = new Checkpointer(index, shards, commits, options, time, logger);
    }

    /// <inheritdoc />
    public DateTimeOffset Now => clock.ReadNow();

    /// <summary>Why the engine stopped by itself; null while all is well.</summary>
    public Exception? Fault { get; private set; }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        commitLoop = Guarded(commits.RunAsync(stopping.Token));
        loops =
        [
            .. shards.Select(shard => Guarded(Task.Run(shard.RunAsync, CancellationToken.None))),
            Guarded(checkpointer.RunAsync(stopping.Token)),
            Guarded(ExtendHorizonsAsync(stopping.Token)),
        ];
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Fault is null)
        {
            await checkpointer.TryCheckpointAsync();
        }

        await stopping.CancelAsync();
        foreach (var shard in shards)
        {
            shard.Complete();
        }

        await Task.WhenAll([.. loops, commitLoop]);
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
            return await DecideAsync(facts);
        }
        finally
        {
            room.Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask<EntitySnapshot?> ReadAsync(StreamId stream, CancellationToken cancellationToken)
    {
        ThrowIfFaulted();
        var message = new ReadEntity(stream);
        shards[ShardOf(stream, shards.Length)].Post(message);
        await message.Task.WaitAsync(cancellationToken);
        return message.Found;
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
        return clock.ReadNow();
    }

    private async Task<bool> Waited(CancellationToken cancellationToken)
    {
        await room.WaitAsync(cancellationToken);
        return true;
    }

    private async Task<SubmitReceipt> DecideAsync(IReadOnlyList<Fact> facts)
    {
        var durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var messages = Split(facts, durable.Task);
        foreach (var (shard, message) in messages)
        {
            shard.Post(message);
        }

        try
        {
            // Every message ends before claims are given up: a shard may still be claiming for this batch.
            await Task.WhenAll(messages.Select(entry => entry.Message.Task));
            await Task.WhenAll(messages.Select(entry => commits.WhenDurableAsync(entry.Message.LastSequence, entry.Message.Epoch)));
            durable.SetResult();
        }
        catch (Exception exception)
        {
            durable.SetException(exception);
            _ = durable.Task.Exception; // observed: nobody may be waiting for it
            throw;
        }
        finally
        {
            messages.ForEach(entry => identities.Release(entry.Message.Claimed));
        }

        // A duplicate of something still under way elsewhere is one only once that has become durable.
        await Task.WhenAll(messages.SelectMany(entry => entry.Message.Earlier));
        var duplicates = messages.Sum(entry => entry.Message.Duplicates);
        return new SubmitReceipt(facts.Count - duplicates, duplicates);
    }

    private List<(Shard Shard, DecideFacts Message)> Split(IReadOnlyList<Fact> facts, Task durable)
    {
        var parts = new List<AddressedFact>?[shards.Length];
        foreach (var fact in facts)
        {
            var stream = Deciders.StreamOf(fact);
            var part = parts[ShardOf(stream, shards.Length)] ??= new List<AddressedFact>(facts.Count);
            part.Add(new(fact, stream, fact.Identity));
        }

        List<(Shard, DecideFacts)> messages = [];
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i] is { } part)
            {
                messages.Add((shards[i], new DecideFacts(part, durable)));
            }
        }

        return messages;
    }

    /// <summary>FNV-1a over the key: the same in every process, so that an entity's shard depends on the count alone.</summary>
    private static int ShardOf(StreamId stream, int count)
    {
        var hash = 2166136261u;
        foreach (var character in stream.Key)
        {
            hash = unchecked((hash ^ character) * 16777619u);
        }

        return (int)(hash % (uint)count);
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

    /// <summary>A loop that fails takes the engine down visibly: every caller is told, health turns red.</summary>
    private async Task Guarded(Task loop)
    {
        try
        {
            await loop;
        }
        catch (Exception exception)
        {
            Fault ??= exception;
            LogFault(logger, exception);
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
