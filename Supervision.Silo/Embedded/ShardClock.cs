namespace Supervision.Silo.Embedded;

/// <summary>
/// Now, as a shard sees it: the wall clock, or in Replay the watermark. Neither ever goes back: while a wall clock that
/// was set back catches up, now stands still, or what was decided would be decided again and recorded before its cause.
/// In Replay there is one shard, so the watermark has one writer; anybody may read it.
/// </summary>
internal sealed class ShardClock(TimeProvider time, ClockMode mode, DateTimeOffset watermark)
{
    /// <summary>
    /// Timers may wait no longer than this; the shard looks again then, as the wall clock may have been set forward.
    /// </summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>The latest now there was.</summary>
    private long latestTicks = watermark.UtcTicks;

    /// <summary>Whether now is the wall clock.</summary>
    public bool IsLive => mode == ClockMode.Live;

    /// <summary>Now.</summary>
    public DateTimeOffset ReadNow() => IsLive
        ? MoveOn(time.GetUtcNow().UtcTicks)
        : new DateTimeOffset(Interlocked.Read(ref latestTicks), TimeSpan.Zero);

    /// <summary>How far the wall clock is behind now; zero when it is not.</summary>
    public TimeSpan Behind
    {
        get
        {
            var now = ReadNow();
            var wall = time.GetUtcNow();
            return IsLive && now > wall ? now - wall : TimeSpan.Zero;
        }
    }

    /// <summary>Moves the watermark on to <paramref name="seen"/>, never back, and returns it.</summary>
    public DateTimeOffset MoveWatermark(DateTimeOffset seen) => MoveOn(seen.UtcTicks);

    private DateTimeOffset MoveOn(long ticks)
    {
        var latest = Interlocked.Read(ref latestTicks);
        while (ticks > latest)
        {
            var before = Interlocked.CompareExchange(ref latestTicks, ticks, latest);
            latest = before == latest ? ticks : before;
        }

        return new DateTimeOffset(latest, TimeSpan.Zero);
    }

    /// <summary>A timer that is not set.</summary>
    public ITimer CreateAlarm(Action ring) =>
        time.CreateTimer(_ => ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Sets the timer to an instant; null leaves it off.</summary>
    public void Set(ITimer alarm, DateTimeOffset? at)
    {
        var wait = at is { } instant ? instant - time.GetUtcNow() : Timeout.InfiniteTimeSpan;
        if (wait != Timeout.InfiniteTimeSpan)
        {
            // A timer counts whole milliseconds; rounding up saves a wake that would find nothing due.
            var bounded = Math.Clamp(wait.TotalMilliseconds, 0, LongestWait.TotalMilliseconds);
            wait = TimeSpan.FromMilliseconds(Math.Ceiling(bounded));
        }

        alarm.Change(wait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Sets the timer to go off after a while of the wall clock, whatever now is.</summary>
    public static void SetIn(ITimer alarm, TimeSpan span) => alarm.Change(span, Timeout.InfiniteTimeSpan);

    /// <summary>Waits a while of the wall clock.</summary>
    public Task PauseAsync(TimeSpan span) => Task.Delay(span, time);
}
