using Supervision.Core.Clocks;
using Supervision.Core.Facts;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Cases;

public class CaseFindingsTests
{
    private const string Start = "2018-10-15 10:00";

    [Fact]
    public void Decide_StagesPassedInOrderByTheRightPeople_FindsNothing()
    {
        var story = Promised().Fact("2018-10-15 11:00", Stage("受理", "U1")).Fact("2018-10-16 11:00", Stage("审查", "U2"))
            .Fact("2018-10-17 11:00", Stage("决定", "U3")).Fact("2018-10-17 12:00", new CaseFinished { Handler = "U1" });
        Assert.Equal("", story.Standing);
    }

    [Fact]
    public void Decide_StageLeftOut_IsFoundAtTheFinish()
    {
        var story = Promised().Fact("2018-10-15 11:00", Stage("受理", "U1")).Fact("2018-10-17 11:00", Stage("决定", "U3"))
            .Fact("2018-10-17 12:00", new CaseFinished());
        Assert.Equal("stage.skipped:审查 10-17 12:00", story.Standing);
    }

    [Fact]
    public void Decide_StagesInTheWrongOrder_AreFoundOnce()
    {
        var story = Promised().Fact("2018-10-15 11:00", Stage("审查", "U2")).Fact("2018-10-16 11:00", Stage("受理", "U1"));
        Assert.Equal("stage.outOfOrder 10-16 11:00", story.Standing);
    }

    [Fact]
    public void Decide_StageBySomebodyElse_IsUnauthorised()
    {
        var story = Promised().Fact("2018-10-15 11:00", Stage("受理", "U3"));
        Assert.Equal("stage.unauthorised:受理 10-15 11:00", story.Standing);
    }

    [Fact]
    public void Decide_StageBeforeAcceptance_IsFoundAndGoesAwayWhenAnEarlierAcceptanceArrives()
    {
        var story = new CaseStory().Fact("2018-10-14 11:00", Stage("受理", "U1"));
        Assert.Equal("stage.beforeAcceptance 10-14 11:00", story.Standing);
        story.Late("2018-10-14 10:00", "2018-10-14 12:00", new CaseAccepted { Item = "PROMISED" });
        Assert.Equal("", story.Standing);
    }

    [Fact]
    public void Decide_SamePersonAcceptsAndDecides_IsFound()
    {
        var story = Promised().Fact("2018-10-16 10:00", new CaseDecided { Outcome = Outcome.Granted, Handler = "U1" });
        Assert.Equal("decision.sameHandler 10-16 10:00", story.Standing);
    }

    [Fact]
    public void Decide_RefusalWithoutBasisByTheWindow_BreaksBothRules()
    {
        var story = Promised()
            .Fact("2018-10-16 10:00", new CaseRefused { Reason = "不予受理", Remedy = "复议", Handler = "U2" });
        Assert.Equal("window.refused 10-16 10:00, notice.refusalIncomplete 10-16 10:00", story.Standing);
    }

    [Theory]
    [InlineData("W03", 50, "")]
    [InlineData("W01", 50, "fee.elsewhere 10-16 10:00")]
    [InlineData("W03", 60, "fee.amount 10-16 10:00")]
    public void Decide_Fee_MustBeTheStandardAtTheFeeWindow(string where, int amount, string findings)
    {
        var story = Promised().Fact("2018-10-16 10:00", new CaseFeeCharged { Amount = amount, Where = where });
        Assert.Equal(findings, story.Standing);
    }

    [Theory]
    [InlineData("REFERRED", 0, "")]
    [InlineData("REFERRED", 1, "fee.amount 10-16 10:00")]
    [InlineData("UNKNOWN", 1, "")]
    public void Decide_FeeOfAnItemWithoutAStandard_IsFoundWhenTheRuleBookKnowsTheItem(
        string item, int amount, string findings)
    {
        var story = new CaseStory()
            .Fact(Start, CaseStory.Accepted() with { Item = item })
            .Fact("2018-10-16 10:00", new CaseFeeCharged { Amount = amount, Where = "W03" });
        Assert.Equal(findings, story.Standing);
    }

    [Fact]
    public void Decide_RepeatedAcceptance_IsDatedAtTheRepetition()
    {
        var story = new CaseStory().Fact(Start, CaseStory.Accepted()).Fact("2018-10-16 10:00", CaseStory.Accepted());
        Assert.Equal("acceptance.repeated 10-16 10:00", story.Standing);
    }

