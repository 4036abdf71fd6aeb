using Supervision.Core.Calendars;

namespace Supervision.Core.Clocks;

/// <summary>Openings of working days, by their numbers.</summary>
internal readonly record struct OpeningScale(WorkCalendar Calendar) : IScale
{
    public long WallAt(long position) => Calendar.OpeningTicks(Calendar.DayOfWorkingDay(position));

    public long NotBefore(long wallTicks)
    {
        var number = Calendar.WorkingDayNumber(WorkCalendar.DayOf(wallTicks));
        var opening = WallAt(number);
        return opening >= wallTicks ? opening : WallAt(number + 1);
    }
}

/// <summary>Closes of business of working days, by their numbers.</summary>
internal readonly record struct CloseScale(WorkCalendar Calendar) : IScale
{
    public long WallAt(long position) => Calendar.CloseTicks(Calendar.DayOfWorkingDay(position));

    public long NotBefore(long wallTicks)
    {
        var number = Calendar.WorkingDayNumber(WorkCalendar.DayOf(wallTicks));
        var close = WallAt(number);
        return close >= wallTicks ? close : WallAt(number + 1);
    }
}

/// <summary>
/// Last days of limits in calendar days or months, by day number: a day off rolls to the next working day (民法典 203).
/// </summary>
internal readonly record struct RolledCloseScale(WorkCalendar Calendar) : IScale
{
    public long WallAt(long position)
    {
        var day = (int)Math.Clamp(position, WorkingDayTable.DayMin, WorkingDayTable.DayMax);
        return Calendar.CloseTicks(Calendar.DayOfWorkingDay(Calendar.WorkingDayNumber(day)));
    }

    public long NotBefore(long wallTicks)
    {
        var day = WorkCalendar.DayOf(wallTicks);
        var close = WallAt(day);
        return close >= wallTicks ? close : WallAt(day + 1);
    }
}

/// <summary>Measured time: office hours, working days of 24 hours, or wall time.</summary>
internal readonly record struct MeasuredScale(WorkCalendar Calendar, AxisKind Kind) : IScale
{
    public long WallAt(long position) => Kind switch
    {
        AxisKind.OfficeTime => Calendar.OfficeInstant(position),
        AxisKind.ElapsedTime => Calendar.ElapsedInstant(position),
        _ => Math.Clamp(position, 0, WorkingDayTable.DayMax * TimeSpan.TicksPerDay),
    };

    public long NotBefore(long wallTicks) => wallTicks;
}
