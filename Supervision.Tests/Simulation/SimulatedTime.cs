namespace Supervision.Tests.Simulation;

/// <summary>
/// Time that jumps: a timer whose instant was passed fires once, however far the jump, as on a machine that slept.
/// </summary>
internal sealed class SimulatedTime(DateTimeOffset start) : TimeProvider
{
    private readonly List<JumpTimer> timers = [];
    private DateTimeOffset now = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => now.ToUniversalTime();

    public override long GetTimestamp() => now.UtcTicks;

    public void Advance(TimeSpan by)
    {
        now += by;
        foreach (var timer in timers.Where(timer => timer.DueAt <= now).OrderBy(timer => timer.DueAt).ToArray())
        {
            timer.Fire();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new JumpTimer(this, callback, state);
        timers.Add(timer);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class JumpTimer(SimulatedTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period;

        public DateTimeOffset? DueAt { get; private set; }

        public void Fire()
        {
            DueAt = period > TimeSpan.Zero ? time.now + period : null;
            callback(state);
        }

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            period = newPeriod;
            DueAt = dueTime == Timeout.InfiniteTimeSpan ? null : time.now + dueTime;
            return true;
        }

        public void Dispose() => time.timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
