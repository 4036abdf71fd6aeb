using System.Text;
using Supervision.Core.Draws;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Draws;

/// <summary>A genuine record holds; whatever is changed in it, some step says so.</summary>
public class RecordVerifierTests
{
    public static TheoryData<string> Genuine => new("plain", "amended", "strata", "weights", "beacon", "nobody");

    public static TheoryData<string, string> Forged => new()
    {
        { "object", "drawn" },
        { "inspector", "drawn" },
        { "pool", "pool" },
        { "rule", "rule" },
        { "late", "order" },
        { "secret", "commitments" },
        { "seed", "seed drawn" },
        { "known", "order" },
        { "beacon", "beacon seed" },
        { "alone", "order seed" },
        { "replacement", "amendments" },
        { "digest", "digest" },
        { "instant", "order" },
        { "twice", "drawn" },
        { "more", "form" },
        { "half", "form" },
        { "strata", "form" },
        { "round", "form" },
    };

    [Theory]
    [MemberData(nameof(Genuine))]
    public void Genuine_Holds(string which) => Assert.Equal("", DrawSamples.Broken(DrawSamples.Bytes(Make(which))));

    [Theory]
    [MemberData(nameof(Forged))]
    public void Forged_NamesTheStep(string which, string steps) =>
        Assert.Equal(steps, DrawSamples.Broken(Forge(which)));

    [Fact]
    public void AnyByteChanged_IsDetected()
    {
        var record = DrawSamples.Bytes(DrawSamples.Amended());
        for (var i = 0; i < record.Length; i++)
        {
            var changed = record.ToArray();
            changed[i] ^= 1;
            Assert.True(DrawSamples.Broken(changed).Length > 0, $"byte {i} of {record.Length}");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"format":"supervision-draw-record-1","digest":7}""")]
    [InlineData("""{"format":"supervision-draw-record-2","digest":""}""")]
    public void Garbage_IsNoRecord(string text) =>
        Assert.Equal("form", DrawSamples.Broken(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void OtherForm_OfTheSameRecord_IsRefused() =>
        Assert.Equal("form", DrawSamples.Broken([.. DrawSamples.Bytes(DrawSamples.Record()), (byte)'\n']));

    internal static DrawRecord Make(string which) => which switch
    {
        "amended" => DrawSamples.Amended(),
        "strata" => DrawSamples.Record(
            DrawRule.Of(1) with
            {
                Strata = [new("B", 2), new("甲", 3)],
            },
            DrawSamples.Pool(make: number => PoolObject.Of($"W{number}", number % 3 == 0 ? "甲" : "B"))),
        "weights" => DrawSamples.Record(
            DrawRule.Of(4, weighted: true), DrawSamples.Pool(make: number => PoolObject.Of($"W{number}", "", number))),
        "beacon" => DrawSamples.Record(beacon: Beacon),
        "nobody" => DrawSamples.Record(DrawRule.Of(3, perObject: 0), DrawSamples.Pool(9) with { Inspectors = [] }),
        _ => DrawSamples.Record(),
    };

    /// <summary>At half past two, half an hour after the sample's pool was frozen.</summary>
    private static long RoundAfterFreezing { get; } =
        Quicknet.RoundAt(new(2026, 11, 20, 2, 30, 0, TimeSpan.Zero)).Round;

    private static BeaconRecord Beacon
    {
        get
        {
            const string signature = "8f3a5c";
            var value = Convert.ToHexStringLower(
                System.Security.Cryptography.SHA256.HashData(Convert.FromHexString(signature)));
            return new(Quicknet.Chain, RoundAfterFreezing, value, signature);
        }
    }

    internal static byte[] Forge(string which)
    {
        var record = Make(which switch { "replacement" => "amended", "round" or "known" => "beacon", _ => which });
        var forged = which switch
        {
            "object" => record with
            {
                Drawn = record.Drawn.SetItem(0, record.Drawn[0] with
                {
                    Object = record.Pool.Objects.First(one => record.Drawn.All(drawn => drawn.Object != one.Id)).Id,
                }),
            },
            "inspector" => record with
            {
                Drawn = record.Drawn.SetItem(1, record.Drawn[1] with
                {
                    Inspectors = [.. record.Drawn[1].Inspectors.Reverse()],
                }),
            },
            "pool" => record with
            {
                Pool = record.Pool with
                {
                    Objects = record.Pool.Objects.SetItem(
                        IndexOfUndrawn(record), Undrawn(record) with { Organisation = "H9" }),
                },
            },
            "rule" => record with { Frozen = record.Frozen with { Rule = DrawSamples.Hash("other") } },
            "late" => record with { Parties = record.Parties.SetItem(0, Late(record.Parties[0])) },
            "secret" => record with
            {
                Parties = record.Parties.SetItem(0, record.Parties[0] with
                {
                    Commitment = DrawSamples.Hash("another"),
                }),
            },
            "seed" => record with { Seed = DrawSamples.Seed(1) },
            "known" => record with { Beacon = record.Beacon! with { Round = RoundAfterFreezing - 1200 } },
            "beacon" => record with { Beacon = record.Beacon! with { Randomness = DrawSamples.Hash("wished") } },
            "alone" => record with { Parties = record.Parties[..1] },
            "replacement" => record with
            {
                Amendments = [record.Amendments[0] with { Replacement = "I9" }],
            },
            "instant" => record with { DrawnAt = "2026-02-30T03:02:00Z" },
            "twice" => record with { Drawn = record.Drawn.SetItem(1, record.Drawn[0]) },
            _ => record,
        };
        forged = which == "rule" ? Reseeded(forged) : forged;
        var bytes = DrawSamples.Bytes(forged);
        return which switch
        {
            "digest" => Replaced(bytes, forged.Digest, DrawSamples.Hash("x")),
            "more" => Replaced(bytes, "\"weighted\":false", "\"weighted\":false,\"wished\":1"),
            "half" => Replaced(bytes, record.Title, "\\ud800"),
            "strata" => Replaced(bytes, "{\"B\":2,\"甲\":3}", "{\"甲\":3,\"B\":2}"),
            "round" => Replaced(bytes, $":{RoundAfterFreezing},", ":9007199254740993,"),
            _ => bytes,
        };
    }

    private static byte[] Replaced(byte[] bytes, string old, string other)
    {
        var text = Encoding.UTF8.GetString(bytes);
        Assert.Contains(old, text, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text.Replace(old, other, StringComparison.Ordinal));
    }

    /// <summary>A forger would make the rest fit.</summary>
    private static DrawRecord Reseeded(DrawRecord record)
    {
        var seed = Digests.Seed(
            record.No, record.Frozen, record.Parties.Select(one => (one.Party, one.Secret)), null);
        return record with { Seed = seed, Drawn = Lottery.Draw(record.Rule, record.Pool, record.No, seed) };
    }

    private static PartyRecord Late(PartyRecord party) => party with { CommittedAt = "2026-11-20T02:30:00Z" };

    private static PoolObject Undrawn(DrawRecord record) => record.Pool.Objects[IndexOfUndrawn(record)];

    private static int IndexOfUndrawn(DrawRecord record) => record.Pool.Objects.IndexOf(
        record.Pool.Objects.First(one => record.Drawn.All(drawn => drawn.Object != one.Id)));
}
