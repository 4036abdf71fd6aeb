using Supervision.Core.Orders;
using Supervision.Core.People;
using Supervision.Core.Reading;
using Supervision.Tests.Support;
using Supervision.Tests.Unit.Rules;

namespace Supervision.Tests.Unit.Orders;

public class OrderStepTests
{
    private const string Noon = "2018-10-15 12:00";

    [Fact]
    public void Steps_InTheirOrder_CloseTheOrder()
    {
        var story = OrderStory.Issued();
        List<OrderStatus> states = [story.Row.State];
        foreach (var step in new[] { "acknowledge", "feedback", "rectify", "verify", "close" })
        {
            Assert.Null(story.Do(Noon, step).Refusal);
            states.Add(story.Row.State);
        }

        Assert.Equal(
            [OrderStatus.Issued, OrderStatus.Acknowledged, OrderStatus.Feedback, OrderStatus.Rectified,
                OrderStatus.Verified, OrderStatus.Closed], states);
        Assert.Equal((ClockSamples.At(Noon), null, null), (story.Row.EndedAt, story.Row.DueAt, story.State.Deadline));
    }

    [Theory]
    [InlineData(OrderStatus.Issued, "feedback")]
    [InlineData(OrderStatus.Issued, "rectify")]
    [InlineData(OrderStatus.Issued, "verify")]
    [InlineData(OrderStatus.Issued, "close")]
    [InlineData(OrderStatus.Acknowledged, "acknowledge")]
    [InlineData(OrderStatus.Acknowledged, "rectify")]
    [InlineData(OrderStatus.Feedback, "verify")]
    [InlineData(OrderStatus.Rectified, "close")]
    [InlineData(OrderStatus.Verified, "appeal")]
    [InlineData(OrderStatus.Appealed, "appeal")]
    [InlineData(OrderStatus.Appealed, "acknowledge")]
    public void Step_OutOfTurn_IsRefusedAndChangesNothing(OrderStatus status, string step)
    {
        var story = OrderStory.At(status);
        var before = story.State;
        story.Do(Noon, step);
        Assert.Equal("order.outOfTurn", story.Refusal?.Code);
        Assert.Empty(story.LastEvents);
        Assert.Same(before, story.State);
    }

    [Theory]
    [InlineData(OrderStatus.Closed)]
    [InlineData(OrderStatus.Revoked)]
    public void Step_OfAnEndedOrder_IsRefused(OrderStatus status) =>
        Assert.Equal("order.ended", OrderStory.At(status).Do(Noon, "acknowledge").Refusal?.Code);

