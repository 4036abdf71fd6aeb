using System.Text.Json;
using Supervision.Core.Facts;

namespace Supervision.Ingest.Files;

/// <summary>A map that cannot be used; the message lists every fault, one per line.</summary>
public sealed class InvalidMapException(string name, IReadOnlyList<string> faults)
    : Exception($"Map {name} cannot be used:{Environment.NewLine}  " + string.Join(Environment.NewLine + "  ", faults))
{
    /// <summary>Every fault with its place in the file.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;
}

/// <summary>Reads map files (docs/feeds.md, "Maps") and lists everything that is wrong with one.</summary>
public sealed class FactMapFile
{
    private static readonly string[] MapKeys = ["name", "subject", "zone", "timeFormat", "matches", "facts"];
    private static readonly string[] RuleKeys = ["per", "type", "time", "subject", "when", "fields", "extra"];
    private readonly List<string> faults = [];

    private FactMapFile()
    {
    }

    /// <summary>Reads a map.</summary>
    /// <param name="name">Name used in messages.</param>
    /// <param name="utf8">The JSON file; comments and trailing commas are allowed.</param>
    /// <exception cref="InvalidMapException">It has faults; all are listed.</exception>
    public static FactMap Read(string name, ReadOnlyMemory<byte> utf8)
    {
        var file = new FactMapFile();
        FactMap? map = null;
        try
        {
            using var json = JsonDocument.Parse(utf8, new JsonDocumentOptions
            {
                CommentHandling = JsonCommentHandling.Skip,
                AllowTrailingCommas = true,
            });
            if (json.RootElement.ValueKind == JsonValueKind.Object) map = file.ReadMap(name, json.RootElement);
            else file.faults.Add("the map must be a JSON object");
        }
        catch (JsonException e)
        {
            file.faults.Add($"line {e.LineNumber + 1}: not valid JSON");
        }

        return file.faults.Count == 0 ? map! : throw new InvalidMapException(name, file.faults);
    }

