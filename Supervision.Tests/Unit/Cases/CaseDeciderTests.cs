using Supervision.Core.Cases;
using Supervision.Core.Clocks;
using Supervision.Core.Facts;
using Supervision.Core.Reading;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Cases;

public class CaseDeciderTests
{
    private const string Start = "2018-10-15 10:00";

    [Fact]
    public void Decide_PublishedExampleUnderElapsedTime_RaisesEachCardOneSecondAfterItsInstant()
    {
        var story = new CaseStory(Convention.Elapsed).Fact(Start, CaseStory.Accepted());
        Assert.Equal("", story.Tick("2018-10-19 10:00:00").Standing);
        Assert.Equal("promised.warning 10-19 10:00", story.Tick("2018-10-19 10:00:01").Standing);
        Assert.Equal("promised.warning 10-19 10:00", story.Tick("2018-10-24 10:00:00").Standing);
        Assert.Equal(
            "promised.warning 10-19 10:00, promised.yellow 10-24 10:00", story.Tick("2018-10-24 10:00:01").Standing);
        Assert.Equal(
            "promised.warning 10-19 10:00, promised.yellow 10-24 10:00, statutory.red 10-29 10:00",
            story.Tick("2018-10-29 10:00:01").Standing);
    }

    [Fact]
    public void Decide_RepeatedAndEarlyTicks_ChangeNothing()
    {
        var story = new CaseStory().Fact(Start, CaseStory.Accepted());
        Assert.Empty(story.Tick("2018-10-16 10:00").LastEvents);
        Assert.NotEmpty(story.Tick("2018-10-25 10:00").LastEvents);
        Assert.Empty(story.Tick("2018-10-25 10:00").LastEvents);
        Assert.Empty(story.Tick("2018-10-20 10:00").LastEvents);
    }

    [Fact]
    public void Decide_FirstFactOfAnyKind_ShowsTheCaseOnce()
    {
        var story = new CaseStory().Fact(Start, new CaseStageCompleted { Stage = "审查" });
        var moved = Assert.Single(story.LastEvents.OfType<CaseMoved>());
        Assert.Null(moved.Before);
        Assert.Equal(CaseStatus.Unknown, moved.After.State);
        story.Fact("2018-10-15 11:00", new CaseStageCompleted { Stage = "审查" });
        Assert.DoesNotContain(story.LastEvents, e => e is CaseMoved { Before: null });
    }

    [Fact]
    public void NextDeadline_AfterATick_IsLaterThanTheTick()
    {
        var story = new CaseStory().Fact(Start, CaseStory.Accepted());
        var deadlines = new List<DateTimeOffset>();
        while (story.State.Deadline is { } deadline)
        {
            deadlines.Add(deadline);
            story.Take(Core.Entities.Tick.Instance, deadline);
            Assert.True(story.State.Deadline is null || story.State.Deadline > deadline);
        }

        Assert.Equal(
            ["10-22 09:00", "10-24 17:00", "10-29 17:00"], deadlines.Select(ClockSamples.Text));
    }

    [Fact]
    public void Decide_FinishKnownLate_RevokesWhatItDisprovesAndNamesTheFact()
    {
        var story = new CaseStory().Fact(Start, CaseStory.Accepted()).Tick("2018-10-30 09:00");
        story.Late("2018-10-23 09:00", "2018-10-30 10:00", new CaseFinished());

        Assert.Equal("promised.warning 10-22 09:00", story.Cards);
        var revoked = story.LastEvents.OfType<AlertRevoked>().ToArray();
        Assert.Equal(["promised.yellow", "statutory.red"], revoked.Select(e => e.Key));
        Assert.All(revoked, e => Assert.Equal(
            "fact=case.finished; occurredAt=2018-10-23T09:00:00+08:00; source=/test; id=2", e.Because));
        Assert.Contains("recorded.late", story.Standing);
        Assert.False(story.State.Row.Overdue);
    }

    [Fact]
    public void Decide_RevokedCardProvedAgain_IsRestoredAndNotRaisedTwice()
    {
        var story = new CaseStory().Fact(Start, CaseStory.Accepted(statutory: null)).Tick("2018-10-25 09:00");
        story.Late("2018-10-17 09:00", "2018-10-25 09:30", Suspended(days: 20));
        Assert.Equal("", story.Cards);
        story.Late("2018-10-18 09:00", "2018-10-26 09:30", new CaseResumed { Reason = "inspection" });

        Assert.Equal("promised.warning 10-23 09:00, promised.yellow 10-25 17:00", story.Cards);
        Assert.Contains(story.LastEvents, e => e is AlertRestored { Key: "promised.yellow" });
        Assert.DoesNotContain(story.LastEvents, e => e is AlertRaised { Alert.Clock: "promised" });
    }

