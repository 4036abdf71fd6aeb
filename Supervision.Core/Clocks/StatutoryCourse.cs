using Supervision.Core.Calendars;

namespace Supervision.Core.Clocks;

/// <summary>
/// Convention A. The day of the start is not counted and day 1 is the day after it (民法典 201): the next working day, or
/// for calendar days and months the next date. Due at the close of business of the last day; the last day of a limit in
/// calendar days or months rolls to the next working day (民法典 203). A threshold before the limit is crossed at the
/// opening of its working day, one past it at the close of business.
/// </summary>
internal readonly struct StatutoryCourse : ICourse
{
    private readonly WorkCalendar calendar;
    private readonly Exclusions exclusions;
    private readonly long startWall;
    private readonly long firstNumber;
    private readonly long workingDays;

    private StatutoryCourse(
        WorkCalendar calendar, long startWall, Exclusions exclusions, long dueWall, long? workingDays)
    {
        this.calendar = calendar;
        this.exclusions = exclusions;
        this.startWall = startWall;
        DueWall = dueWall;
        firstNumber = calendar.WorkingDayNumber(WorkCalendar.DayOf(startWall) + 1);
        var afterDue = calendar.WorkingDayNumber(WorkCalendar.DayOf(dueWall) + 1);
        this.workingDays = workingDays ?? afterDue - firstNumber - exclusions.CountIn(firstNumber, afterDue);
    }

    public long DueWall { get; }

    /// <summary>A limit of <paramref name="days"/> working days.</summary>
    public static StatutoryCourse OfWorkingDays(long startWall, long days, ClockTimes times, WorkCalendar calendar)
    {
        var excluded = Exclusions.Of(times.Suspensions, calendar, new(AxisKind.WorkingDays));
        var first = calendar.WorkingDayNumber(WorkCalendar.DayOf(startWall) + 1);
        var due = excluded.Reach(first + days - 1, first, new CloseScale(calendar));
        return new(calendar, startWall, excluded, due, days);
    }

    /// <summary>
    /// A limit whose last day, before any suspension and before rolling, is <paramref name="lastDay"/>.
    /// </summary>
    public static StatutoryCourse OfDates(long startWall, long lastDay, ClockTimes times, WorkCalendar calendar)
    {
        var byDate = Exclusions.Of(times.Suspensions, calendar, new(AxisKind.CalendarDays));
        var due = byDate.Reach(lastDay, WorkCalendar.DayOf(startWall) + 1, new RolledCloseScale(calendar));
        var byNumber = Exclusions.Of(times.Suspensions, calendar, new(AxisKind.WorkingDays));
        return new(calendar, startWall, byNumber, due, workingDays: null);
    }

    public long? CrossingWall(int days)
    {
        if (days == 1) return DueWall;
        if (days > 1)
        {
            // Working days after the due day; what was excluded up to it is already in it.
            var afterDue = calendar.WorkingDayNumber(WorkCalendar.DayOf(DueWall) + 1);
            return exclusions.Reach(afterDue + days - 2, afterDue, new CloseScale(calendar));
        }

        var day = workingDays + days;
        var crossing = day < 1
            ? exclusions.MoveOut(startWall)
            : exclusions.Reach(firstNumber + day - 1, firstNumber, new OpeningScale(calendar));
        return Math.Min(crossing, DueWall);
    }
}
