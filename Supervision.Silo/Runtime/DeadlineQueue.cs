using Supervision.Core.Entities;

namespace Supervision.Silo.Runtime;

/// <summary>
/// The next deadlines of a shard's entities, up to a horizon; later ones stay in the entity index on disk. An entry is
/// a hint: an entity whose deadline moved since is looked at and left alone. Ties fire in the order of the stream's
/// key, so that a replay is the same every time. Not safe for concurrent use.
/// </summary>
public sealed class DeadlineQueue(DateTimeOffset horizon)
{
    private readonly PriorityQueue<StreamId, Due> queue = new(DueOrder.Instance);

    /// <summary>Deadlines at or after this instant are not held.</summary>
    public DateTimeOffset Horizon { get; private set; } = horizon;

    /// <summary>Entries held, stale ones included.</summary>
    public int Count => queue.Count;

    /// <summary>The earliest deadline held; null when empty.</summary>
    public DateTimeOffset? Next =>
        queue.TryPeek(out _, out var due) ? new DateTimeOffset(due.AtTicks, TimeSpan.Zero) : null;

    /// <summary>Holds a deadline if it lies before the horizon.</summary>
    public void Add(StreamId stream, DateTimeOffset at)
    {
        if (at < Horizon)
        {
            queue.Enqueue(stream, new Due(at.UtcTicks, stream));
        }
    }

    /// <summary>Forgets every deadline.</summary>
    public void Clear() => queue.Clear();

    /// <summary>Moves the horizon on; the caller adds what lies between the old one and the new one.</summary>
    public void Extend(DateTimeOffset horizon) => Horizon = horizon > Horizon ? horizon : Horizon;

    /// <summary>Takes the next entity whose deadline is at or before <paramref name="now"/>.</summary>
    /// <param name="now">Inclusive.</param>
    /// <param name="stream">The entity.</param>
    /// <param name="at">Its deadline as it was known when it was added.</param>
    public bool TryTake(DateTimeOffset now, out StreamId stream, out DateTimeOffset at)
    {
        if (queue.TryPeek(out stream, out var due) && due.AtTicks <= now.UtcTicks)
        {
            queue.Dequeue();
            at = new DateTimeOffset(due.AtTicks, TimeSpan.Zero);
            return true;
        }

        (stream, at) = (default, default);
        return false;
    }

    private readonly record struct Due(long AtTicks, StreamId Stream);

    private sealed class DueOrder : IComparer<Due>
    {
        public static readonly DueOrder Instance = new();

        public int Compare(Due x, Due y)
        {
            var byInstant = x.AtTicks.CompareTo(y.AtTicks);
            if (byInstant != 0)
            {
                return byInstant;
            }

            var byKind = x.Stream.Kind.CompareTo(y.Stream.Kind);
            return byKind != 0 ? byKind : string.CompareOrdinal(x.Stream.Key, y.Stream.Key);
        }
    }
}
