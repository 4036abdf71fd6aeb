using Supervision.Core.Calendars;

namespace Supervision.Core.Clocks;

/// <summary>The axis a clock counts along, which decides what a suspension excludes and where its cap lies.</summary>
internal readonly record struct ClockAxis(AxisKind Kind)
{
    /// <summary>The axis of clocks that run by <paramref name="rule"/>.</summary>
    public static ClockAxis Of(ClockRule rule) => new((rule.ExplicitDueAt is null ? rule.Limit?.Unit : null) switch
    {
        LimitUnit.WorkingHour or LimitUnit.Minute => AxisKind.OfficeTime,
        LimitUnit.CalendarDay or LimitUnit.Month => rule.Convention == Convention.Elapsed
            ? AxisKind.WallTime
            : AxisKind.CalendarDays,
        _ => rule.Convention == Convention.Elapsed ? AxisKind.ElapsedTime : AxisKind.WorkingDays,
    });

    /// <summary>
    /// The wall time at which a suspension has covered the days applied for. Whole days: the close of business of the
    /// last of them, the first being the working day after it began. Measured time: that many days' worth after it
    /// began.
    /// </summary>
    public long CapOf(long from, int workingDays, WorkCalendar calendar) => Kind switch
    {
        AxisKind.WorkingDays or AxisKind.CalendarDays =>
            calendar.CloseTicks(calendar.AddWorkingDays(WorkCalendar.DayOf(from), workingDays)),
        AxisKind.OfficeTime =>
            calendar.OfficeInstant(calendar.OfficeTicks(from) + workingDays * calendar.Day.TotalTicks),
        _ => calendar.ElapsedInstant(calendar.ElapsedTicks(from) + workingDays * TimeSpan.TicksPerDay),
    };

    /// <summary>
    /// The first position after a wall time that a suspension beginning then excludes; for one ending then, the
    /// position after the last excluded. Whole days exclude (date of the beginning, date of the end]: the day on which
    /// a suspension begins counts, the day on which it ends does not.
    /// </summary>
    public long ExcludedAfter(long wall, WorkCalendar calendar) => Kind switch
    {
        AxisKind.WorkingDays => calendar.WorkingDayNumber(WorkCalendar.DayOf(wall) + 1),
        AxisKind.CalendarDays => WorkCalendar.DayOf(wall) + 1,
        AxisKind.OfficeTime => calendar.OfficeTicks(wall),
        AxisKind.ElapsedTime => calendar.ElapsedTicks(wall),
        _ => wall,
    };
}

/// <summary>What the positions of an axis are.</summary>
internal enum AxisKind
{
    /// <summary>Numbers of working days.</summary>
    WorkingDays,

    /// <summary>Day numbers.</summary>
    CalendarDays,

    /// <summary>Ticks of office hours.</summary>
    OfficeTime,

    /// <summary>Ticks of working days of 24 hours.</summary>
    ElapsedTime,

    /// <summary>Ticks of wall time.</summary>
    WallTime,
}
