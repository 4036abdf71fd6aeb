using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Supervision.Ingest.Feeds;

namespace Supervision.Ingest.Files;

/// <summary>
/// Turns the records of a log into CloudEvents by a map. Ids come from the file's content alone (subject, type, and the
/// event's position or the row), so that sending a file again sends the same facts. Not thread-safe.
/// </summary>
/// <param name="map">What becomes what.</param>
/// <param name="source">Source of every fact, such as <c>/files/receipt</c>.</param>
public sealed class FactComposer(FactMap map, string source)
{
    private readonly HashSet<string> subjects = new(StringComparer.Ordinal);
    private readonly ArrayBufferWriter<byte> buffer = new();

    /// <summary>What could not become a fact, with its place; the caller shows and counts it.</summary>
    public Action<string> Skipped { get; init; } = _ => { };

    /// <summary>The facts that one record tells of, in the order of the map's rules.</summary>
    public IEnumerable<FactLine> Compose(LogRecord record)
    {
        var name = map.Subject.ValueIn(record, -1);
        var unique = name is null ? null : subjects.Add(name) ? name : $"{name}#{record.Place}";
        foreach (var rule in map.Rules)
        {
            var count = rule.PerEvent ? record.Events.Count : 1;
            for (var i = 0; i < count; i++)
            {
                var at = rule.PerEvent ? i : -1;
                if (!rule.When.TrueForAll(record, at) || rule.Time.ValueIn(record, at) is not { } time) continue;
                var subject = rule.Subject is null ? name : rule.Subject.ValueIn(record, at);
                var id = IdOf(unique ?? $"#{record.Place}", rule, at);
                if (subject is null) Skipped($"{id}: no subject");
                else if (Instant(time) is not { } instant)
                    Skipped($"{id}: time '{time}' cannot be read with the map's zone and timeFormat");
                else yield return Write(rule, record, at, subject, id, instant);
            }
        }
    }

    private static string IdOf(string subject, FactRule rule, int eventIndex)
    {
        var id = eventIndex < 0 ? $"{subject}/{rule.Type}" : $"{subject}/{rule.Type}/{eventIndex + 1}";
        return id.Length <= FactReader.AttributeCharactersMax
            ? id : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
    }

    private FactLine Write(
        FactRule rule, LogRecord record, int eventIndex, string subject, string id, DateTimeOffset at)
    {
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions
        {
            Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0");
            json.WriteString("id", id);
            json.WriteString("source", source);
            json.WriteString("type", rule.Type);
            json.WriteString("subject", subject);
            json.WriteString("time", at);
            json.WriteStartObject("data");
            foreach (var field in rule.Fields.GroupBy(field => field.Name, StringComparer.Ordinal))
                WriteField(json, record, eventIndex, field.Key, [.. field]);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return new FactLine(at.UtcTicks, buffer.WrittenSpan.ToArray());
    }

    private void WriteField(Utf8JsonWriter json, LogRecord record, int eventIndex, string name, FactField[] parts)
    {
        var values = parts.Select(part => (Part: part, Value: part.Origin.ValueIn(record, eventIndex)))
            .Where(pair => pair.Value is not null).ToArray();
        if (values.Length < parts.Length) return; // a unit without its amount says nothing
        json.WritePropertyName(name);
        if (parts[0].Part is null)
        {
            WriteValue(json, parts[0].Kind, values[0].Value!);
            return;
        }

        json.WriteStartObject();
        foreach (var (part, value) in values)
        {
            json.WritePropertyName(part.Part!);
            WriteValue(json, part.Kind, value!);
        }

        json.WriteEndObject();
    }

    // What does not fit its field is written as it stands: the server then rejects that fact and names the field.
    private void WriteValue(Utf8JsonWriter json, FieldKind kind, string value)
    {
        if (kind == FieldKind.Number
            && decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
            json.WriteNumberValue(number);
        else if (kind == FieldKind.Flag && bool.TryParse(value, out var flag)) json.WriteBooleanValue(flag);
        else if (kind == FieldKind.Instant && Instant(value) is { } at) json.WriteStringValue(at);
        else if (kind == FieldKind.Texts)
        {
            json.WriteStartArray();
            foreach (var text in value.Split(
                ';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                json.WriteStringValue(text);
            json.WriteEndArray();
        }
        else json.WriteStringValue(value);
    }

    private DateTimeOffset? Instant(string text)
    {
        if (map.TimeFormat is null && Instants.TryRead(Encoding.UTF8.GetBytes(text), out var at, out _)) return at;
        if (map.Zone is not { } zone) return null;
        var read = map.TimeFormat is null
            ? DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            : DateTime.TryParseExact(
                text, map.TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out local);
        if (!read || local.Kind != DateTimeKind.Unspecified || zone.IsInvalidTime(local)) return null;
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }
}

/// <summary>One CloudEvent as a line, with the instant it is ordered by.</summary>
/// <param name="UtcTicks">Event time in UTC ticks.</param>
/// <param name="Utf8">The event's JSON without a line feed.</param>
public readonly record struct FactLine(long UtcTicks, ReadOnlyMemory<byte> Utf8);

/// <summary>Conditions of a rule.</summary>
internal static class RuleConditions
{
    /// <summary>Whether every named value is there and equal, case and all.</summary>
    public static bool TrueForAll(
        this IReadOnlyList<(Origin Origin, string Value)> conditions, LogRecord record, int eventIndex)
    {
        foreach (var (origin, value) in conditions)
        {
            if (origin.ValueIn(record, eventIndex) != value) return false;
        }

        return true;
    }
}
