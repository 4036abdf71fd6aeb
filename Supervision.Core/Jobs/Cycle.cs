using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Supervision.Core.Jobs;

/// <summary>How long a period is.</summary>
public enum CycleUnit
{
    /// <summary>A day, written <c>2026-10-05</c>.</summary>
    Day,
    /// <summary>A calendar month, written <c>2026-10</c>.</summary>
    Month,
    /// <summary>Three months, written <c>2026-Q4</c>.</summary>
    Quarter,
    /// <summary>A calendar year, written <c>2026</c>.</summary>
    Year,
}

/// <summary>A day, month, quarter or year in the halls' zone; what a job or report is about.</summary>
/// <param name="Unit">How long it is.</param>
/// <param name="First">Its first day.</param>
[JsonConverter(typeof(CycleConverter))]
public readonly record struct Cycle(CycleUnit Unit, DateOnly First) : IComparable<Cycle>
{
    private const int YearMin = 1990;
    private const int YearMax = 2100;

    /// <summary>The period of a unit that a day lies in.</summary>
    public static Cycle Of(CycleUnit unit, DateOnly day) => new(unit, unit switch
    {
        CycleUnit.Month => new DateOnly(day.Year, day.Month, 1),
        CycleUnit.Quarter => new DateOnly(day.Year, (day.Month - 1) / 3 * 3 + 1, 1),
        CycleUnit.Year => new DateOnly(day.Year, 1, 1),
        _ => day,
    });

    /// <summary>The day after its last.</summary>
    public DateOnly End => Shifted(1);

    /// <summary>The period after it.</summary>
    public Cycle Next => this with { First = Shifted(1) };

    /// <summary>The period before it.</summary>
    public Cycle Previous => this with { First = Shifted(-1) };

    /// <summary>The instant it begins.</summary>
    public DateTimeOffset StartsAt(Calendars.WorkCalendar calendar) =>
        Presence.LocalDays.Instant(First, 0, calendar);

    /// <summary>The instant it is over, exclusive.</summary>
    public DateTimeOffset EndsAt(Calendars.WorkCalendar calendar) => Presence.LocalDays.Instant(End, 0, calendar);

    /// <inheritdoc />
    public int CompareTo(Cycle other) => First.CompareTo(other.First);

    /// <summary>As addresses, streams and reports write it.</summary>
    public override string ToString() => Unit switch
    {
        CycleUnit.Month => First.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        CycleUnit.Quarter => string.Create(
            CultureInfo.InvariantCulture, $"{First.Year:D4}-Q{(First.Month + 2) / 3}"),
        CycleUnit.Year => First.ToString("yyyy", CultureInfo.InvariantCulture),
        _ => First.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    };

    /// <summary>Reads the written form back; false unless it is exactly that, from 1990 to 2100.</summary>
    public static bool TryParse(string? text, out Cycle period)
    {
        period = text switch
        {
            { Length: 4 } when Day(text + "-01-01") is { } day => new(CycleUnit.Year, day),
            { Length: 7 } when text[5] == 'Q' && text[6] is >= '1' and <= '4'
                && Day($"{text[..4]}-{(text[6] - '1') * 3 + 1:D2}-01") is { } day => new(CycleUnit.Quarter, day),
            { Length: 7 } when Day(text + "-01") is { } day => new(CycleUnit.Month, day),
            { Length: 10 } when Day(text) is { } day => new(CycleUnit.Day, day),
            _ => default,
        };
        return period.First.Year is >= YearMin and <= YearMax;
    }

    private DateOnly Shifted(int by) => Unit switch
    {
        CycleUnit.Month => First.AddMonths(by),
        CycleUnit.Quarter => First.AddMonths(3 * by),
        CycleUnit.Year => First.AddYears(by),
        _ => First.AddDays(by),
    };

    private static DateOnly? Day(string text) => DateOnly.TryParseExact(
        text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}

/// <summary>Stores a period as it is written.</summary>
internal sealed class CycleConverter : JsonConverter<Cycle>
{
    public override Cycle Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Cycle.TryParse(reader.GetString(), out var period) ? period : throw new JsonException("no period");

    public override void Write(Utf8JsonWriter writer, Cycle value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
