namespace Supervision.Silo.Cluster.Metrics;

/// <summary>
/// Points that wait to be sent, as lines. It never grows beyond its limit: the oldest give way, and are counted. Safe
/// for concurrent use.
/// </summary>
internal sealed class PointQueue(int limit)
{
    private readonly Lock gate = new();
    private readonly Queue<string> lines = new();
    private long dropped;
    private long taken; // lines that left at the front since the beginning, for whatever reason

    /// <summary>Points nobody was sent.</summary>
    public long Dropped => Interlocked.Read(ref dropped);

    /// <summary>Points that are still to be sent.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
            {
                return lines.Count;
            }
        }
    }

    public void Add(IEnumerable<string> points)
    {
        lock (gate)
        {
            foreach (var point in points)
            {
                lines.Enqueue(point);
                if (lines.Count > limit)
                {
                    lines.Dequeue();
                    (taken, dropped) = (taken + 1, dropped + 1);
                }
            }
        }
    }

    /// <summary>The oldest, which stay until they are removed; and a mark to remove them by.</summary>
    public (IReadOnlyList<string> Lines, long Mark) Peek(int most)
    {
        lock (gate)
        {
            return ([.. lines.Take(most)], taken + Math.Min(most, lines.Count));
        }
    }

    /// <summary>Removes what was seen at a mark and is still there.</summary>
    /// <param name="mark">Of <see cref="Peek"/>.</param>
    /// <param name="lost">Whether nobody took them.</param>
    public void Remove(long mark, bool lost)
    {
        lock (gate)
        {
            for (; taken < mark; taken++)
            {
                lines.Dequeue();
                dropped += lost ? 1 : 0;
            }
        }
    }
}
