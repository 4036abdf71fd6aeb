using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Supervision.Core.Calendars;

/// <summary>
/// Reads local days: <c>[{"date": "2026-08-01", "isOffDay": true, "reason": "台风", "basis": "…"}]</c>.
/// </summary>
public static class LocalDayReader
{
    /// <summary>Reads an array of local days; <c>basis</c> may be absent.</summary>
    /// <param name="json">The text.</param>
    /// <param name="key">Configuration key of the text, as faults name it.</param>
    /// <exception cref="CalendarException">The text cannot be read or has unknown fields; every fault is
    /// listed.</exception>
    public static ImmutableArray<LocalDay> Parse(string json, string key = "localDays")
    {
        var faults = ImmutableArray.CreateBuilder<CalendarFault>();
        var days = ImmutableArray.CreateBuilder<LocalDay>();
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Array) faults.Add(new(key, "an array is needed"));
            else
                foreach (var (index, element) in document.RootElement.EnumerateArray().Index())
                    if (Read(element) is { } day) days.Add(day);
                    else faults.Add(new(
                        $"{key}[{index}]", "date (yyyy-MM-dd), isOffDay and reason are needed, basis is optional"));
        }
        catch (JsonException fault)
        {
            faults.Add(new(key, "not JSON: " + fault.Message));
        }

        return faults.Count == 0 ? days.ToImmutable() : throw new CalendarException(faults.ToImmutable());
    }

    private static LocalDay? Read(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) return null;
        DateOnly? date = null;
        bool? isOffDay = null;
        string? reason = null, basis = null;
        foreach (var field in element.EnumerateObject())
            switch (field.Name, field.Value.ValueKind)
            {
                case ("date", JsonValueKind.String) when DateOnly.TryParseExact(
                    field.Value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
                    out var day):
                    date = day;
                    break;
                case ("isOffDay", JsonValueKind.True or JsonValueKind.False):
                    isOffDay = field.Value.GetBoolean();
                    break;
                case ("reason", JsonValueKind.String):
                    reason = field.Value.GetString();
                    break;
                case ("basis", JsonValueKind.String or JsonValueKind.Null):
                    basis = field.Value.GetString();
                    break;
                default:
                    return null;
            }

        return date is { } on && isOffDay is { } off && reason is not null ? new(on, off, reason, basis) : null;
    }
}
