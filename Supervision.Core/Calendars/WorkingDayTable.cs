namespace Supervision.Core.Calendars;

/// <summary>
/// Counts working days in constant time. Days are day numbers (<see cref="DateOnly.DayNumber"/>); working days are
/// numbered along the whole axis, negative before the table. Special days lie inside a table of prefix sums; before and
/// after it every week has five working days, so plain arithmetic continues the numbering.
/// </summary>
internal sealed class WorkingDayTable
{
    /// <summary>Results are kept this far from the ends of the calendar, so that any zone can convert them.</summary>
    public const int DayMin = 2;

    /// <summary>Largest day number that is returned.</summary>
    public static readonly int DayMax = DateOnly.MaxValue.DayNumber - 2;

    private readonly int firstDay;
    private readonly int endDay;
    private readonly int[] before;
    private readonly int[] workingDays;

    /// <param name="special">Whether a day number is worked, for the days that differ from Monday to Friday.</param>
    public WorkingDayTable(IReadOnlyDictionary<int, bool> special)
    {
        firstDay = special.Count == 0 ? 0 : Monday(special.Keys.Min());
        endDay = special.Count == 0 ? 0 : Monday(special.Keys.Max()) + 7;
        before = new int[endDay - firstDay + 1];
        var found = new List<int>();
        for (var day = firstDay; day < endDay; day++)
        {
            before[day - firstDay] = found.Count;
            if (special.TryGetValue(day, out var working) ? working : IsWeekday(day)) found.Add(day);
        }

        before[^1] = found.Count;
        workingDays = [.. found];
    }

    public bool IsWorkingDay(int day) => day >= firstDay && day < endDay
        ? before[day - firstDay + 1] > before[day - firstDay]
        : IsWeekday(day);

    /// <summary>
    /// The number of the first working day on or after <paramref name="day"/>: so many lie before it.
    /// </summary>
    public int CountBefore(int day)
    {
        if (day < firstDay) return WeekdaysIn(day - firstDay);
        return day < endDay ? before[day - firstDay] : workingDays.Length + WeekdaysIn(day - endDay);
    }

    /// <summary>
    /// The day of working day number <paramref name="number"/>, kept within the ends of the calendar.
    /// </summary>
    public int DayOf(long number)
    {
        if (number >= 0 && number < workingDays.Length) return workingDays[number];
        var (origin, rest) = number < 0 ? (firstDay, number) : (endDay, number - workingDays.Length);
        var (week, weekday) = FloorDivide(rest, 5);
        return (int)Math.Clamp(origin + week * 7 + weekday, DayMin, DayMax);
    }

    // 0001-01-01, day number 0, is a Monday.
    private static bool IsWeekday(int day) => day % 7 < 5;

    private static int Monday(int day) => day - day % 7;

    // Weekdays between a Monday and the day so many days after it (before it when negative).
    private static int WeekdaysIn(int days)
    {
        var (week, day) = FloorDivide(days, 7);
        return (int)(week * 5 + Math.Min(day, 5));
    }

    private static (long Quotient, long Remainder) FloorDivide(long value, long divisor)
    {
        var quotient = Math.DivRem(value, divisor, out var remainder);
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder);
    }
}
