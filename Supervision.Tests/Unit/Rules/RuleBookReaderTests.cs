using System.Collections.Immutable;
using Supervision.Core.Alerts;
using Supervision.Core.Calendars;
using Supervision.Core.Clocks;
using Supervision.Core.Facts;
using Supervision.Core.Rules;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Rules;

public class RuleBookReaderTests
{
    [Fact]
    public void Read_SmallBook_FillsEverySilentSectionWithItsDefault()
    {
        var book = TestRules.Book;

        Assert.Equal("Asia/Shanghai", book.Zone);
        Assert.Equal(Convention.Statutory, book.Convention);
        Assert.Equal(OfficeHours.Default, book.Hours);
        Assert.Equal(new Limit(5, LimitUnit.WorkingDay), book.Limits[ClockKind.Acceptance]);
        Assert.Equal(new Limit(10, LimitUnit.WorkingDay), book.Limits[ClockKind.Delivery]);
        Assert.Equal(new Limit(2, LimitUnit.WorkingDay), book.Limits[ClockKind.PreAcceptance]);
        Assert.Equal(new Limit(3, LimitUnit.WorkingDay), book.Limits[ClockKind.Certificate]);
        Assert.Equal(new Limit(3, LimitUnit.Month), book.ComplaintLimits["departments"]);
        Assert.Equal(TimeSpan.FromHours(24), book.Findings.LateRecording);
        Assert.Equal(TimeSpan.FromSeconds(30), book.Findings.InstantFinish);
        Assert.Equal("stateCouncil", book.Calendar.Notices);
        Assert.Equal("黄牌", book.Looks[AlertLevel.Yellow].Label);
    }

    [Theory]
    [InlineData(ClockKind.Promised, "warning -2, yellow 1")]
    [InlineData(ClockKind.Statutory, "red 1")]
    [InlineData(ClockKind.Immediate, "yellow 1")]
    [InlineData(ClockKind.Suspension, "warning -2, yellow 1, red 2")]
    [InlineData(ClockKind.PreAcceptance, "warning 1, yellow 4, red 6")]
    [InlineData(ClockKind.Certificate, "yellow 1")]
    [InlineData(ClockKind.Complaint, "warning -2, yellow 1, red 2")]
    [InlineData(ClockKind.Delivery, "warning -2, yellow 1")]
    [InlineData(ClockKind.Acceptance, "warning -2, yellow 1")]
    [InlineData(ClockKind.Stage, "yellow 1")]
    public void Read_SmallBook_HasThePublishedLevels(ClockKind kind, string expected)
    {
        var levels = TestRules.Book.Levels[kind].Select(rule => $"{Alert.LevelName(rule.Level)} {rule.Days}");
        Assert.Equal(expected, string.Join(", ", levels));
    }

    [Fact]
    public void Read_Item_KeepsLimitsStagesFeeAndRiskPoints()
    {
        var item = TestRules.Book.Items["PROMISED"];

        Assert.Equal(CaseType.Promised, item.CaseType);
        Assert.Equal(new Limit(7, LimitUnit.WorkingDay), item.Promised);
        Assert.Equal(new Limit(10, LimitUnit.WorkingDay), item.Statutory);
        Assert.Equal(["受理", "审查", "踏勘", "决定"], item.Stages.Select(stage => stage.Name));
        Assert.Equal([true, true, false, true], item.Stages.Select(stage => stage.Required));
        Assert.Equal(["U1", "U2"], item.Stages[0].Handlers);
        Assert.Equal(50m, item.Fee);
        Assert.Equal(["A01"], item.RiskPoints);
        Assert.Equal(ImmutableArray<StageRule>.Empty, TestRules.Book.Items["JOINT"].Stages);
    }

    [Fact]
    public void Read_ImmediateItemWithoutItsOwnLimit_TakesTheCommonOne()
    {
        var json = RuleBookText.With(
            """$.limits={"immediate":{"amount":45,"unit":"minute"}}""", "$.items[1].immediate");
        Assert.Equal(new Limit(45, LimitUnit.Minute), RuleBookReader.Read(json).Items["IMMEDIATE"].Immediate);
    }

    [Fact]
    public void Read_LevelsOfOneKind_LeavesTheOtherKindsAtTheirDefaults()
    {
        var json = RuleBookText.With(
            """$.levels={"promised":[{"level":"red","days":3,"confirmFirst":true},"""
                + """{"level":"yellow","days":2,"enabled":false}]}""");
        var book = RuleBookReader.Read(json);

        Assert.Equal(
            [new(AlertLevel.Yellow, 2, Enabled: false), new LevelRule(AlertLevel.Red, 3, ConfirmFirst: true)],
            book.Levels[ClockKind.Promised]);
        Assert.Equal(RuleDefaults.Levels[ClockKind.Suspension], book.Levels[ClockKind.Suspension]);
    }

    [Fact]
    public void Read_EmptyListOfLevels_SwitchesTheKindOff() =>
        Assert.Empty(RuleBookReader.Read(RuleBookText.With("""$.levels={"stage":[]}""")).Levels[ClockKind.Stage]);

    [Fact]
    public void Read_ManyFaults_ThrowsOneExceptionThatNamesThemAll()
    {
        var json = RuleBookText.With("$.zone=\"Mars/Olympus\"", "$.hours=[]", "$.items[0].promised.amount=-1");
        var thrown = Assert.Throws<RuleBookException>(() => RuleBookReader.Read(json));

        Assert.Equal(["$.zone", "$.hours", "$.items[0].promised.amount"], thrown.Faults.Select(fault => fault.Path));
        Assert.All(thrown.Faults, fault => Assert.Contains(fault.ToString(), thrown.Message, StringComparison.Ordinal));
    }
}