    [Fact]
    public void Decide_ManySuspensions_AreDatedAtTheOneThatMadeThemMany()
    {
        var story = new CaseStory().Fact(Start, CaseStory.Accepted(promised: null, statutory: 60));
        foreach (var day in (string[])["16", "17", "18", "19"])
        {
            story.Fact($"2018-10-{day} 10:00", new CaseSuspended
            {
                Reason = "testing",
                Days = 3,
                Notice = "T-1",
                Approver = "U3",
            });
            story.Fact($"2018-10-{day} 11:00", new CaseResumed { Reason = "testing" });
        }

        Assert.Equal("suspension.many 10-18 10:00", story.Standing);
    }

    [Theory]
    [InlineData(2, "notice.correctionRepeated 10-17 10:00")]
    [InlineData(3, "notice.correctionRepeated 10-18 10:00")]
    [InlineData(4, "")]
    public void Decide_CorrectionNotices_AreManyFromTheRuleBooksNumberOn(int many, string findings)
    {
        var book = TestRules.Book with { Findings = TestRules.Book.Findings with { CorrectionsMany = many } };
        var story = new CaseStory(book: book).Fact("2018-10-16 10:00", new CaseCorrectionRequested())
            .Fact("2018-10-17 10:00", new CaseCorrectionRequested())
            .Fact("2018-10-18 10:00", new CaseCorrectionRequested());
        Assert.Equal(findings, story.Standing);
    }

    [Fact]
    public void Decide_StageBegunBeforeTheFinishAndCompletedAfter_WasNotSkipped()
    {
        var story = Promised().Fact("2018-10-15 11:00", Stage("受理", "U1")).Fact("2018-10-16 11:00", Stage("审查", "U2"))
            .Fact("2018-10-17 11:00", new CaseStageEntered { Stage = "决定", Handler = "U3" })
            .Fact("2018-10-17 12:00", new CaseFinished())
            .Fact("2018-10-17 13:00", Stage("决定", "U3"));
        Assert.Equal("stage.afterEnd 10-17 13:00", story.Standing);
    }

    [Fact]
    public void Decide_SecondCorrectionNotice_IsFound()
    {
        var story = new CaseStory()
            .Fact(Start, new CaseReceived { Item = "PROMISED" })
            .Fact("2018-10-16 10:00", new CaseCorrectionRequested())
            .Fact("2018-10-17 10:00", new CaseCorrectionFiled())
            .Fact("2018-10-18 10:00", new CaseCorrectionRequested());
        Assert.Equal("notice.correctionRepeated 10-18 10:00", story.Standing);
    }

    [Theory]
    [InlineData("2018-10-15 10:00:30", "finish.instant 10-15 10:00")]
    [InlineData("2018-10-15 10:00:31", "")]
    public void Decide_FinishWithinSecondsOfAcceptance_IsSuspicious(string finished, string findings)
    {
        var story = new CaseStory().Fact(Start, CaseStory.Accepted()).Fact(finished, new CaseFinished());
        Assert.Equal(findings, story.Standing);
    }

    [Theory]
    [InlineData("2018-10-16 10:00:00", "")]
    [InlineData("2018-10-16 10:00:01", "recorded.late 10-15 10:00")]
    public void Decide_RecordedMoreThanADayLater_IsBackfilling(string recorded, string findings)
    {
        var story = new CaseStory().Late(Start, recorded, CaseStory.Accepted());
        Assert.Equal(findings, story.Standing);
    }

    [Fact]
    public void Decide_PaperworkOfASuspensionMissing_EachPartIsFound()
    {
        var story = new CaseStory()
            .Fact(Start, CaseStory.Accepted())
            .Fact("2018-10-16 10:00", new CaseSuspended { Reason = "testing" });
        Assert.Equal(
            "suspension.notice 10-16 10:00, suspension.days 10-16 10:00, suspension.approver 10-16 10:00",
            story.Standing);
    }

    [Fact]
    public void Decide_OverrunSuspension_IsSupervisedItself()
    {
        var story = new CaseStory(Convention.Elapsed)
            .Fact(Start, CaseStory.Accepted(promised: 60, statutory: null))
            .Fact(
                "2018-10-15 10:00",
                new CaseSuspended { Reason = "testing", Days = 7, Notice = "T-1", Approver = "U3" })
            .Tick("2018-10-26 10:00");
        Assert.Equal(
            "suspension:1.warning 10-19 10:00, suspension:1.yellow 10-24 10:00, suspension:1.red 10-25 10:00",
            story.Cards);
    }

    private static CaseStory Promised() => new CaseStory()
        .Fact(Start, new CaseAccepted { Item = "PROMISED", Window = "W01", Hall = "H1", Handler = "U1" });

    private static CaseStageCompleted Stage(string name, string handler) => new() { Stage = name, Handler = handler };
}