    [Fact]
    public void Decide_FinishedInTime_NeverRaisesACardLater()
    {
        var story = new CaseStory().Fact(Start, CaseStory.Accepted()).Fact("2018-10-19 16:00", new CaseFinished());
        Assert.Null(story.State.Deadline);
        Assert.Equal("", story.Tick("2030-01-01 00:00").Standing);
        Assert.Equal(CaseStatus.Finished, story.State.Row.State);
    }

    [Theory]
    [InlineData("2018-10-24 17:00:00", "promised.warning 10-22 09:00")]
    [InlineData("2018-10-24 17:00:01", "promised.warning 10-22 09:00, promised.yellow 10-24 17:00")]
    public void Decide_WithdrawnAtTheInstantOrAfter_HasACardOnlyWhenOneSecondOver(string withdrawn, string cards)
    {
        var story = new CaseStory()
            .Fact(Start, CaseStory.Accepted(statutory: null))
            .Fact(withdrawn, new CaseWithdrawn());
        Assert.Equal(cards, story.Tick("2018-11-30 10:00").Cards);
    }

    [Fact]
    public void Decide_SuspensionOfThreeDays_MovesAllCardsByThreeDays()
    {
        var story = new CaseStory(Convention.Elapsed)
            .Fact(Start, CaseStory.Accepted())
            .Fact("2018-10-16 10:00", Suspended(days: 10))
            .Fact("2018-10-19 10:00", new CaseResumed { Reason = "inspection" })
            .Tick("2018-12-01 10:00");
        Assert.Equal(
            "promised.warning 10-24 10:00, promised.yellow 10-29 10:00, statutory.red 11-01 10:00", story.Cards);
    }

    [Fact]
    public void Decide_SuspensionWithoutALegalReason_ExcludesNothingAndIsAFinding()
    {
        var story = new CaseStory()
            .Fact(Start, CaseStory.Accepted())
            .Fact("2018-10-16 10:00", Suspended(days: 10) with { Reason = "lunch" })
            .Tick("2018-10-25 09:00");
        Assert.Contains("promised.yellow 10-24 17:00", story.Cards);
        Assert.Contains("suspension.reason 10-16 10:00", story.Standing);
    }

    [Fact]
    public void Decide_SilenceForFiveWorkingDays_MeansAcceptedFromTheDayOfReceipt()
    {
        var story = new CaseStory().Fact(Start, new CaseReceived { Item = "PROMISED", Hall = "H1" });
        Assert.Equal(CaseStatus.Received, story.Tick("2018-10-22 17:00:00").State.Row.State);
        story.Tick("2018-10-22 17:00:01");
        Assert.Equal(CaseStatus.Accepted, story.State.Row.State);
        Assert.Equal(ClockSamples.At(Start), story.State.Row.AcceptedAt);
        Assert.Equal("10-24 17:00", ClockSamples.Text(story.State.Row.PromisedDueAt!.Value));
    }

    [Fact]
    public void Decide_CorrectionBeforeAcceptance_LeavesTheMainClockUnstarted()
    {
        var story = new CaseStory()
            .Fact(Start, new CaseReceived { Item = "PROMISED" })
            .Fact("2018-10-17 10:00", new CaseCorrectionRequested { Notice = "B-1" })
            .Tick("2018-12-01 10:00");
        Assert.Equal(CaseStatus.Correcting, story.State.Row.State);
        Assert.Null(story.State.Row.AcceptedAt);
        Assert.Equal("", story.Standing);
        story.Fact("2018-12-03 10:00", new CaseCorrectionFiled()).Fact("2018-12-05 10:00", CaseStory.Accepted());
        Assert.Equal("12-05 10:00", ClockSamples.Text(story.State.Row.AcceptedAt!.Value));
    }

    [Fact]
    public void Decide_CorrectionNoticeAfterTheLimit_LeavesTheSilenceAndItsCardAsTheyAre()
    {
        var story = new CaseStory()
            .Fact(Start, new CaseReceived { Item = "PROMISED" })
            .Fact("2018-10-24 10:00", new CaseCorrectionRequested { Notice = "B-1" })
            .Fact("2018-10-26 10:00", new CaseCorrectionFiled())
            .Fact("2018-10-26 11:00", CaseStory.Accepted(promised: null, statutory: 60));
        Assert.Equal("acceptance.warning 10-18 09:00, acceptance.yellow 10-22 17:00", story.Cards);
        Assert.Equal(ClockSamples.At(Start), story.State.Row.AcceptedAt);
    }

