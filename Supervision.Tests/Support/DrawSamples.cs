using System.Buffers;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Supervision.Core.Draws;

namespace Supervision.Tests.Support;

/// <summary>Pools and records for tests of draws.</summary>
internal static class DrawSamples
{
    public const string No = "SJ-2026-0001";

    /// <summary>Windows of two halls, and inspectors of three organisations.</summary>
    public static DrawPool Pool(int objects = 20, Func<int, PoolObject>? make = null) => DrawPool.Of(
        Enumerable.Range(1, objects).Select(make ?? (number => PoolObject.Of(
            $"W{number:000}", organisation: number % 2 == 0 ? "H1" : "H2"))),
        [
            Inspector.Of("I1", "H1"), Inspector.Of("I2", "H2"), Inspector.Of("I3", "H3"), Inspector.Of("I4", "H3"),
            Inspector.Of("I5", "H3") with { Relations = ["W003"] },
        ]);

    /// <summary>A seed that stands for chance: another for every number.</summary>
    public static string Seed(int number) => Hash($"seed {number}");

    public static string Hash(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>A draw that was carried out: three parties, five of twenty windows, two inspectors each.</summary>
    public static DrawRecord Record(DrawRule? rule = null, DrawPool? pool = null, BeaconRecord? beacon = null)
    {
        (rule, pool) = (rule ?? DrawRule.Of(5), pool ?? Pool());
        ImmutableArray<PartyRecord> parties =
        [
            .. new[] { "纪检监察", "政务服务中心", "公众代表" }.Select((party, place) => new PartyRecord(
                party, Digests.Commitment(No, party, Hash(party)), $"2026-11-20T01:0{place}:00Z", Hash(party),
                $"2026-11-20T03:0{place}:00Z")),
        ];
        var frozen = FrozenDigests.Of(rule, pool);
        var seed = Digests.Seed(No, frozen, parties.Select(one => (one.Party, one.Secret)), beacon?.Randomness);
        return new DrawRecord(
            No, "十一月窗口抽查", null, "", rule, pool, frozen, "2026-11-20T02:00:00Z", parties, beacon, seed,
            Lottery.Draw(rule, pool, No, seed), "2026-11-20T03:02:00Z", []);
    }

    /// <summary>A record whose first object had an inspector replaced.</summary>
    public static DrawRecord Amended()
    {
        var record = Record();
        var first = record.Drawn[0];
        var next = Lottery.Next(
            record.Rule, record.Pool.Inspectors, new Tickets(record.Seed, No),
            record.Pool.Objects.Single(one => one.Id == first.Object), first.Inspectors)!;
        return record with
        {
            Amendments = [new(first.Object, first.Inspectors[0], "亲属在该窗口", next, "2026-11-20T04:00:00Z")],
        };
    }

    public static byte[] Bytes(DrawRecord record)
    {
        var output = new ArrayBufferWriter<byte>();
        record.WriteTo(new CanonicalWriter(output));
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Names of the steps that fail.</summary>
    public static string Broken(byte[] record) => string.Join(
        ' ', RecordVerifier.Verify(record).Where(step => step.Fault is not null).Select(step => step.Name));
}
