using Supervision.Core.Jobs;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Jobs;

public class CycleTests
{
    [Theory]
    [InlineData("2026-10-05", CycleUnit.Day, "2026-10-04", "2026-10-06")]
    [InlineData("2026-01", CycleUnit.Month, "2025-12", "2026-02")]
    [InlineData("2026-Q1", CycleUnit.Quarter, "2025-Q4", "2026-Q2")]
    [InlineData("2026", CycleUnit.Year, "2025", "2027")]
    public void Period_IsReadAsItIsWritten_AndHasNeighbours(
        string text, CycleUnit unit, string previous, string next)
    {
        Assert.True(Cycle.TryParse(text, out var period));
        Assert.Equal(unit, period.Unit);
        Assert.Equal(text, period.ToString());
        Assert.Equal(previous, period.Previous.ToString());
        Assert.Equal(next, period.Next.ToString());
        Assert.Equal(period, Cycle.Of(unit, period.End.AddDays(-1)));
        Assert.Equal(period.Next, Cycle.Of(unit, period.End));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-13")]
    [InlineData("2026-Q5")]
    [InlineData("2026-q1")]
    [InlineData("2026-1")]
    [InlineData("1989")]
    [InlineData("2101-01")]
    [InlineData("2026-02-30")]
    [InlineData("２０２６")]
    public void Text_ThatIsNoPeriod_IsNotRead(string? text) => Assert.False(Cycle.TryParse(text, out _));

    [Fact]
    public void Bounds_AreMidnightsOfTheHallsClock()
    {
        Assert.True(Cycle.TryParse("2026-10", out var month));
        Assert.Equal(ClockSamples.At("2026-10-01 00:00"), month.StartsAt(ClockSamples.Calendar));
        Assert.Equal(ClockSamples.At("2026-11-01 00:00"), month.EndsAt(ClockSamples.Calendar));
    }
}
