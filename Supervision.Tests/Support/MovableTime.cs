namespace Supervision.Tests.Support;

/// <summary>
/// A clock that runs like the real one from an instant of the test's choosing, and can be set forward; what waits for
/// an instant that was passed over is woken at once. Timestamps and waits are the real ones.
/// </summary>
public sealed class MovableTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly HashSet<Alarm> alarms = [];
    private TimeSpan shift = start - System.GetUtcNow();

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return System.GetUtcNow() + shift;
        }
    }

    /// <summary>Sets the clock forward to an instant.</summary>
    public void MoveTo(DateTimeOffset instant)
    {
        Alarm[] passed;
        lock (gate)
        {
            var by = instant - GetUtcNow();
            ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero, nameof(instant));
            shift += by;
            passed = [.. alarms.Where(alarm => alarm.DueAt <= instant)];
        }

        foreach (var alarm in passed)
        {
            alarm.Ring();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        lock (gate)
        {
            alarms.Add(alarm);
        }

        alarm.Change(dueTime, period);
        return alarm;
    }

    private sealed class Alarm : ITimer
    {
        private readonly MovableTime time;
        private readonly ITimer real;
        private TimeSpan period;

        public Alarm(MovableTime time, TimerCallback callback, object? state)
        {
            this.time = time;
            real = System.CreateTimer(
                _ => Fire(callback, state), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        /// <summary>The first instant it is set for; null when it is off.</summary>
        public DateTimeOffset? DueAt { get; private set; }

        public void Ring() => real.Change(TimeSpan.Zero, period);

        public bool Change(TimeSpan dueTime, TimeSpan newPeriod)
        {
            lock (time.gate)
            {
                period = newPeriod;
                DueAt = dueTime == Timeout.InfiniteTimeSpan ? null : time.GetUtcNow() + dueTime;
            }

            return real.Change(dueTime, newPeriod);
        }

        private void Fire(TimerCallback callback, object? state)
        {
            lock (time.gate)
            {
                DueAt = period == Timeout.InfiniteTimeSpan ? null : time.GetUtcNow() + period;
            }

            callback(state);
        }

        public void Dispose()
        {
            lock (time.gate)
            {
                time.alarms.Remove(this);
            }

            real.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
