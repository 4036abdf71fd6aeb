namespace Supervision.Core.Calendars;

/// <content>Measuring time within days. "Wall ticks" are ticks of the calendar's zone since 0001-01-01T00:00.</content>
public sealed partial class WorkCalendar
{
    /// <summary>What the hall's own clock shows at an instant.</summary>
    public DateTime LocalTimeOf(DateTimeOffset instant) => new(WallTicks(instant));

    /// <summary>Opening of <paramref name="date"/>, as if it were worked.</summary>
    public DateTimeOffset OpeningOf(DateOnly date) => Instant(OpeningTicks(date.DayNumber));

    /// <summary>
    /// Close of business of <paramref name="date"/>, as if it were worked: the end of its last segment.
    /// </summary>
    public DateTimeOffset CloseOf(DateOnly date) => Instant(CloseTicks(date.DayNumber));

    /// <summary>
    /// Office time from <paramref name="from"/> to <paramref name="to"/>; negative when the latter is earlier.
    /// </summary>
    public TimeSpan OfficeTimeBetween(DateTimeOffset from, DateTimeOffset to) =>
        new(OfficeTicks(WallTicks(to)) - OfficeTicks(WallTicks(from)));

    /// <summary>The earliest instant with so much office time since <paramref name="from"/>.</summary>
    /// <param name="from">Start; itself the result when <paramref name="officeTime"/> is zero.</param>
    /// <param name="officeTime">Zero or more.</param>
    public DateTimeOffset AddOfficeTime(DateTimeOffset from, TimeSpan officeTime) => officeTime == TimeSpan.Zero
        ? from
        : Instant(OfficeInstant(OfficeTicks(WallTicks(from)) + officeTime.Ticks));

    /// <summary>
    /// Time of working days, of 24 hours each, between two instants (convention B); a day off counts nothing.
    /// </summary>
    public TimeSpan ElapsedBetween(DateTimeOffset from, DateTimeOffset to) =>
        new(ElapsedTicks(WallTicks(to)) - ElapsedTicks(WallTicks(from)));

    /// <summary>
    /// The last instant at which <paramref name="elapsed"/> of working days' time has passed since
    /// <paramref name="from"/>: one tick later more has passed. (Midnight before a day off and midnight after it have
    /// the same time behind them; the later is returned.)
    /// </summary>
    public DateTimeOffset AddElapsed(DateTimeOffset from, TimeSpan elapsed) =>
        Instant(ElapsedInstant(ElapsedTicks(WallTicks(from)) + elapsed.Ticks));

    internal long WallTicks(DateTimeOffset instant) => clock.ToWall(instant.UtcTicks);

    internal DateTimeOffset Instant(long wallTicks) => clock.ToInstant(wallTicks);

    internal long OpeningTicks(int day) => day * TimeSpan.TicksPerDay + Day.OpeningTicks;

    internal long CloseTicks(int day) => day * TimeSpan.TicksPerDay + Day.CloseTicks;

    /// <summary>Office time before a wall time, from an arbitrary origin.</summary>
    internal long OfficeTicks(long wallTicks)
    {
        var day = DayOf(wallTicks);
        var today = table.IsWorkingDay(day) ? Day.TicksBefore(wallTicks % TimeSpan.TicksPerDay) : 0;
        return table.CountBefore(day) * Day.TotalTicks + today;
    }

    /// <summary>
    /// The earliest wall time with so much office time before it: the close of a day, not the next opening.
    /// </summary>
    internal long OfficeInstant(long officeTicks)
    {
        var (number, today) = Math.DivRem(officeTicks, Day.TotalTicks);
        if (today <= 0) (number, today) = (number - 1, today + Day.TotalTicks);
        return table.DayOf(number) * TimeSpan.TicksPerDay + Day.TimeAfter(today);
    }

    /// <summary>Working days' time before a wall time, from an arbitrary origin.</summary>
    internal long ElapsedTicks(long wallTicks)
    {
        var day = DayOf(wallTicks);
        var today = table.IsWorkingDay(day) ? wallTicks % TimeSpan.TicksPerDay : 0;
        return table.CountBefore(day) * TimeSpan.TicksPerDay + today;
    }

    /// <summary>The last wall time with so much working days' time before it.</summary>
    internal long ElapsedInstant(long elapsedTicks)
    {
        var (number, today) = Math.DivRem(elapsedTicks, TimeSpan.TicksPerDay);
        if (today < 0) (number, today) = (number - 1, today + TimeSpan.TicksPerDay);
        return table.DayOf(number) * TimeSpan.TicksPerDay + today;
    }
}
