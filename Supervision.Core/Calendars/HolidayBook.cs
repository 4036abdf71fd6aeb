using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace Supervision.Core.Calendars;

/// <summary>A date that differs from Monday-to-Friday by notice of the State Council.</summary>
/// <param name="Date">The date.</param>
/// <param name="Name">The holiday it belongs to, such as 国庆节.</param>
/// <param name="IsOffDay">True for a day off, false for a make-up working day (调休).</param>
/// <param name="Basis">Address of the notice; null when the year's file names none.</param>
public sealed record SpecialDay(DateOnly Date, string Name, bool IsOffDay, string? Basis);

/// <summary>What one year's file says.</summary>
/// <param name="Year">The year arranged.</param>
/// <param name="Notices">Its notices, in the order of publication.</param>
/// <param name="Days">Its special days, some of which may lie in the year before or after; empty: not published
/// yet.</param>
public sealed record HolidayYear(int Year, ImmutableArray<HolidayNotice> Notices, ImmutableArray<SpecialDay> Days);

/// <summary>
/// The notices of the State Council of all known years, merged. A date that none lists follows Monday to Friday.
/// Immutable and safe for concurrent use.
/// </summary>
public sealed class HolidayBook
{
    private static readonly Lazy<HolidayBook> EmbeddedBook = new(() => new(HolidayBookReader.ReadEmbedded()));
    private readonly FrozenDictionary<DateOnly, SpecialDay> days;

    /// <summary>Merges <paramref name="years"/>, one entry per year.</summary>
    /// <exception cref="CalendarException"> No year has days, a year in the middle is missing or there twice, or two
    /// files contradict each other about a date. </exception>
    public HolidayBook(ImmutableArray<HolidayYear> years)
    {
        var faults = Validate(years);
        if (!faults.IsEmpty) throw new CalendarException(faults);
        Years = years.Sort(static (a, b) => a.Year.CompareTo(b.Year));
        var published = Years.Where(static year => !year.Days.IsEmpty).ToList();
        FirstPublishedYear = published[0].Year;
        LastPublishedYear = published[^1].Year;
        days = Years.SelectMany(static year => year.Days).DistinctBy(static day => day.Date)
            .ToFrozenDictionary(static day => day.Date);
        Edition = EditionName(published[^1]);
    }

    /// <summary>The data that ships with the product: 2007 to 2026.</summary>
    public static HolidayBook Embedded => EmbeddedBook.Value;

    /// <summary>Every year, also those without days, in order.</summary>
    public ImmutableArray<HolidayYear> Years { get; }

    /// <summary>First year with a notice; earlier dates follow Monday to Friday.</summary>
    public int FirstPublishedYear { get; }

    /// <summary>Last year with a notice; later dates follow Monday to Friday, provisionally.</summary>
    public int LastPublishedYear { get; }

    /// <summary>Name and publication date of the newest notice: <c>国务院 2026 (2025-11-04)</c>.</summary>
    public string Edition { get; }

    /// <summary>Every special day, in no particular order.</summary>
    public ImmutableArray<SpecialDay> Days => days.Values;

    /// <summary>Reads one year's file, or an array of such, in the format of holiday-cn.</summary>
    /// <exception cref="CalendarException">The text cannot be read; every fault is listed.</exception>
    public static ImmutableArray<HolidayYear> ParseYears(string json) => HolidayBookReader.Read([("calendar", json)]);

    /// <summary>What the notices say about <paramref name="date"/>; null when they say nothing.</summary>
    public SpecialDay? Find(DateOnly date) => days.GetValueOrDefault(date);

    /// <summary>A new edition: each of <paramref name="newer"/> takes the place of the same year here.</summary>
    /// <exception cref="CalendarException">The result would have a gap or a contradiction.</exception>
    public HolidayBook With(ImmutableArray<HolidayYear> newer) =>
        new([.. Years.Where(year => newer.All(other => other.Year != year.Year)), .. newer]);

    /// <summary>What is wrong with <paramref name="years"/>; empty when nothing is.</summary>
    public static ImmutableArray<CalendarFault> Validate(ImmutableArray<HolidayYear> years)
    {
        var faults = ImmutableArray.CreateBuilder<CalendarFault>();
        var published = years.Where(static year => !year.Days.IsEmpty).Select(static year => year.Year).ToHashSet();
        if (published.Count == 0)
            faults.Add(new("calendar", "no year has any days; at least one State Council notice is needed"));
        else
            foreach (var year in Enumerable.Range(published.Min(), published.Max() - published.Min() + 1))
                if (!published.Contains(year))
                    faults.Add(new(Key(year), "missing between published years; its deadlines would be wrong"));
        foreach (var twice in years.GroupBy(static year => year.Year).Where(static group => group.Skip(1).Any()))
            faults.Add(new(Key(twice.Key), "given more than once"));
        foreach (var date in years.SelectMany(static year => year.Days).GroupBy(static day => day.Date))
            if (date.Select(static day => day.IsOffDay).Distinct().Skip(1).Any())
                faults.Add(new(Key(date.Key.Year), $"{date.Key:yyyy-MM-dd} is both a day off and a working day"));
        return faults.ToImmutable();
    }

    private static string Key(int year) => string.Create(CultureInfo.InvariantCulture, $"calendar.{year}");

    private static string EditionName(HolidayYear year)
    {
        var published = year.Notices.IsEmpty ? null : year.Notices[^1].PublishedOn;
        return published is { } day
            ? string.Create(CultureInfo.InvariantCulture, $"国务院 {year.Year} ({day:yyyy-MM-dd})")
            : string.Create(CultureInfo.InvariantCulture, $"国务院 {year.Year}");
    }
}
