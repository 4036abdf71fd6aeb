using System.Collections.Concurrent;
using Supervision.Core.Entities;
using Supervision.Silo.Embedded;

namespace Supervision.Silo.Cluster;

/// <summary>
/// Deadlines on their way from the journal to the grain that watches over them. Hints: an entity whose deadline moved
/// since is looked at and left alone. Safe for concurrent use.
/// </summary>
/// <param name="shard">Whose deadlines.</param>
/// <param name="count">How many shards there are.</param>
public sealed class DueHints(int shard, int count)
{
    private readonly ConcurrentQueue<(StreamId Stream, DateTimeOffset At)> queue = new();

    /// <summary>The shard.</summary>
    public int Shard { get; } = shard;

    /// <summary>Puts a hint in if it is the shard's.</summary>
    public void Offer(StreamId stream, DateTimeOffset at)
    {
        if (FactRouter.ShardOf(stream, count) == Shard)
        {
            queue.Enqueue((stream, at));
        }
    }

    /// <summary>Takes the next hint.</summary>
    public bool TryTake(out StreamId stream, out DateTimeOffset at)
    {
        var taken = queue.TryDequeue(out var hint);
        (stream, at) = hint;
        return taken;
    }
}
