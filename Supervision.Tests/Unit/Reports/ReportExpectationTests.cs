using Supervision.Core.Entities;
using Supervision.Core.Jobs;
using Supervision.Core.Reports;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Reports;

/// <summary>A report that is not issued on the day it was due on is said so, once.</summary>
public class ReportExpectationTests
{
    private static readonly Cycle October = new(CycleUnit.Month, new(2026, 10, 1));

    private readonly EntityStory<ReportState> story =
        new(EntityKind.Report, ReportText.StreamOf(ReportKind.Bulletin, October).Key);

    private int commands;

    [Fact]
    public void Day_PassedWithoutTheReport_IsSaidOnce_HoweverOftenItIsExpected()
    {
        Expect("2026-10-02 08:00", dueAt: "2026-11-01 08:00").Run("2026-11-01 23:59");
        Assert.Empty(story.Events.OfType<ReportMissed>());
        story.Run("2026-11-03 08:00");
        var said = Assert.Single(story.Events.OfType<ReportMissed>());
        Assert.Equal((ClockSamples.At("2026-11-02 00:00"), "监察通报〔2026〕10期"), (said.At, said.Number));
        Expect("2026-11-03 08:00", dueAt: "2026-11-01 08:00").Run("2026-12-31 00:00");
        Assert.Single(story.Events.OfType<ReportMissed>());
        Assert.True(story.State.IsMissed);
        _ = story.Stored;
    }

    [Fact]
    public void Report_IssuedOnItsDay_IsNotMissed_AndNotExpectedAgain()
    {
        Expect("2026-10-02 08:00", dueAt: "2026-11-01 08:00");
        Issue("2026-11-01 20:00");
        Expect("2026-11-02 08:00", dueAt: "2026-11-01 08:00").Run("2026-12-31 00:00");
        Assert.Empty(story.Events.OfType<ReportMissed>());
        Assert.Single(story.Events.OfType<ReportExpected>());
    }

    [Fact]
    public void Day_ThatTheRulesMoved_IsTheOneThatCounts()
    {
        Expect("2026-10-02 08:00", dueAt: "2026-11-01 08:00");
        Expect("2026-10-03 08:00", dueAt: "2026-11-01 09:00"); // the same day
        Expect("2026-10-04 08:00", dueAt: "2026-11-10 08:00").Run("2026-12-31 00:00");
        Assert.Equal(2, story.Events.OfType<ReportExpected>().Count());
        Assert.Equal(ClockSamples.At("2026-11-11 00:00"), Assert.Single(story.Events.OfType<ReportMissed>()).At);
    }

    [Fact]
    public void Report_IssuedLate_IsIssued()
    {
        Expect("2026-11-03 08:00", dueAt: "2026-11-01 08:00").Run("2026-11-03 08:01");
        Assert.Single(story.Events.OfType<ReportMissed>());
        Issue("2026-11-03 08:02");
        Assert.Equal(1, story.State.Report!.Version);
    }

    private EntityStory<ReportState> Expect(string at, string dueAt) =>
        Do(at, new ExpectReport(ReportKind.Bulletin, October, ClockSamples.At(dueAt))
        {
            Source = "/test",
            Id = $"{++commands}",
        });

    private void Issue(string at) =>
        Do(at, new IssueReport(ReportKind.Bulletin, October, [], [], null, null)
        {
            Source = "/test",
            Id = $"{++commands}",
        });

    private EntityStory<ReportState> Do(string at, Command command)
    {
        story.Do(at, command);
        Assert.Null(story.Refusal);
        return story;
    }
}