    [Fact]
    public void Step_OfTwoPeopleAtOneInstant_OneWinsAndTheOtherIsTold()
    {
        var story = OrderStory.Issued();
        Assert.Null(story.Do(Noon, OrderStory.Step("acknowledge", OrderStory.Clerk, seen: 0)).Refusal);
        story.Do(Noon, OrderStory.Step("acknowledge", OrderStory.Manager, seen: 0));
        Assert.Equal("order.changed", story.Refusal?.Code);
        Assert.Contains("张一", story.Refusal!.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Step_ByTheWrongRoleOrOrganisation_IsRefused()
    {
        Actor[] wrong =
        [
            new("U9", "别人", Role.Clerk, "W01"), new("M9", "别处", Role.Manager, "W02"),
            new("M8", "无处", Role.Manager, null), OrderStory.Inspector, OrderStory.CentreLeader,
            OrderStory.GovernmentLeader, new("A", "管理员", Role.Admin, null), new("B", "审计", Role.Auditor, null),
        ];
        foreach (var by in wrong)
        {
            Assert.Equal("order.notYours", OrderStory.Issued().Do(Noon, "acknowledge", by).Refusal?.Code);
        }

        Actor[] noJudges =
            [OrderStory.Clerk, OrderStory.Manager, OrderStory.OtherInspector, OrderStory.GovernmentLeader];
        foreach (var by in noJudges)
        {
            Assert.Equal("order.notYours", OrderStory.At(OrderStatus.Rectified).Do(Noon, "verify", by).Refusal?.Code);
        }
    }

    [Theory]
    [InlineData("", "order.wordless")]
    [InlineData("  \n", "order.wordless")]
    public void Feedback_WithoutWords_IsRefused(string words, string code) => Assert.Equal(
        code,
        OrderStory.At(OrderStatus.Acknowledged).Do(Noon, OrderStory.Step("feedback", words: words)).Refusal?.Code);

    [Fact]
    public void Words_TooLong_AreRefused() => Assert.Equal(
        "order.tooLong",
        OrderStory.Issued().Do(Noon, OrderStory.Step("acknowledge", words: new string('字', 4001))).Refusal?.Code);

    [Fact]
    public void Verification_NotPassed_HasTheRectificationDoneAgainWithItsWholeLimit()
    {
        var story = OrderStory.At(OrderStatus.Rectified).Do("2018-10-16 09:00", "fail");
        Assert.Equal((OrderStatus.Feedback, OrderStep.Rectify), (story.Row.State, story.Row.WaitsFor));
        Assert.Equal("10-30 17:00", ClockSamples.Text(story.Row.DueAt!.Value)); // ten working days from the 16th
        Assert.Null(story.Do("2018-10-16 10:00", "rectify").Refusal);
    }

    [Fact]
    public void BadRating_IsRectifiedInFivePartsNoneSkipped()
    {
        var story = OrderStory.Issued(OrderSource.Rating).Do(Noon, "acknowledge").Do(Noon, "feedback");
        var late = (ReportRectification)OrderStory.Step("rectify") with { Part = RectifyPart.Improve };
        Assert.Equal("order.partOutOfTurn", story.Do(Noon, late).Refusal?.Code);
        foreach (var part in Enum.GetValues<RectifyPart>())
        {
            Assert.Equal((OrderStatus.Feedback, part), (story.Row.State, story.Row.Part));
            story.Do(Noon, (ReportRectification)OrderStory.Step("rectify") with { Part = part });
            Assert.Null(story.Refusal);
        }

        Assert.Equal((OrderStatus.Rectified, null), (story.Row.State, story.Row.Part));
    }

    [Fact]
    public void BadRating_IsContactedInOneDayAndRectifiedInFifteen()
    {
        var story = OrderStory.Issued(OrderSource.Rating);
        Assert.Equal("10-16 17:00", ClockSamples.Text(story.Row.DueAt!.Value));
        story.Do(Noon, "acknowledge").Do(Noon, "feedback");
        Assert.Equal("11-05 17:00", ClockSamples.Text(story.Row.DueAt!.Value)); // 15 working days after 15 October
    }

    [Fact]
    public void OrdinaryOrder_KnowsNoParts() => Assert.Equal(
        "order.noParts",
        OrderStory.At(OrderStatus.Feedback)
            .Do(Noon, (ReportRectification)OrderStory.Step("rectify") with { Part = RectifyPart.Investigate })
            .Refusal?.Code);

    [Fact]
    public void Accountability_IsFromTheRuleBookAndOnlyWhenClosing()
    {
        var book = Core.Rules.RuleBookReader.Read(RuleBookText.With(
            """$.orders={"accountability":[{"code":"B-07","subject":"窗口工作人员","name":"超时办理"}]}"""));
        var close = (DecideOrder)OrderStory.Step("close") with { Accountability = ["B-07"] };
        var story = OrderStory.Issued(book: book);
        foreach (var step in new[] { "acknowledge", "feedback", "rectify", "verify" }) story.Do(Noon, step);
        Assert.Equal("order.unknownAct", story.Do(Noon, close with { Accountability = ["B-08"] }).Refusal?.Code);
        Assert.Null(story.Do(Noon, close).Refusal);
        Assert.Equal(["B-07"], story.Events.OfType<OrderStepTaken>().Last().Accountability!.Value);

        var appealed = OrderStory.At(OrderStatus.Appealed)
            .Do(Noon, (DecideOrder)OrderStory.Step("upheld") with { Accountability = [] });
        Assert.Null(appealed.Refusal);
    }

    [Fact]
    public void Causes_OfSeveralPeople_AreTheUnits()
    {
        var story = OrderStory.Issued().Do(Noon, new AddCause(
            OrderStory.Cause("case/C-2:promised.yellow", person: "U2", subject: "C-2"))
        { Source = "/t", Id = "a" });
        Assert.Equal((2, null), (story.Row.Causes, story.Row.Person));
        Assert.Empty(story.Do(Noon, new AddCause(
            OrderStory.Cause("case/C-2:promised.yellow", subject: "C-2"))
        { Source = "/t", Id = "b" }).LastEvents);
    }

    [Fact]
    public void Cause_TheLastOneWithdrawn_RevokesTheOrder()
    {
        var story = OrderStory.Issued().Do(Noon, new AddCause(
            OrderStory.Cause("case/C-2:promised.yellow", subject: "C-2"))
        { Source = "/t", Id = "a" });
        story.Do(Noon, new WithdrawCause("case/C-1:promised.yellow", "late") { Source = "/t", Id = "w1" });
        Assert.Equal(OrderStatus.Issued, story.Row.State);
        story.Do(Noon, new WithdrawCause("case/C-2:promised.yellow", "late") { Source = "/t", Id = "w2" });
        Assert.Equal((OrderStatus.Revoked, null), (story.Row.State, story.Row.WaitsFor));
        Assert.Empty(story.Events.OfType<OrderRevoked>().Single().Causes); // late truth has revoked the cards already
    }
}
