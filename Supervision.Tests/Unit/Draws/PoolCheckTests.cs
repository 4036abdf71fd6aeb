using System.Collections.Immutable;
using Supervision.Core.Draws;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Draws;

/// <summary>What cannot be drawn from is refused before anything is frozen, with the reason.</summary>
public class PoolCheckTests
{
    [Fact]
    public void Pool_ThatIsFine_HasNoFault() => Assert.Empty(PoolCheck.Look(DrawRule.Of(20), DrawSamples.Pool()));

    [Fact]
    public void Empty_IsRefused() => Refused("pool.empty", DrawRule.Of(1), DrawSamples.Pool(0));

    [Fact]
    public void MoreThanThereAre_IsRefused() => Refused("stratum.small", DrawRule.Of(21), DrawSamples.Pool());

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void NothingToDraw_IsRefused(int count) => Refused("rule.count", DrawRule.Of(count), DrawSamples.Pool());

    [Theory]
    [InlineData("W001", "W001")]
    [InlineData("\u00e9", "e\u0301")] // é in one character and in two
    [InlineData("Ｗ001", "W001")] // full width
    public void IdsAlike_AreRefused(string one, string other) => Refused(
        "object.twice", DrawRule.Of(1), DrawPool.Of([PoolObject.Of(one), PoolObject.Of(other)], People));

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("\ud83d")] // half a character
    public void IdsThatCannotBeWritten_AreRefused(string id) =>
        Refused("object.id", DrawRule.Of(1), DrawPool.Of([PoolObject.Of(id)], People));

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, -3)]
    [InlineData(true, 1_000_001)]
    [InlineData(false, 2)]
    public void Weights_OutsideTheirBounds_AreRefused(bool weighted, int weight) => Refused(
        "object.weight", DrawRule.Of(1, weighted), DrawPool.Of([PoolObject.Of("W1", weight: weight)], People));

    [Fact]
    public void UnknownStratum_IsRefused() =>
        Refused("object.stratum", DrawRule.Of(1), DrawPool.Of([PoolObject.Of("W1", "B")], People));

    [Fact]
    public void EverybodyRecused_IsRefused_NamingTheObject()
    {
        var pool = DrawPool.Of(
            [PoolObject.Of("W1", organisation: "H3"), PoolObject.Of("W2", organisation: "H1")],
            People.Where(one => one.Organisation == "H3"));
        var fault = Assert.Single(PoolCheck.Look(DrawRule.Of(1), pool));
        Assert.Equal(("object.inspectors", "W1"), (fault.Code, fault.Where));
    }

    private static ImmutableArray<Inspector> People => DrawSamples.Pool().Inspectors;

    private static void Refused(string code, DrawRule rule, DrawPool pool) =>
        Assert.Contains(code, PoolCheck.Look(rule, pool).Select(fault => fault.Code));
}
