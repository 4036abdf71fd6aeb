using Supervision.Core.Calendars;

namespace Supervision.Core.Clocks;

/// <summary>
/// A due instant that the source computed. Suspensions move neither it nor its levels: the source has counted them.
/// Under convention A a threshold before it is crossed at the opening of the working day so many before the due day,
/// and one past it so many working days later at the same time of day; under B both are measured in elapsed time. No
/// threshold before the due instant is crossed before the start.
/// </summary>
internal readonly struct ExplicitCourse(
    long startWall, long dueWall, Convention convention, WorkCalendar calendar) : ICourse
{
    public long DueWall => dueWall;

    public long? CrossingWall(int days)
    {
        if (days == 1) return dueWall;
        var crossing = convention == Convention.Elapsed
            ? calendar.ElapsedInstant(calendar.ElapsedTicks(dueWall) + (days - 1) * TimeSpan.TicksPerDay)
            : StatutoryCrossing(days);
        return days > 1 ? crossing : Math.Min(Math.Max(startWall, crossing), dueWall);
    }

    private long StatutoryCrossing(int days)
    {
        var dueDay = WorkCalendar.DayOf(dueWall);
        if (days > 1)
            return calendar.AddWorkingDays(dueDay, days - 1) * TimeSpan.TicksPerDay + dueWall % TimeSpan.TicksPerDay;
        // A due date that is not worked: the last working day before it stands for it.
        var last = calendar.WorkingDayNumber(dueDay + 1) - 1L;
        var number = Math.Min(calendar.WorkingDayNumber(dueDay) + (long)days, last);
        return calendar.OpeningTicks(calendar.DayOfWorkingDay(number));
    }
}
