namespace Supervision.Core.Calendars;

/// <content>Counting working days.</content>
public sealed partial class WorkCalendar
{
    /// <summary>Whether the hall works on <paramref name="date"/>.</summary>
    public bool IsWorkingDay(DateOnly date) => table.IsWorkingDay(date.DayNumber);

    /// <summary>The date on which <paramref name="instant"/> falls in the calendar's zone.</summary>
    public DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDayNumber(DayOf(WallTicks(instant)));

    /// <summary>
    /// The <paramref name="days"/>-th working day after <paramref name="date"/>, or before it when negative; zero gives
    /// <paramref name="date"/> itself, worked or not.
    /// </summary>
    public DateOnly AddWorkingDays(DateOnly date, int days) => days == 0
        ? date
        : DateOnly.FromDayNumber(AddWorkingDays(date.DayNumber, days));

    /// <summary>
    /// Working days after <paramref name="from"/> up to and including <paramref name="to"/>; negative when
    /// <paramref name="to"/> is the earlier.
    /// </summary>
    public int WorkingDaysBetween(DateOnly from, DateOnly to) =>
        table.CountBefore(to.DayNumber + 1) - table.CountBefore(from.DayNumber + 1);

    /// <summary>The first working day on or after <paramref name="date"/>.</summary>
    public DateOnly NextWorkingDayOnOrAfter(DateOnly date) =>
        DateOnly.FromDayNumber(table.DayOf(table.CountBefore(date.DayNumber)));

    /// <summary>The working days of the calendar, numbered along the whole axis: how many lie before a day.</summary>
    internal int WorkingDayNumber(int day) => table.CountBefore(day);

    /// <summary>The day of a working day number.</summary>
    internal int DayOfWorkingDay(long number) => table.DayOf(number);

    internal bool IsWorkingDay(int day) => table.IsWorkingDay(day);

    internal int AddWorkingDays(int day, int days) => days switch
    {
        0 => day,
        > 0 => table.DayOf((long)table.CountBefore(day + 1) + days - 1),
        _ => table.DayOf((long)table.CountBefore(day) + days),
    };

    internal static int DayOf(long wallTicks) => (int)(wallTicks / TimeSpan.TicksPerDay);
}