    private FactMap ReadMap(string name, JsonElement map)
    {
        RefuseUnknown(map, MapKeys, "");
        var zone = Text(map, "zone", "");
        if (zone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
            faults.Add($"zone: '{zone}' is not a time zone such as Asia/Shanghai");
        var marks = map.TryGetProperty("matches", out var matches) ? matches : default;
        if (marks.ValueKind == JsonValueKind.Object) RefuseUnknown(marks, ["trace", "row", "event"], "matches.");
        return new FactMap(
            Text(map, "name", "") ?? name,
            Origin(map, "subject", "", isRequired: true) ?? new Origin(OriginPlace.Constant, ""),
            zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found : null,
            Text(map, "timeFormat", ""),
            [.. Texts(marks, "trace"), .. Texts(marks, "row")], Texts(marks, "event"), ReadRules(map));
    }

    private List<FactRule> ReadRules(JsonElement map)
    {
        var rules = new List<FactRule>();
        if (!map.TryGetProperty("facts", out var list) || list.ValueKind != JsonValueKind.Array
            || list.GetArrayLength() == 0)
        {
            faults.Add("facts: must list at least one kind of fact");
            return rules;
        }

        foreach (var (i, rule) in list.EnumerateArray().Index())
        {
            if (rule.ValueKind == JsonValueKind.Object) rules.Add(ReadRule(rule, $"facts[{i}]."));
            else faults.Add($"facts[{i}]: must be an object");
        }

        return rules;
    }

    private FactRule ReadRule(JsonElement rule, string path)
    {
        RefuseUnknown(rule, RuleKeys, path);
        var per = Text(rule, "per", path);
        if (per is not ("trace" or "row" or "event")) faults.Add($"{path}per: must be trace, row or event");
        var type = Text(rule, "type", path) ?? "";
        if (FactTypes.Find(type) is null) faults.Add($"{path}type: '{type}' is not a fact type of the contract");
        var when = Origins(rule, "when", path, hasValues: true)
            .Select(pair => (Place(pair.Name, path + "when."), pair.Text)).ToList();
        var fields = new List<FactField>();
        foreach (var (name, text) in Origins(rule, "fields", path, hasValues: false))
        {
            if (FactTypes.Find(type) is null) continue; // said already
            if (FactFields.Find(type, name, Place(text, $"{path}fields.{name}: ")) is { } field) fields.Add(field);
            else faults.Add($"{path}fields.{name}: {type} has no such field; put additional ones under extra");
        }

        foreach (var (name, text) in Origins(rule, "extra", path, hasValues: false))
            fields.Add(new FactField(name, null, FieldKind.Text, Place(text, $"{path}extra.{name}: ")));
        var isEvent = per == "event";
        var rest = new FactRule(
            isEvent, type, Origin(rule, "time", path, isRequired: true) ?? new Origin(OriginPlace.Constant, ""),
            Origin(rule, "subject", path, isRequired: false), when, fields);
        RefuseEventOrigins(rest, path);
        foreach (var missing in FactFields.Required(type)
            .Except(fields.Select(field => field.Name), StringComparer.Ordinal))
            faults.Add($"{path}fields.{missing}: is required by {type}");
        return rest;
    }

    private void RefuseEventOrigins(FactRule rule, string path)
    {
        var origins = rule.Fields.Select(field => field.Origin).Append(rule.Time).Append(rule.Subject)
            .Concat(rule.When.Select(condition => condition.Origin));
        if (!rule.PerEvent && origins.Any(origin => origin?.Place == OriginPlace.Event))
            faults.Add($"{path}per: event attributes can be used per event only; use first. or last. instead");
    }

    private Origin? Origin(JsonElement json, string key, string path, bool isRequired)
    {
        if (Text(json, key, path) is { } text) return Place(text, $"{path}{key}: ");
        if (isRequired) faults.Add($"{path}{key}: is required");
        return null;
    }

    private Origin Place(string text, string place)
    {
        if (Files.Origin.Parse(text) is { } origin) return origin;
        faults.Add($"{place}'{text}' must be trace.NAME, row.NAME, event.NAME, first.NAME, last.NAME or =constant");
        return new Origin(OriginPlace.Constant, "");
    }

    private List<(string Name, string Text)> Origins(JsonElement rule, string key, string path, bool hasValues)
    {
        var pairs = new List<(string, string)>();
        if (!rule.TryGetProperty(key, out var json)) return pairs;
        if (json.ValueKind != JsonValueKind.Object) faults.Add($"{path}{key}: must be an object");
        else
        {
            foreach (var pair in json.EnumerateObject())
            {
                if (pair.Value.ValueKind == JsonValueKind.String) pairs.Add((pair.Name, pair.Value.GetString()!));
                else faults.Add($"{path}{key}.{pair.Name}: must be text{(hasValues ? "" : ", such as trace.NAME")}");
            }
        }

        return pairs;
    }

    private string? Text(JsonElement json, string key, string path)
    {
        if (!json.TryGetProperty(key, out var value)) return null;
        if (value.ValueKind == JsonValueKind.String && value.GetString()!.Length > 0) return value.GetString();
        faults.Add($"{path}{key}: must be text");
        return null;
    }

    private List<string> Texts(JsonElement json, string key)
    {
        if (json.ValueKind == JsonValueKind.Undefined) return [];
        if (json.ValueKind == JsonValueKind.Object)
        {
            if (!json.TryGetProperty(key, out var list)) return [];
            if (list.ValueKind == JsonValueKind.Array
                && list.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String))
                return [.. list.EnumerateArray().Select(name => name.GetString()!)];
        }

        faults.Add($"matches.{key}: must be a list of attribute names");
        return [];
    }

    private void RefuseUnknown(JsonElement json, string[] known, string path)
    {
        foreach (var pair in json.EnumerateObject().Where(pair => !known.Contains(pair.Name, StringComparer.Ordinal)))
            faults.Add($"{path}{pair.Name}: is not a key of maps; known are {string.Join(", ", known)}");
    }
}
