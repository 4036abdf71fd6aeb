using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Supervision.Core.Calendars;

namespace Supervision.Core.Scores;

/// <summary>One month of the halls' calendar, written <c>2026-10</c>.</summary>
/// <param name="Number">Months since January of the year 0: months that follow each other differ by 1.</param>
[JsonConverter(typeof(PeriodConverter))]
public readonly record struct Period(int Number) : IComparable<Period>
{
    /// <summary>The month of a year.</summary>
    /// <param name="year">From 1 to 9999.</param>
    /// <param name="month">From 1 to 12.</param>
    public static Period Of(int year, int month) => new(year * 12 + month - 1);

    /// <summary>The month in which an instant falls in the zone of the halls.</summary>
    public static Period Of(DateTimeOffset instant, WorkCalendar calendar) => Of(calendar.DateOf(instant));

    /// <summary>The month of a day.</summary>
    public static Period Of(DateOnly day) => Of(day.Year, day.Month);

    /// <summary>Year.</summary>
    public int Year => Number / 12;

    /// <summary>Month, from 1.</summary>
    public int Month => Number % 12 + 1;

    /// <summary>First day.</summary>
    public DateOnly First => new(Year, Month, 1);

    /// <summary>Last day.</summary>
    public DateOnly Last => new(Year, Month, DateTime.DaysInMonth(Year, Month));

    /// <summary>The month so many months later, or earlier when negative.</summary>
    public Period Plus(int months) => new(Number + months);

    /// <inheritdoc />
    public int CompareTo(Period other) => Number.CompareTo(other.Number);

    /// <summary>Whether one comes before the other.</summary>
    public static bool operator <(Period one, Period other) => one.Number < other.Number;

    /// <summary>Whether one comes after the other.</summary>
    public static bool operator >(Period one, Period other) => one.Number > other.Number;

    /// <summary>Whether one does not come after the other.</summary>
    public static bool operator <=(Period one, Period other) => one.Number <= other.Number;

    /// <summary>Whether one does not come before the other.</summary>
    public static bool operator >=(Period one, Period other) => one.Number >= other.Number;

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{Month:D2}");

    /// <summary>Reads <c>2026-10</c>, from 1990 to 2100 as facts may say; null when it is anything else.</summary>
    public static Period? Parse(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year is >= 1990 and < 2100 ? Of(day) : null;
}

/// <summary>Stores a month as people write it.</summary>
internal sealed class PeriodConverter : JsonConverter<Period>
{
    public override Period Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Period.Parse(reader.GetString()) ?? throw new JsonException("A month is written 2026-10.");

    public override void Write(Utf8JsonWriter writer, Period value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
