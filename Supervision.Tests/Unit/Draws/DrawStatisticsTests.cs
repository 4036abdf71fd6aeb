using System.Collections.Immutable;
using Supervision.Core.Draws;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Draws;

/// <summary>A fair lottery looks fair; one that is bent, either way, shows itself.</summary>
public class DrawStatisticsTests
{
    private const int Draws = 400;
    private static readonly DrawPool Pool = DrawSamples.Pool(20, number => PoolObject.Of($"W{number:00}", "", number));
    private static readonly DrawRule Uniform = DrawRule.Of(5, perObject: 0);
    private static readonly DrawPool Even = DrawSamples.Pool();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fair_IsWithinFourSigmas(bool weighted)
    {
        var rule = Uniform with { Weighted = weighted };
        var pool = weighted ? Pool : Even;
        var statistics = DrawStatistics.Of(Enumerable.Range(0, Draws).Select(number =>
            (rule, pool, Lottery.Draw(rule, pool, DrawSamples.No, DrawSamples.Seed(number)))));
        Assert.Equal((Draws, 20, 19), (statistics.Draws, statistics.Covered, statistics.Freedom));
        Assert.Equal(5.0 * Draws, statistics.Objects.Sum(one => one.Expected), 1.0);
        Assert.InRange(statistics.Deviation, -4, 4);
        Assert.All(statistics.Objects, one => Assert.InRange(one.Sigmas, -4, 4));
    }

    [Fact]
    public void Favour_ForOne_ShowsItself()
    {
        var statistics = DrawStatistics.Of(Enumerable.Range(0, Draws).Select(number =>
        {
            var drawn = Lottery.Draw(Uniform, Even, DrawSamples.No, DrawSamples.Seed(number));
            var isSpared = drawn.Any(one => one.Object == "W007") && number % 2 == 0;
            return (Uniform, Even, isSpared ? [.. drawn.Where(one => one.Object != "W007")] : drawn);
        }));
        Assert.Equal("W007", statistics.Objects[0].Id);
        Assert.True(statistics.Objects[0].Sigmas < -4);
    }

    [Fact]
    public void TakingTurns_IsTooEven()
    {
        var statistics = DrawStatistics.Of(Enumerable.Range(0, Draws).Select(number => (Uniform, Even,
            (ImmutableArray<Drawn>)[.. Enumerable.Range(0, 5).Select(place => new Drawn(
                Even.Objects[((number * 5) + place) % 20].Id, "", "", []))])));
        Assert.True(statistics.Deviation < -4);
    }

    [Fact]
    public void NoDraws_SayNothing() => Assert.Equal(0, DrawStatistics.Of([]).Deviation);
}
