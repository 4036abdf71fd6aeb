using System.Collections.Immutable;
using System.Security.Cryptography;

namespace Supervision.Core.Draws;

/// <summary>
/// Every hash of a draw: SHA-256 over canonical JSON, written as 64 hexadecimal digits. Described with worked numbers
/// in docs/draws.md.
/// </summary>
public static class Digests
{
    /// <summary>Of a rule.</summary>
    public static string Of(DrawRule rule) => Of(writer => DrawJson.Write(writer, rule));

    /// <summary>Of the objects of a pool.</summary>
    public static string Of(ImmutableArray<PoolObject> objects) => Of(writer => DrawJson.Write(writer, objects));

    /// <summary>Of the inspectors.</summary>
    public static string Of(ImmutableArray<Inspector> inspectors) =>
        Of(writer => DrawJson.Write(writer, inspectors));

    /// <summary>What a party publishes before the pool is frozen.</summary>
    /// <param name="draw">Number of the draw.</param>
    /// <param name="party">Name of the party.</param>
    /// <param name="secret">64 hexadecimal digits, from a source of chance.</param>
    public static string Commitment(string draw, string party, string secret) => Of(writer =>
        writer.BeginArray().Text("commit").Text(draw).Text(party).Text(secret).EndArray());

    /// <summary>The seed: of what was frozen, of every secret, and of the beacon.</summary>
    /// <param name="draw">Number of the draw.</param>
    /// <param name="frozen">Hashes of rule, objects and inspectors.</param>
    /// <param name="reveals">Parties and their secrets, in the order in which parties were named.</param>
    /// <param name="beacon">Its value; null in a draw without.</param>
    public static string Seed(
        string draw, FrozenDigests frozen, IEnumerable<(string Party, string Secret)> reveals, string? beacon) =>
        Of(writer =>
        {
            writer.BeginArray().Text("seed").Text(draw).Text(frozen.Rule).Text(frozen.Objects).Text(frozen.Inspectors)
                .BeginArray();
            foreach (var (party, secret) in reveals)
            {
                writer.BeginArray().Text(party).Text(secret).EndArray();
            }

            writer.EndArray().Text(beacon).EndArray();
        });

    /// <summary>Hash of whatever is written.</summary>
    public static string Of(Action<CanonicalWriter> write)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var output = new ChunkBuffer(hash.AppendData);
        write(new CanonicalWriter(output));
        output.Flush();
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Whether a text is a SHA-256 in this form.</summary>
    public static bool IsDigest(string? text) =>
        text is { Length: 64 } && !text.AsSpan().ContainsAnyExcept("0123456789abcdef");
}

/// <summary>What was frozen before the seed was known.</summary>
/// <param name="Rule">Hash of the rule.</param>
/// <param name="Objects">Hash of the objects.</param>
/// <param name="Inspectors">Hash of the inspectors.</param>
public sealed record FrozenDigests(string Rule, string Objects, string Inspectors)
{
    /// <summary>Hashes a rule and a pool.</summary>
    public static FrozenDigests Of(DrawRule rule, DrawPool pool) =>
        new(Digests.Of(rule), Digests.Of(pool.Objects), Digests.Of(pool.Inspectors));
}
