using Supervision.Core.Calendars;

namespace Supervision.Core.Clocks;

/// <summary>
/// Limits in working hours or minutes, under either convention: due at the earliest instant with so much office time
/// since the start. A threshold k past the limit is crossed k − 1 working days after the due instant; one before it,
/// at the opening of the working day so many before the due day, not earlier than the start. Minutes have none before
/// the limit.
/// </summary>
internal readonly struct OfficeCourse : ICourse
{
    private readonly WorkCalendar calendar;
    private readonly Exclusions exclusions;
    private readonly long startWall;
    private readonly bool minutes;

    public OfficeCourse(long startWall, Limit limit, ClockTimes times, WorkCalendar calendar)
    {
        this.calendar = calendar;
        this.startWall = startWall;
        minutes = limit.Unit == LimitUnit.Minute;
        exclusions = Exclusions.Of(times.Suspensions, calendar, new(AxisKind.OfficeTime));
        var start = calendar.OfficeTicks(startWall);
        var amount = limit.Amount * (minutes ? TimeSpan.TicksPerMinute : TimeSpan.TicksPerHour);
        DueWall = exclusions.Reach(start + amount, start, new MeasuredScale(calendar, AxisKind.OfficeTime));
    }

    public long DueWall { get; }

    public long? CrossingWall(int days)
    {
        if (days == 1) return DueWall;
        var dueDay = WorkCalendar.DayOf(DueWall);
        if (days > 1)
        {
            var day = calendar.AddWorkingDays(dueDay, days - 1);
            return exclusions.MoveOut(day * TimeSpan.TicksPerDay + DueWall % TimeSpan.TicksPerDay);
        }

        if (minutes) return null;
        var number = calendar.WorkingDayNumber(dueDay);
        var opening = calendar.OpeningTicks(calendar.DayOfWorkingDay((long)number + days));
        return Math.Min(exclusions.MoveOut(Math.Max(startWall, opening)), DueWall);
    }
}
