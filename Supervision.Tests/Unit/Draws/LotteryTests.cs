using System.Text;
using Supervision.Core.Draws;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Draws;

/// <summary>Chance is fair: every object has the probability that is stated, and none is out of reach.</summary>
public class LotteryTests
{
    private const int Draws = 200_000;
    private const double Sigmas = 4;

    [Fact]
    public void Ticket_IsTheHashOfPlainJson() => Assert.Equal(
        DrawSamples.Hash($$"""["ticket","{{DrawSamples.Seed(1)}}","{{DrawSamples.No}}","窗口\"1\""]"""),
        new Tickets(DrawSamples.Seed(1), DrawSamples.No).Of("窗口\"1\"").ToString());

    [Fact]
    public void Uniform_EveryObjectAsOften()
    {
        var pool = DrawSamples.Pool(12);
        var times = Frequencies(DrawRule.Of(5, perObject: 0), pool);
        Assert.All(times.Values, count => AssertNear(5 / 12.0, count));
    }

    [Fact]
    public void Weighted_EveryObjectAsOftenAsStated()
    {
        var pool = DrawSamples.Pool(8, number => PoolObject.Of($"W{number}", "", number * number));
        var stated = Probability.Of(pool.Objects.ToDictionary(one => one.Weight, _ => 1), 3);
        Assert.Equal(3, stated.Values.Sum(), 3);
        var times = Frequencies(DrawRule.Of(3, weighted: true, perObject: 0), pool);
        Assert.All(pool.Objects, one => AssertNear(stated[one.Weight], times[one.Id]));
    }

    [Fact]
    public void Probability_OfManyObjects_IsNearTheIntegral()
    {
        var weights = new Dictionary<int, int> { [1] = 300, [2] = 200, [5] = 100 };
        var exact = Probability.Of(weights, 60);
        var large = Probability.Of(weights.ToDictionary(pair => pair.Key, pair => pair.Value * 100), 6_000);
        Assert.All(exact, pair => Assert.Equal(pair.Value, large[pair.Key], 0.002));
        Assert.Equal(60, weights.Sum(pair => pair.Value * exact[pair.Key]), 0.01);
    }

    [Fact]
    public void AHundredOf299_ReachesEveryPlace()
    {
        var pool = DrawSamples.Pool(299);
        var rule = DrawRule.Of(100, perObject: 0);
        var times = pool.Objects.ToDictionary(one => one.Id, _ => 0);
        const int rounds = 2_000;
        for (var seed = 0; seed < rounds; seed++)
        {
            foreach (var drawn in Lottery.Draw(rule, pool, DrawSamples.No, DrawSamples.Seed(seed)))
            {
                times[drawn.Object]++;
            }
        }

        Assert.All(times.Values, count => AssertNear(100 / 299.0, count, rounds));
    }

    [Fact]
    public void Draw_DoesNotDependOnTheOrderOfThePool()
    {
        var pool = DrawSamples.Pool();
        var turned = DrawPool.Of(pool.Objects.Reverse(), pool.Inspectors.Reverse());
        Assert.Equal(DrawSamples.Bytes(DrawSamples.Record()), DrawSamples.Bytes(DrawSamples.Record(pool: turned)));
    }

    [Fact]
    public void Inspectors_AreNeverRecused_AndShareTheWork()
    {
        var pool = DrawSamples.Pool(60);
        var drawn = Lottery.Draw(DrawRule.Of(60), pool, DrawSamples.No, DrawSamples.Seed(7));
        var homes = pool.Inspectors.ToDictionary(one => one.Id, one => one.Organisation);
        Assert.All(drawn, one =>
        {
            Assert.Equal(2, one.Inspectors.Distinct().Count());
            var home = pool.Objects.Single(known => known.Id == one.Object).Organisation;
            Assert.DoesNotContain(home, one.Inspectors.Select(id => homes[id]));
            Assert.False(one.Object == "W003" && one.Inspectors.Contains("I5"));
        });
        var work = drawn.SelectMany(one => one.Inspectors).CountBy(id => id).Select(pair => pair.Value).ToArray();
        Assert.Equal(5, work.Length);
        Assert.InRange(work.Max() - work.Min(), 0, 3);
    }

    [Theory]
    [InlineData(1, 64)]
    [InlineData(1UL << 63, 1)]
    [InlineData(0, 0)] // stands for 2^64
    public void FixedLog_OfPowersOfTwo_IsExact(ulong x, int log) =>
        Assert.Equal((ulong)log << FixedLog.FractionBits, FixedLog.MinusLog2(x));

    [Fact]
    public void FixedLog_IsTheLogarithm_AndNeverGrows()
    {
        var last = ulong.MaxValue;
        for (var x = 1UL; x < ulong.MaxValue / 3; x = x * 3 / 2 + 1)
        {
            var log = FixedLog.MinusLog2(x);
            Assert.Equal(64 - Math.Log2(x), log / Math.Pow(2, FixedLog.FractionBits), 1e-12);
            Assert.True(log < last);
            last = log;
        }
    }

    [Fact]
    public void CanonicalForm_OfStrings_IsThatOfRfc8785()
    {
        var bytes = DrawSamples.Bytes(DrawSamples.Record() with { Title = "\u20ac$\u000f\nA'B\"\\\\\"/😀\u2028" });
        Assert.EndsWith(
            "\"title\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/😀\u2028\"}", Encoding.UTF8.GetString(bytes),
            StringComparison.Ordinal);
    }

    private static Dictionary<string, int> Frequencies(DrawRule rule, DrawPool pool)
    {
        var times = pool.Objects.ToDictionary(one => one.Id, _ => 0);
        for (var number = 0; number < Draws; number++)
        {
            foreach (var drawn in Lottery.Draw(rule, pool, DrawSamples.No, DrawSamples.Seed(number)))
            {
                times[drawn.Object]++;
            }
        }

        return times;
    }

    private static void AssertNear(double probability, int count, int draws = Draws)
    {
        var sigma = Math.Sqrt(draws * probability * (1 - probability));
        Assert.InRange(count, (draws * probability) - (Sigmas * sigma), (draws * probability) + (Sigmas * sigma));
    }
}
