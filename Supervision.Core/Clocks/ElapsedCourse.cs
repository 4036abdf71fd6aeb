using Supervision.Core.Calendars;

namespace Supervision.Core.Clocks;

/// <summary>
/// Convention B. Time runs from the second of the start in days of 24 hours, whole non-working days removed (P,
/// Hunan); for calendar days and months no day is removed. <c>used ≥ limit + k</c>, used being the ceiling of the days
/// elapsed, holds after the instant at which limit + k − 1 days have elapsed.
/// </summary>
internal readonly struct ElapsedCourse : ICourse
{
    private readonly WorkCalendar calendar;
    private readonly Exclusions exclusions;
    private readonly long startWall;
    private readonly long limitDays;

    private ElapsedCourse(
        WorkCalendar calendar, long startWall, Exclusions exclusions, long dueWall, long limitDays)
    {
        this.calendar = calendar;
        this.exclusions = exclusions;
        this.startWall = startWall;
        this.limitDays = limitDays;
        DueWall = dueWall;
    }

    public long DueWall { get; }

    /// <summary>A limit of <paramref name="days"/> working days.</summary>
    public static ElapsedCourse OfWorkingDays(long startWall, long days, ClockTimes times, WorkCalendar calendar)
    {
        var excluded = Exclusions.Of(times.Suspensions, calendar, new(AxisKind.ElapsedTime));
        var start = calendar.ElapsedTicks(startWall);
        var scale = new MeasuredScale(calendar, AxisKind.ElapsedTime);
        var due = excluded.Reach(start + days * TimeSpan.TicksPerDay, start, scale);
        return new(calendar, startWall, excluded, due, days);
    }

    /// <summary>
    /// A limit that ends, before any suspension, at <paramref name="lastWall"/>, with no day removed.
    /// </summary>
    public static ElapsedCourse OfDates(long startWall, long lastWall, ClockTimes times, WorkCalendar calendar)
    {
        var byTime = Exclusions.Of(times.Suspensions, calendar, new(AxisKind.WallTime));
        var due = byTime.Reach(lastWall, startWall, new MeasuredScale(calendar, AxisKind.WallTime));
        var byWorkingTime = Exclusions.Of(times.Suspensions, calendar, new(AxisKind.ElapsedTime));
        return new(calendar, startWall, byWorkingTime, due, limitDays: 0);
    }

    public long? CrossingWall(int days)
    {
        if (days == 1) return DueWall;
        var scale = new MeasuredScale(calendar, AxisKind.ElapsedTime);
        if (limitDays > 0)
        {
            var start = calendar.ElapsedTicks(startWall);
            return limitDays + days < 1
                ? exclusions.MoveOut(startWall)
                : exclusions.Reach(start + (limitDays + days - 1) * TimeSpan.TicksPerDay, start, scale);
        }

        // No whole number of working days to count from: so many working days before or after the due instant.
        var due = calendar.ElapsedTicks(DueWall);
        if (days > 1) return exclusions.Reach(due + (days - 1) * TimeSpan.TicksPerDay, due, scale);
        var before = Math.Max(startWall, calendar.ElapsedInstant(due + (days - 1) * TimeSpan.TicksPerDay));
        return Math.Min(exclusions.MoveOut(before), DueWall);
    }
}
