namespace Supervision.Silo.Embedded;

/// <summary>
/// Loads entities shortly before they are due, a few at a time while the shard has nothing better to do: when a hundred
/// thousand limits pass at one instant, none of them has to be read from the disk first. Owned by one shard.
/// </summary>
/// <param name="cache">Where they are loaded.</param>
/// <param name="most">
/// Entities looked at for one stretch of time, at most; the rest is loaded when it is due.
/// </param>
internal sealed class WarmUp(EntityCache cache, int most)
{
    private const int PerSlice = 256;

    /// <summary>How long before the deadline.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(30);

    private DateTimeOffset end;
    private (DateTimeOffset At, string Stream) reached;
    private bool underWay;
    private int loaded;

    /// <summary>When to look for the sake of a deadline: early enough to load, then at the deadline itself.</summary>
    public DateTimeOffset? LookAt(DateTimeOffset? deadline) =>
        deadline is { } at && at >= end && at > DateTimeOffset.MinValue + Ahead ? at - Ahead : deadline;

    /// <summary>Loads a few entities if some are due soon; true when there are more.</summary>
    /// <param name="now">The shard's now.</param>
    /// <param name="deadline">The next one.</param>
    public bool Step(DateTimeOffset now, DateTimeOffset? deadline)
    {
        if (!underWay)
        {
            if (deadline is not { } next || next < end || next - now > Ahead)
            {
                return false;
            }

            (end, reached, loaded) = (now + Ahead + TimeSpan.FromTicks(1), (next, ""), 0);
        }

        var (found, last) = cache.LoadDue(reached, end, PerSlice);
        reached = last;
        loaded += found;
        underWay = found == PerSlice && loaded < most;
        return underWay;
    }

    /// <summary>What was loaded is void.</summary>
    public void Reset() => (end, underWay) = (default, false);
}
