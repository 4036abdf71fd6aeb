using Supervision.Core.Reading;

namespace Supervision.Tests.Unit.Ratings;

/// <summary>
/// Against published values: Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I,
/// method 3, to four decimals.
/// </summary>
public class WilsonTests
{
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Interval_IsAsPublished(long numerator, long denominator, double low, double high)
    {
        var interval = Wilson.Of(numerator, denominator)!.Value;
        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
        var mirrored = Wilson.Of(denominator - numerator, denominator)!.Value;
        Assert.Equal(1 - high, mirrored.Low, 4);
        Assert.Equal(1 - low, mirrored.High, 4);
    }

    /// <summary>S3 prints 95.65 %.</summary>
    [Fact]
    public void Satisfaction_OfTonghua_Is9348()
    {
        var rate = new Rate(1548, 1656);
        Assert.Equal(0.9348, rate.Value!.Value, 4);
        Assert.InRange(rate.Value.Value, rate.Interval!.Value.Low, rate.Interval.Value.High);
        Assert.True(rate.Interval.Value.High < 0.9565);
    }

    [Fact]
    public void NothingToJudge_HasNoInterval() => Assert.Null(new Rate(0, 0).Interval);
}