    [Fact]
    public void Decide_CorrectionsFiled_BeginAClockOfTheirOwnAndKeepTheCardsOfTheFirst()
    {
        var story = new CaseStory()
            .Fact(Start, new CaseReceived { Item = "PROMISED" })
            .Fact("2018-10-19 10:00", new CaseCorrectionRequested { Notice = "B-1" })
            .Fact("2018-12-03 10:00", new CaseCorrectionFiled())
            .Fact("2018-12-04 10:00", new CaseCorrectionFiled());
        Assert.Equal(CaseStatus.Received, story.State.Row.State);
        Assert.Equal("acceptance.warning 10-18 09:00", story.Cards);
        story.Tick("2018-12-11 17:00:01");
        Assert.Equal(
            "acceptance.warning 10-18 09:00, acceptance:2.warning 12-07 09:00, acceptance:2.yellow 12-11 17:00, "
                + "promised.warning 12-11 09:00",
            story.Cards);
        Assert.Equal(ClockSamples.At("2018-12-04 10:00"), story.State.Row.AcceptedAt);
    }

    [Fact]
    public void Decide_OnlineApplicationCorrectedForWeeks_OwesNoPreAcceptanceForThem()
    {
        var story = new CaseStory()
            .Fact(Start, new CaseReceived { Item = "PROMISED", Channel = "online" })
            .Fact("2018-10-16 10:00", new CaseCorrectionRequested { Notice = "B-1" })
            .Fact("2018-11-12 10:00", new CaseCorrectionFiled())
            .Fact("2018-11-13 10:00", CaseStory.Accepted());
        Assert.Equal("", story.Cards);
    }

    [Fact]
    public void Decide_ExtensionAskedInTime_MovesBothLimitsOnce()
    {
        var story = new CaseStory()
            .Fact(Start, CaseStory.Accepted())
            .Fact("2018-10-23 10:00", Extended(5))
            .Fact("2018-10-23 11:00", Extended(5));
        Assert.Equal("10-31 17:00", ClockSamples.Text(story.State.Row.PromisedDueAt!.Value));
        Assert.Equal("11-05 17:00", ClockSamples.Text(story.State.Row.StatutoryDueAt!.Value));
        Assert.Contains("extension.repeated 10-23 11:00", story.Standing);
    }

    [Fact]
    public void Decide_ExtensionAskedAfterTheLimit_AddsNothingAndIsAFinding()
    {
        var story = new CaseStory()
            .Fact(Start, CaseStory.Accepted(statutory: null))
            .Fact("2018-10-25 10:00", Extended(5));
        Assert.Equal("10-24 17:00", ClockSamples.Text(story.State.Row.PromisedDueAt!.Value));
        Assert.Contains("extension.afterLimit 10-25 10:00", story.Standing);
    }

    [Fact]
    public void Decide_ExtensionThatNobodyApproved_AddsNothingAndIsAFinding()
    {
        var story = new CaseStory()
            .Fact(Start, CaseStory.Accepted(statutory: null))
            .Fact("2018-10-23 10:00", Extended(5) with { Approver = " " });
        Assert.Equal("10-24 17:00", ClockSamples.Text(story.State.Row.PromisedDueAt!.Value));
        Assert.Equal("promised.warning 10-22 09:00, extension.approver 10-23 10:00", story.Standing);
    }

    [Fact]
    public void Decide_ApprovalReportedAfterTheUnapprovedExtension_ExtendsOnceAndKeepsTheFinding()
    {
        var story = new CaseStory()
            .Fact(Start, CaseStory.Accepted(statutory: null))
            .Fact("2018-10-22 10:00", Extended(5) with { Approver = null })
            .Tick("2018-10-25 09:00");
        Assert.Contains("promised.yellow 10-24 17:00", story.Cards);
        story.Late("2018-10-23 10:00", "2018-10-25 10:00", Extended(5));
        Assert.Equal("10-31 17:00", ClockSamples.Text(story.State.Row.PromisedDueAt!.Value));
        Assert.DoesNotContain("promised.yellow", story.Cards);
        Assert.Contains("extension.approver 10-22 10:00", story.Standing);
        Assert.DoesNotContain("extension.repeated", story.Standing);
    }

