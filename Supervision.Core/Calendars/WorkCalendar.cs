using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace Supervision.Core.Calendars;

/// <summary>
/// Working days and office hours of one hall. Immutable and safe for concurrent use. Every operation takes constant or
/// logarithmic time and is defined for every date: outside the published years Monday to Friday are worked. Results are
/// kept within the years 1 to 9999.
/// </summary>
public sealed partial class WorkCalendar
{
    /// <summary>The zone of every hall in China.</summary>
    public const string DefaultZone = "Asia/Shanghai";

    private readonly WorkingDayTable table;
    private readonly ZoneClock clock;
    private readonly HolidayBook book;
    private readonly FrozenDictionary<DateOnly, LocalDay> localDays;

    private WorkCalendar(
        HolidayBook book, OfficeHours hours, string zone, FrozenDictionary<DateOnly, LocalDay> localDays,
        WorkingDayTable table, ZoneClock clock)
    {
        this.book = book;
        this.localDays = localDays;
        this.table = table;
        this.clock = clock;
        Hours = hours;
        Day = new(hours);
        Zone = zone;
        Edition = localDays.Count == 0
            ? book.Edition
            : string.Create(CultureInfo.InvariantCulture, $"{book.Edition} + 本地 {localDays.Count}");
    }

    /// <summary>
    /// Name of the edition, as readings carry it: <c>国务院 2026 (2025-11-04)</c>, and how many local days.
    /// </summary>
    public string Edition { get; }

    /// <summary>IANA id of the zone in which dates and office hours are meant.</summary>
    public string Zone { get; }

    /// <summary>The daily office hours.</summary>
    public OfficeHours Hours { get; }

    /// <summary>The last year a notice covers; a date after it is provisional.</summary>
    public int LastPublishedYear => book.LastPublishedYear;

    internal DayHours Day { get; }

    /// <summary>Compiles a calendar.</summary>
    /// <param name="book">The notices.</param>
    /// <param name="hours">Office hours of every working day.</param>
    /// <param name="zone">IANA id.</param>
    /// <param name="localDays">What differs here from the notices, at most one per date; default none.</param>
    /// <exception cref="CalendarException">Something is wrong; every fault is listed.</exception>
    public static WorkCalendar Create(
        HolidayBook book, OfficeHours hours, string zone = DefaultZone, ImmutableArray<LocalDay> localDays = default)
    {
        var local = localDays.IsDefault ? [] : localDays;
        var faults = Validate(hours, zone, local);
        if (!faults.IsEmpty) throw new CalendarException(faults);
        var special = book.Days.ToDictionary(static day => day.Date.DayNumber, static day => !day.IsOffDay);
        foreach (var day in local) special[day.Date.DayNumber] = !day.IsOffDay;
        return new(
            book, hours, zone, local.ToFrozenDictionary(static day => day.Date), new(special),
            new(TimeZoneInfo.FindSystemTimeZoneById(zone)));
    }

    /// <summary>What is wrong with the parts of a calendar; empty when nothing is.</summary>
    public static ImmutableArray<CalendarFault> Validate(
        OfficeHours hours, string zone, ImmutableArray<LocalDay> localDays)
    {
        var faults = hours.Validate().ToBuilder();
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            faults.Add(new("zone", $"'{zone}' is not a zone this machine knows"));
        var seen = new HashSet<DateOnly>();
        foreach (var (index, day) in localDays.Index())
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"localDays[{index}]");
            if (!seen.Add(day.Date)) faults.Add(new(key, $"{day.Date:yyyy-MM-dd} is given more than once"));
            if (string.IsNullOrWhiteSpace(day.Reason)) faults.Add(new(key, "a reason is needed"));
            if (day.Date.Year is < 1949 or > 2200) faults.Add(new(key, "the year must be from 1949 to 2200"));
        }

        return faults.ToImmutable();
    }

    /// <summary>
    /// The same days with other office hours, sharing all tables: what a hall with its own hours needs.
    /// </summary>
    /// <exception cref="CalendarException">The hours are faulty; every fault is listed.</exception>
    public WorkCalendar WithHours(OfficeHours hours)
    {
        var faults = hours.Validate();
        return faults.IsEmpty
            ? new(book, hours, Zone, localDays, table, clock)
            : throw new CalendarException(faults);
    }

    /// <summary>
    /// Whether <paramref name="date"/> lies beyond the last published year, so that a notice may change it.
    /// </summary>
    public bool IsProvisional(DateOnly date) => date.Year > LastPublishedYear;

    /// <summary>Whether <paramref name="date"/> is worked, and why.</summary>
    public DayStatus Describe(DateOnly date)
    {
        if (localDays.TryGetValue(date, out var local))
            return new(!local.IsOffDay, (local.IsOffDay ? "closed:" : "opened:") + local.Reason, local.Basis);
        if (book.Find(date) is { } special)
            return new(!special.IsOffDay, (special.IsOffDay ? "holiday:" : "makeUpDay:") + special.Name, special.Basis);
        return IsWorkingDay(date) ? new(true, "workingDay", null) : new(false, "weekend", null);
    }
}
