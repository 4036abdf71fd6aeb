using Supervision.Core.Alerts;
using Supervision.Core.Clocks;
using Supervision.Core.Reading;
using Supervision.Web.Components.Parts;

namespace Supervision.Tests.Unit.Pages;

public class ClockDrawingTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 0, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void Of_NeighboursOfOneKind_AreJoined()
    {
        var drawing = ClockDrawing.Of(Clock(10, day => day is 4 or 5 ? "weekend" : "workingDay"), Start);
        Assert.Equal(
            [(0, 40, 4), (40, 20, 2), (60, 40, 4)], drawing.Stretches.Select(s => (s.Left, s.Width, s.Joined)));
    }

    [Fact]
    public void Of_NowInsideACountedStretch_CutsItThere()
    {
        var drawing = ClockDrawing.Of(Clock(10, _ => "workingDay"), Start.AddDays(2.5));
        Assert.Equal([0, 25], drawing.Stretches.Select(stretch => stretch.Left));
        Assert.Equal(25, drawing.NowAt);
        Assert.Null(drawing.Over);
    }

    [Fact]
    public void Of_LongOverdue_KeepsTheLimitHalfTheBar()
    {
        var drawing = ClockDrawing.Of(Clock(10, _ => "workingDay"), Start.AddDays(1000));
        Assert.Equal(50, drawing.DueAt);
        Assert.Equal((50, 50), (drawing.Over!.Left, drawing.Over.Width));
        Assert.Null(drawing.NowAt);
    }

    [Fact]
    public void Of_StoppedBeforeItStarted_StaysOnTheBar()
    {
        var drawing = ClockDrawing.Of(Clock(10, _ => "workingDay", stopped: Start.AddDays(-1)), Start.AddDays(3));
        Assert.Equal(0, drawing.StoppedAt);
        Assert.All(drawing.Stretches, stretch => Assert.InRange(stretch.Left + stretch.Width, 0, 100.0001));
    }

    [Fact]
    public void Of_ThousandsOfAlternatingIntervals_StaysBounded()
    {
        var drawing = ClockDrawing.Of(Clock(5000, day => day % 2 == 0 ? "workingDay" : "weekend"), Start);
        Assert.Equal(ClockDrawing.StretchesMax, drawing.Stretches.Count);
        Assert.Equal(100, drawing.Stretches[^1].Left + drawing.Stretches[^1].Width, 6);
    }

    private static ExplainedClock Clock(int days, Func<int, string> reason, DateTimeOffset? stopped = null) => new(
        new("promised", ClockKind.Promised, Convention.Statutory, new(days, LimitUnit.WorkingDay), Start,
            Start.AddDays(days), stopped,
            [new(AlertLevel.Yellow, Start.AddDays(days))], Provisional: false, Edition: "2025"),
        stopped is null ? ClockState.Running : ClockState.Stopped,
        [
            .. Enumerable.Range(0, days).Select(day => new ExplainedInterval(
                Start.AddDays(day), Start.AddDays(day + 1), reason(day) == "workingDay", reason(day), null)),
        ]);
}
