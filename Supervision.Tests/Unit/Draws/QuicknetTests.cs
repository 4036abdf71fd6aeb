using Supervision.Core.Draws;

namespace Supervision.Tests.Unit.Draws;

/// <summary>A round of the beacon comes when its chain says, not when somebody says.</summary>
public class QuicknetTests
{
    private static readonly DateTimeOffset Genesis = new(2023, 8, 23, 15, 9, 27, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 2)]
    [InlineData(3.001, 3)]
    [InlineData(-100, 1)]
    public void Round_IsTheFirstFromThenOn(double seconds, long round)
    {
        var found = Quicknet.RoundAt(Genesis.AddSeconds(seconds));
        Assert.Equal((round, Genesis.AddSeconds((round - 1) * 3)), (found.Round, found.At));
        Assert.Equal(found.At, Quicknet.TimeOf(Quicknet.Chain, round));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public void NoSuchRound_HasNoInstant(long round) => Assert.Null(Quicknet.TimeOf(Quicknet.Chain, round));

    [Fact]
    public void AnotherChain_HasNoInstantWeKnow() => Assert.Null(Quicknet.TimeOf(new string('0', 64), 1));
}
