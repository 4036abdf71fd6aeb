using System.Collections.Immutable;
using System.Text.Json;

namespace Supervision.Core.Draws;

/// <summary>Reads a draw record; whatever is missing or of the wrong kind is named.</summary>
public static class RecordReader
{
    private const long RoundMax = (1L << 53) - 1; // what every JSON library reads exactly

    /// <summary>Reads a record and the digest it states.</summary>
    /// <exception cref="FormatException">It is no draw record; the message names the member at fault.</exception>
    public static (DrawRecord Record, string Digest) Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var format = Text(root, "format");
            return format == DrawRecord.Format
                ? (Record(root), Text(root, "digest"))
                : throw new FormatException($"format: '{format}' is not {DrawRecord.Format}.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"This is not JSON: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            throw new FormatException("A text holds half a character, or bytes that are no UTF-8.", exception);
        }
    }

    private static DrawRecord Record(JsonElement root)
    {
        var hashes = Member(root, "hashes", JsonValueKind.Object);
        return new DrawRecord(
            Text(root, "no"), Text(root, "title"), TextOrNull(root, "previous"), Text(root, "reason"),
            Rule(Member(root, "rule", JsonValueKind.Object)),
            new DrawPool(All(root, "objects", Object), All(root, "inspectors", Inspector)),
            new FrozenDigests(Text(hashes, "rule"), Text(hashes, "objects"), Text(hashes, "inspectors")),
            Text(root, "frozenAt"), All(root, "parties", Party), Beacon(root), Text(root, "seed"),
            All(root, "drawn", Drawn), Text(root, "drawnAt"), All(root, "amendments", Amendment));
    }

    private static DrawRule Rule(JsonElement rule)
    {
        var strata = Member(rule, "strata", JsonValueKind.Object).EnumerateObject()
            .Select(stratum => new Stratum(stratum.Name, Number(stratum.Value, stratum.Name)));
        DrawRule read = new(
            [.. strata], Truth(rule, "weighted"), Whole(rule, "perObject"), Truth(rule, "recuseOwn"));
        return read.IsInOrder ? read : throw new FormatException("strata: they ascend by name, each named once.");
    }

    private static PoolObject Object(JsonElement one) => new(
        Text(one, "id"), Text(one, "stratum"), Whole(one, "weight"), Text(one, "organisation"), Texts(one, "skills"),
        Texts(one, "related"));

    private static Inspector Inspector(JsonElement one) => new(
        Text(one, "id"), Text(one, "organisation"), Texts(one, "skills"), Texts(one, "relations"),
        Whole(one, "workload"));

    private static PartyRecord Party(JsonElement one) => new(
        Text(one, "party"), Text(one, "commitment"), Text(one, "committedAt"), Text(one, "secret"),
        Text(one, "revealedAt"));

    private static Drawn Drawn(JsonElement one) => new(
        Text(one, "object"), Text(one, "stratum"), Text(one, "ticket"), Texts(one, "inspectors"));

    private static Amendment Amendment(JsonElement one) => new(
        Text(one, "object"), Text(one, "inspector"), Text(one, "reason"), Text(one, "replacement"), Text(one, "at"));

    private static BeaconRecord? Beacon(JsonElement root)
    {
        if (!root.TryGetProperty("beacon", out var beacon) || beacon.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var round = Member(beacon, "round", JsonValueKind.Number);
        return new(
            Text(beacon, "chain"),
            round.TryGetInt64(out var number) && number is >= 0 and <= RoundMax ? number : throw Wrong("round"),
            Text(beacon, "randomness"), Text(beacon, "signature"));
    }

    private static ImmutableArray<T> All<T>(JsonElement parent, string name, Func<JsonElement, T> read) =>
        [.. Member(parent, name, JsonValueKind.Array).EnumerateArray().Select(one =>
            one.ValueKind == JsonValueKind.Object ? read(one) : throw Wrong(name))];

    private static ImmutableArray<string> Texts(JsonElement parent, string name)
    {
        var array = Member(parent, name, JsonValueKind.Array);
        return array.GetArrayLength() == 0
            ? []
            : [.. array.EnumerateArray().Select(one =>
                one.ValueKind == JsonValueKind.String ? one.GetString()! : throw Wrong(name))];
    }

    private static string Text(JsonElement parent, string name) =>
        Member(parent, name, JsonValueKind.String).GetString()!;

    private static string? TextOrNull(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Null
            ? null
            : Text(parent, name);

    private static int Whole(JsonElement parent, string name) =>
        Number(Member(parent, name, JsonValueKind.Number), name);

    private static int Number(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : throw Wrong(name);

    private static bool Truth(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw Wrong(name);

    private static JsonElement Member(JsonElement parent, string name, JsonValueKind kind) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value)
            && value.ValueKind == kind
            ? value
            : throw Wrong(name);

    private static FormatException Wrong(string name) => new($"{name}: missing, or not of its kind.");
}
