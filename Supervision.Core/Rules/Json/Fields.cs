using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Supervision.Core.Rules.Json;

/// <summary>The fields of one object. Unknown and repeated keys are faults the moment it is opened.</summary>
internal sealed partial class Fields
{
    /// <summary>Longest identifier, in characters.</summary>
    public const int IdMax = 64;

    /// <summary>Longest name, in characters.</summary>
    public const int NameMax = 200;

    private readonly Place place;
    private readonly Dictionary<string, JsonElement> byKey = new(StringComparer.Ordinal);

    public Fields(Place place, FrozenSet<string>? known)
    {
        this.place = place;
        foreach (var field in place.Element.EnumerateObject())
        {
            var here = new Place(field.Value, Join(place.Path, field.Name), place.Faults);
            if (known?.Contains(field.Name) == false)
                here.Fault("is not a known key", $"Remove it or use one of {Listed(known)}");
            else if (!byKey.TryAdd(field.Name, field.Value))
                here.Fault("is given twice", "Keep one of them");
        }
    }

    /// <summary>Where the object stands.</summary>
    public Place Self => place;

    /// <summary>Every field, in the order of the text.</summary>
    public IEnumerable<(string Key, Place Value)> All => byKey.Select(pair => (pair.Key, At(pair.Key, pair.Value)));

    /// <summary>A field that may be absent; JSON null counts as given, and is refused by what reads it.</summary>
    public Place? Optional(string key) => byKey.TryGetValue(key, out var value) ? At(key, value) : null;

    /// <summary>A field that has to be there; null, with a fault that says what to write, when it is not.</summary>
    public Place? Required(string key, string remedy)
    {
        if (byKey.TryGetValue(key, out var value)) return At(key, value);
        new Place(default, Join(place.Path, key), place.Faults).Fault("is missing", remedy);
        return null;
    }

    /// <summary>An identifier that has to be there: 1 to 64 characters without white space.</summary>
    public string? Id(string key)
    {
        if (Required(key, "Give it an identifier") is not { } given || given.Text(IdMax) is not { } id) return null;
        if (!id.Any(char.IsWhiteSpace)) return id;
        given.Fault("holds white space", "Write the identifier without it");
        return null;
    }

    /// <summary>A name that has to be there.</summary>
    public string? Name(string key) => Required(key, "Give it the name people read")?.Text(NameMax);

    /// <summary>A list of identifiers, none repeated; empty when absent.</summary>
    public ImmutableArray<string> Ids(string key, int max)
    {
        if (Optional(key) is not { } list) return [];
        var ids = ImmutableArray.CreateBuilder<string>();
        foreach (var element in list.Elements(max))
        {
            if (element.Text(IdMax) is not { } id) continue;
            if (ids.Contains(id)) element.Fault($"repeats '{id}'", "Name it once");
            else ids.Add(id);
        }

        return ids.ToImmutable();
    }

    private static string Listed(FrozenSet<string> keys) => string.Join(", ", keys.Order(StringComparer.Ordinal));

    private Place At(string key, JsonElement value) => new(value, Join(place.Path, key), place.Faults);

    private static string Join(string path, string key) =>
        PlainKey().IsMatch(key) ? $"{path}.{key}" : $"{path}['{key.Replace("'", "\\'", StringComparison.Ordinal)}']";

    [GeneratedRegex(@"^[\p{L}_$][\p{L}\p{N}_]*$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainKey();
}
