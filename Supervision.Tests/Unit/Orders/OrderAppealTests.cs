using Supervision.Core.Orders;
using Supervision.Core.Reading;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Orders;

public class OrderAppealTests
{
    [Fact]
    public void Appeal_Upheld_GoesOnWhereItWasAndItsTimeDoesNotCount()
    {
        var story = OrderStory.At(OrderStatus.Acknowledged);
        Assert.Equal("10-18 17:00", ClockSamples.Text(story.Row.DueAt!.Value));
        story.Do("2018-10-16 10:00", "appeal").Run("2018-10-18 09:00").Do("2018-10-18 10:00", "upheld");
        Assert.Equal((OrderStatus.Acknowledged, LadderRung.Handler), (story.Row.State, story.Row.Rung));
        Assert.True(story.Row.DueAt >= ClockSamples.At("2018-10-22 17:00"), $"{story.Row.DueAt}");
    }

    [Fact]
    public void Appeal_Open_ClimbsNothing() =>
        Assert.Empty(OrderStory.At(OrderStatus.Appealed).Run("2018-12-30 10:00").Events.OfType<OrderClimbed>());

    [Fact]
    public void Appeal_SecondAtOneLevel_IsRefused_AtTheNextLevelNot()
    {
        var story = OrderStory.At(OrderStatus.Appealed).Do("2018-10-15 14:00", "upheld");
        Assert.Equal("order.appealedBefore", story.Do("2018-10-15 15:00", "appeal").Refusal?.Code);
        story.Run("2018-10-17 10:00");
        Assert.Equal(LadderRung.SectionHead, story.Row.Rung);
        Assert.Null(story.Do("2018-10-17 10:00", "appeal", OrderStory.Manager).Refusal);
    }

    [Fact]
    public void Appeal_Returned_MayBeMadeAgain()
    {
        var story = OrderStory.At(OrderStatus.Appealed).Do("2018-10-15 14:00", "returned");
        Assert.Equal(OrderStatus.Issued, story.Row.State);
        Assert.Null(story.Do("2018-10-15 15:00", "appeal").Refusal);
    }

    [Fact]
    public void Appeal_AfterItsTime_IsRefused()
    {
        var story = OrderStory.At(OrderStatus.Feedback);
        Assert.Equal("order.appealLate", story.Do(ClockSamples.At("2018-10-22 17:00").AddTicks(1),
            OrderStory.Step("appeal")).Refusal?.Code);
        Assert.Null(story.Do("2018-10-22 17:00", "appeal").Refusal);
    }

    [Fact]
    public void Appeal_Revoked_IsAReversalThatNamesItsCauses()
    {
        var story = OrderStory.At(OrderStatus.Appealed).Do("2018-10-15 14:00", "revoked");
        var revoked = story.Events.OfType<OrderRevoked>().Single();
        Assert.Equal([new CauseMark("case/C-1:promised.yellow", "C-1")], revoked.Causes);
        Assert.Equal((OrderStatus.Revoked, null), (story.Row.State, story.Row.DueAt));
    }

    [Theory]
    [InlineData(OrderStatus.Appealed, "close")]
    [InlineData(OrderStatus.Verified, "revoked")]
    [InlineData(OrderStatus.Verified, "upheld")]
    public void Decision_ThatDoesNotFitTheState_IsRefused(OrderStatus status, string outcome) => Assert.Equal(
        "order.wrongOutcome", OrderStory.At(status).Do("2018-10-15 14:00", outcome).Refusal?.Code);

    [Fact]
    public void Decision_ByWhoeverAppealed_IsRefused()
    {
        var story = OrderStory.Issued().Run("2018-10-18 18:00")
            .Do("2018-10-19 10:00", "appeal", OrderStory.GovernmentLeader);
        Assert.Equal(OrderStatus.Appealed, story.Row.State);
        Assert.Equal(
            "order.own", story.Do("2018-10-19 11:00", "revoked", OrderStory.GovernmentLeader).Refusal?.Code);
        Assert.Null(story.Do("2018-10-19 11:00", "revoked").Refusal);
    }
}
