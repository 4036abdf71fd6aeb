using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Supervision.Core.Calendars;

/// <summary>
/// Reads files of holiday-cn: <c>{"year", "papers": [address], "days": [{"name", "date", "isOffDay"}]}</c>.
/// </summary>
internal static class HolidayBookReader
{
    private const string ResourcePrefix = "holiday-cn/";

    /// <summary>The files embedded in this assembly.</summary>
    public static ImmutableArray<HolidayYear> ReadEmbedded()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var texts = new List<(string Key, string Json)>();
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (!name.StartsWith(ResourcePrefix, StringComparison.Ordinal)) continue;
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            texts.Add((name, reader.ReadToEnd()));
        }

        return Read(texts);
    }

    /// <summary>Reads texts that each hold one year or an array of years.</summary>
    /// <exception cref="CalendarException">Some text cannot be read; every fault of every text is listed.</exception>
    public static ImmutableArray<HolidayYear> Read(IEnumerable<(string Key, string Json)> texts)
    {
        var faults = ImmutableArray.CreateBuilder<CalendarFault>();
        var years = ImmutableArray.CreateBuilder<HolidayYear>();
        foreach (var (key, json) in texts) ReadText(key, json, years, faults);
        return faults.Count == 0 ? years.ToImmutable() : throw new CalendarException(faults.ToImmutable());
    }

    private static void ReadText(
        string key, string json, ImmutableArray<HolidayYear>.Builder years,
        ImmutableArray<CalendarFault>.Builder faults)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
                ReadYear(key, document.RootElement, years, faults);
            else
                foreach (var (index, year) in document.RootElement.EnumerateArray().Index())
                    ReadYear($"{key}[{index}]", year, years, faults);
        }
        catch (JsonException fault)
        {
            faults.Add(new(key, "not JSON: " + fault.Message));
        }
    }

    private static void ReadYear(
        string key, JsonElement element, ImmutableArray<HolidayYear>.Builder years,
        ImmutableArray<CalendarFault>.Builder faults)
    {
        if (element.ValueKind != JsonValueKind.Object
            || !element.TryGetProperty("year", out var yearElement) || yearElement.ValueKind != JsonValueKind.Number
            || !yearElement.TryGetInt32(out var year) || year is < 1949 or > 2200)
        {
            faults.Add(new(key + ".year", "a year from 1949 to 2200 is needed"));
            return;
        }

        var notices = ImmutableArray.CreateBuilder<HolidayNotice>();
        if (element.TryGetProperty("papers", out var papers) && papers.ValueKind == JsonValueKind.Array)
            foreach (var paper in papers.EnumerateArray())
                if (paper.ValueKind == JsonValueKind.String)
                    notices.Add(HolidayNotice.At(year, paper.GetString()!));
        if (!element.TryGetProperty("days", out var dayElements) || dayElements.ValueKind != JsonValueKind.Array)
        {
            faults.Add(new(key + ".days", "an array of days is needed; empty means not published yet"));
            return;
        }

        var days = ImmutableArray.CreateBuilder<SpecialDay>();
        foreach (var (index, day) in dayElements.EnumerateArray().Index())
            if (ReadDay(day, year, notices) is { } special) days.Add(special);
            else faults.Add(new(
                $"{key}.days[{index}]", $"name, date (yyyy-MM-dd, within a year of {year}) and isOffDay are needed"));
        years.Add(new(year, notices.ToImmutable(), days.ToImmutable()));
    }

    private static SpecialDay? ReadDay(JsonElement day, int year, IReadOnlyList<HolidayNotice> notices) =>
        day.ValueKind == JsonValueKind.Object
        && day.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String
        && day.TryGetProperty("isOffDay", out var isOffDay)
        && isOffDay.ValueKind is JsonValueKind.True or JsonValueKind.False
        && day.TryGetProperty("date", out var text) && text.ValueKind == JsonValueKind.String
        && DateOnly.TryParseExact(
            text.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && Math.Abs(date.Year - year) <= 1
            ? new(date, name.GetString()!, isOffDay.GetBoolean(), BasisOf(date, notices))
            : null;

    // A second notice of a year changed only what followed it, so an earlier day rests on the first.
    private static string? BasisOf(DateOnly date, IReadOnlyList<HolidayNotice> notices) =>
        (notices.LastOrDefault(notice => notice.PublishedOn <= date) ?? notices.FirstOrDefault())?.Address;
}
