using System.Globalization;
using Supervision.Core.Draws;
using Supervision.Silo.Draws;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Draws;

/// <summary>A pool drawn from its file, by several threads, is the pool drawn from memory.</summary>
public sealed class FrozenPoolTests : IDisposable
{
    private const int Objects = 30_000;

    private readonly string folder = Directory.CreateTempSubdirectory("supervision-pools-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Record_FromTheFile_HasTheBytesOfTheOneFromMemory()
    {
        var rule = DrawRule.Of(1, weighted: true) with { Strata = [new("A", 40), new("}乙", 60)] };
        var pool = DrawSamples.Pool(Objects, Tricky);
        var record = DrawSamples.Record(rule, pool);
        var frozen = Keep(rule, pool);
        var seed = record.Seed;
        Assert.Equal(
            record.Drawn.Select(one => (one.Object, one.Ticket, string.Join(' ', one.Inspectors))),
            Lottery.Draw(rule, frozen.Objects, frozen.Inspectors, DrawSamples.No, seed)
                .Select(one => (one.Object, one.Ticket, string.Join(' ', one.Inspectors))));
        using var output = new MemoryStream();
        await frozen.WriteRecordAsync(
            record with { Pool = new([], frozen.Inspectors) }, output, TestContext.Current.CancellationToken);
        Assert.True(DrawSamples.Bytes(record).AsSpan().SequenceEqual(output.ToArray()));
        Assert.Equal("", DrawSamples.Broken(output.ToArray()));
    }

    [Fact]
    public void Draw_ByOneThreadAndBySeveral_IsTheSame()
    {
        var rule = DrawRule.Of(500);
        var pool = DrawSamples.Pool(Objects);
        var seed = DrawSamples.Seed(3);
        var tickets = new Tickets(seed, DrawSamples.No);
        Assert.Equal(
            pool.Objects.OrderBy(one => tickets.Of(one.Id)).Take(500).Select(one => one.Id),
            Lottery.Draw(rule, pool, DrawSamples.No, seed).Select(one => one.Object));
    }

    [Fact]
    public void Pool_IsReadBackAsItWas()
    {
        var pool = DrawSamples.Pool(Objects, Tricky);
        var read = Keep(DrawRule.Of(1), pool).Whole();
        Assert.Equal(Digests.Of(pool.Objects), Digests.Of(read.Objects));
        Assert.Equal(Digests.Of(pool.Inspectors), Digests.Of(read.Inspectors));
    }

    [Fact]
    public void Pool_ThatWasChanged_IsNotOpened()
    {
        var store = new PoolStore(folder);
        var kept = store.Keep(DrawRule.Of(1), DrawSamples.Pool());
        var path = Path.Combine(folder, kept.Objects + ".json");
        File.SetAttributes(path, FileAttributes.Normal);
        File.WriteAllText(path, File.ReadAllText(path).Replace("W001", "W00I", StringComparison.Ordinal));
        Assert.Null(store.Open(kept));
    }

    [Fact]
    public void Odds_AreThoseOfEveryStratumAndWeight()
    {
        var rule = DrawRule.Of(1, weighted: true) with { Strata = [new("A", 2), new("B", 1)] };
        var odds = Odds.Of(rule,
        [
            PoolObject.Of("1", "A"), PoolObject.Of("2", "A"), PoolObject.Of("3", "A", 5), PoolObject.Of("4", "B"),
        ]);
        var one = odds.Strata["A"];
        Assert.Equal((3, 2, 2), (one.Objects, one.Count, one.Weights[1].Objects));
        Assert.Equal(1, odds.Of(PoolObject.Of("4", "B")));
        Assert.Equal(2, 2 * one.Weights[1].Probability + one.Weights[5].Probability, 0.001);
    }

    private FrozenPool Keep(DrawRule rule, DrawPool pool)
    {
        var store = new PoolStore(folder);
        return store.Open(store.Keep(rule, pool))!;
    }

    /// <summary>Texts that look like the place where one object ends and the next begins.</summary>
    private static PoolObject Tricky(int number) => new(
        string.Create(CultureInfo.InvariantCulture, $"{number}}},{{\"id\":\"甲"), number % 3 == 0 ? "A" : "}乙",
        1 + number % 7, number % 2 == 0 ? "H1\"" : "", [], number % 5 == 0 ? [] : ["},{\"id\":\"", "消防"]);
}