    [Fact]
    public void Decide_RefusedAndLaterAccepted_LivesOnFromTheAcceptanceAndIsAFinding()
    {
        (string At, FactData Data)[] facts =
        [
            (Start, new CaseReceived { Item = "PROMISED", Hall = "H1" }),
            ("2018-10-16 10:00", new CaseRefused { Reason = "不属本机关", Basis = "L32", Remedy = "复议" }),
            ("2018-10-17 10:00", CaseStory.Accepted(statutory: null)),
        ];
        foreach (var order in (int[][])[[0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1]])
        {
            var story = new CaseStory();
            foreach (var place in order)
            {
                story.Late(facts[place].At, "2018-10-17 10:00", facts[place].Data);
            }

            Assert.Contains("acceptance.afterRefusal 10-17 10:00", story.Standing);
            Assert.Equal(
                (CaseStatus.Accepted, null, "10-26 17:00"),
                (story.State.Row.State, story.State.Row.EndedAt,
                    ClockSamples.Text(story.State.Row.PromisedDueAt!.Value)));
            Assert.Equal(
                "promised.warning 10-24 09:00, promised.yellow 10-26 17:00", story.Tick("2018-10-30 10:00").Cards);
        }
    }

    [Fact]
    public void Decide_RefusedAgainAfterTheAcceptance_IsRefused()
    {
        var story = new CaseStory()
            .Fact(Start, new CaseRefused { Reason = "R", Basis = "B", Remedy = "M" })
            .Fact("2018-10-16 10:00", CaseStory.Accepted(statutory: null))
            .Fact("2018-10-17 10:00", new CaseRefused { Reason = "R", Basis = "B", Remedy = "M" });
        Assert.Equal(CaseStatus.Refused, story.State.Row.State);
        Assert.Equal(ClockSamples.At("2018-10-17 10:00"), story.State.Row.EndedAt);
        Assert.Equal("acceptance.afterRefusal 10-16 10:00", story.Standing);
    }

    [Fact]
    public void Decide_AcceptanceAfterTheFinish_LeavesTheVerdict()
    {
        var story = new CaseStory()
            .Fact(Start, CaseStory.Accepted())
            .Fact("2018-10-16 10:00", new CaseFinished())
            .Fact("2018-10-17 10:00", CaseStory.Accepted());
        Assert.Equal(CaseStatus.Finished, story.State.Row.State);
        Assert.Equal(ClockSamples.At("2018-10-16 10:00"), story.State.Row.EndedAt);
    }

    [Fact]
    public void Decide_AlertMovedOrRestored_CarriesTheReasonItHasNow()
    {
        var story = new CaseStory().Fact(Start, CaseStory.Accepted(statutory: null)).Tick("2018-10-25 09:00");
        story.Late("2018-10-17 09:00", "2018-10-25 09:30", Suspended(days: 20));
        story.Late("2018-10-18 09:00", "2018-10-26 09:30", new CaseResumed { Reason = "inspection" });
        var restored = Assert.Single(story.LastEvents.OfType<AlertRestored>(), e => e.Key == "promised.yellow");
        Assert.Contains("dueAt=2018-10-25T17:00:00+08:00", restored.AlertBecause, StringComparison.Ordinal);

        story.Late("2018-10-12 10:00", "2018-10-26 10:00", CaseStory.Accepted(statutory: null));
        var moved = Assert.Single(story.LastEvents.OfType<AlertMovedInTime>(), e => e.Key == "promised.yellow");
        Assert.Contains("startedAt=2018-10-12T10:00:00+08:00", moved.AlertBecause, StringComparison.Ordinal);
        Assert.Contains("fact=case.accepted", moved.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_ImmediateCase_IsOverAfterItsMinutesOfOfficeHours()
    {
        var story = new CaseStory().Fact("2018-10-15 11:45", new CaseAccepted { Item = "IMMEDIATE" });
        Assert.Equal("", story.Tick("2018-10-15 13:45:00").Standing);
        Assert.Equal("immediate.yellow 10-15 13:45", story.Tick("2018-10-15 13:45:01").Standing);
    }

    [Fact]
    public void Decide_FinishBeforeAcceptance_KeepsBothFactsAndRaisesAFinding()
    {
        var story = new CaseStory().Fact("2018-10-16 10:00", CaseStory.Accepted()).Fact(Start, new CaseFinished());
        Assert.Equal("finish.beforeAcceptance 10-15 10:00", story.Tick("2019-01-01 10:00").Standing);
        Assert.Equal(2, story.State.History.Length);
    }

    private static CaseSuspended Suspended(int days) =>
        new() { Reason = "inspection", Notice = "T-1", Days = days, Approver = "U3" };

    private static CaseExtended Extended(int days) => new() { Days = days, Approver = "U3", Reason = "疑难" };
}
