using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;

namespace Supervision.Core.Draws;

/// <summary>One step of a verification.</summary>
/// <param name="Name">Stable name: <c>form</c>, <c>digest</c>, <c>rule</c>, <c>pool</c>, <c>order</c>,
/// <c>commitments</c>, <c>beacon</c>, <c>seed</c>, <c>drawn</c>, <c>amendments</c>.</param>
/// <param name="Fault">What does not hold; null when it does.</param>
public sealed record VerifiedStep(string Name, string? Fault);

/// <summary>
/// Does a draw again from its record and says of each step whether it holds (docs/draws.md). Every step is looked at,
/// also after one that fails, except that nothing can be looked at in what is no record.
/// </summary>
public static class RecordVerifier
{
    /// <summary>Looks at a record.</summary>
    /// <param name="json">Its bytes, exactly as published.</param>
    public static ImmutableArray<VerifiedStep> Verify(ReadOnlyMemory<byte> json)
    {
        DrawRecord record;
        string digest;
        try
        {
            (record, digest) = RecordReader.Read(json);
        }
        catch (FormatException exception)
        {
            return [new("form", exception.Message)];
        }

        return
        [
            new("form", FormOf(record, digest, json.Span)),
            new("digest", digest == record.Digest ? null : "The digest is not that of the record."),
            new("rule", Differs("rule", record.Frozen.Rule, Digests.Of(record.Rule))),
            new("pool", PoolOf(record)),
            new("order", OrderOf(record)),
            new("commitments", CommitmentsOf(record)),
            new("beacon", BeaconOf(record)),
            new("seed", SeedOf(record)),
            new("drawn", DrawnOf(record)),
            new("amendments", AmendmentsOf(record)),
        ];
    }

    /// <summary>Whether a beacon's value belongs to its signature: it is the signature's SHA-256.</summary>
    public static bool IsValueOf(BeaconRecord beacon)
    {
        try
        {
            return Convert.ToHexStringLower(SHA256.HashData(Convert.FromHexString(beacon.Signature)))
                == beacon.Randomness;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    /// <summary>Bytes that say the same in another way would have another hash.</summary>
    private static string? FormOf(DrawRecord record, string digest, ReadOnlySpan<byte> json)
    {
        var output = new ArrayBufferWriter<byte>(json.Length);
        record.WriteTo(new CanonicalWriter(output));
        var isSame = digest == record.Digest
            ? output.WrittenSpan.SequenceEqual(json)
            : output.WrittenCount == json.Length; // the digest is a step of its own
        return isSame ? null : "It is not in the canonical form of RFC 8785, or says more than a record says.";
    }

    private static string? PoolOf(DrawRecord record)
    {
        var pool = record.Pool;
        return Differs("objects", record.Frozen.Objects, Digests.Of(pool.Objects))
            ?? Differs("inspectors", record.Frozen.Inspectors, Digests.Of(pool.Inspectors))
            ?? (PoolCheck.Look(record.Rule, pool) is [var fault, ..] ? $"{fault.Where}: {fault.Why}" : null);
    }

    private static string? OrderOf(DrawRecord record)
    {
        if (record.Parties.Length < 2 && record.Beacon is null)
        {
            return "Fewer than two parties, and no beacon, made the seed.";
        }

        var (frozen, drawn) = (Instant(record.FrozenAt), Instant(record.DrawnAt));
        if (frozen is null || drawn is null || frozen > drawn)
        {
            return "It was frozen after it was drawn, or an instant cannot be read.";
        }

        if (record.Beacon is { } beacon && Quicknet.TimeOf(beacon.Chain, beacon.Round) <= frozen)
        {
            return "The beacon's round was known when the pool was frozen.";
        }

        foreach (var party in record.Parties)
        {
            if (!(Instant(party.CommittedAt) <= frozen))
            {
                return $"{party.Party} committed after the pool was frozen.";
            }

            if (!(Instant(party.RevealedAt) >= frozen && Instant(party.RevealedAt) <= drawn))
            {
                return $"{party.Party} revealed before the pool was frozen, or after the draw.";
            }
        }

        return null;
    }

    private static string? CommitmentsOf(DrawRecord record)
    {
        if (record.Parties.DistinctBy(party => party.Party, StringComparer.Ordinal).Count() < record.Parties.Length)
        {
            return "A party is there twice.";
        }

        foreach (var party in record.Parties)
        {
            if (!Digests.IsDigest(party.Secret)
                || Digests.Commitment(record.No, party.Party, party.Secret) != party.Commitment)
            {
                return $"What {party.Party} revealed is not what was committed to.";
            }
        }

        return null;
    }

    private static string? BeaconOf(DrawRecord record) => record.Beacon is null || IsValueOf(record.Beacon)
        ? null
        : "The beacon's value is not the SHA-256 of its signature.";

    private static string? SeedOf(DrawRecord record) => Differs("seed", record.Seed, Digests.Seed(
        record.No, record.Frozen, record.Parties.Select(party => (party.Party, party.Secret)),
        record.Beacon?.Randomness));

    private static string? DrawnOf(DrawRecord record)
    {
        if (PoolCheck.Look(record.Rule, record.Pool).Length > 0)
        {
            return "From this pool nothing can be drawn.";
        }

        var drawn = Lottery.Draw(record.Rule, record.Pool, record.No, record.Seed);
        for (var i = 0; i < Math.Max(drawn.Length, record.Drawn.Length); i++)
        {
            var (right, said) = (drawn.ElementAtOrDefault(i), record.Drawn.ElementAtOrDefault(i));
            if (right?.Object != said?.Object || right?.Ticket != said?.Ticket || right?.Stratum != said?.Stratum)
            {
                return $"Place {i + 1}: the seed draws {right?.Object ?? "nothing"}, not {said?.Object ?? "nothing"}.";
            }

            if (!right!.Inspectors.SequenceEqual(said!.Inspectors))
            {
                return $"{said.Object}: the seed sends {string.Join(", ", right.Inspectors)}.";
            }
        }

        return null;
    }

    private static string? AmendmentsOf(DrawRecord record)
    {
        if (record.Amendments.IsEmpty)
        {
            return null;
        }

        if (DrawnOf(record) is not null)
        {
            return "Nobody can be replaced in what was not drawn.";
        }

        var tickets = new Tickets(record.Seed, record.No);
        var sent = record.Drawn.ToDictionary(one => one.Object, one => one.Inspectors, StringComparer.Ordinal);
        var objects = record.Pool.Objects.Where(one => sent.ContainsKey(one.Id))
            .ToDictionary(one => one.Id, StringComparer.Ordinal);
        foreach (var amendment in record.Amendments)
        {
            if (!sent.TryGetValue(amendment.Object, out var taken) || !taken.Contains(amendment.Inspector))
            {
                return $"{amendment.Inspector} was not sent to {amendment.Object}.";
            }

            var next = Lottery.Next(
                record.Rule, record.Pool.Inspectors, tickets, objects[amendment.Object], taken);
            if (next != amendment.Replacement || amendment.Reason.Length == 0)
            {
                return $"{amendment.Object}: the next ticket is that of {next ?? "nobody"}; a reason is needed.";
            }

            sent[amendment.Object] = taken.Add(next);
        }

        return null;
    }

    private static string? Differs(string what, string said, string found) =>
        said == found ? null : $"The hash of {what} is {found}, not {said}.";

    private static DateTimeOffset? Instant(string text) => DateTimeOffset.TryParseExact(
        text, "yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
        out var instant) ? instant : null;
}
