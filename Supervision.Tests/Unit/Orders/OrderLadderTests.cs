using Supervision.Core.Orders;
using Supervision.Core.Reading;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Orders;

/// <summary>Issued on Monday 2018-10-15 10:00; every limit here is one working day, due at close of business.</summary>
public class OrderLadderTests
{
    [Fact]
    public void Silence_ClimbsOneRungAtATimeInWorkingTime()
    {
        var story = OrderStory.Issued().Run("2018-11-30 10:00");
        var climbs = story.Events.OfType<OrderClimbed>().Select(climb => $"{climb.Rung} {ClockSamples.Text(climb.At)}");
        Assert.Equal(
            ["SectionHead 10-16 17:00", "CentreLeader 10-17 17:00", "GovernmentLeader 10-18 17:00"], climbs);
        Assert.Null(story.State.Deadline);
        Assert.Equal(OrderStatus.Issued, story.Row.State);
    }

    [Fact]
    public void Silence_OverAWeekend_CountsNoDayOff()
    {
        var issue = new IssueOrder(OrderStory.Cause()) { Source = "/t", Id = "issue" };
        var story = new OrderStory().Do("2018-10-19 10:00", issue);
        story.Run("2018-10-22 17:00");
        Assert.Equal(LadderRung.Handler, story.Row.Rung);
        story.Tick(ClockSamples.At("2018-10-22 17:00").AddTicks(1));
        Assert.Equal(LadderRung.SectionHead, story.Row.Rung);
    }

    [Fact]
    public void Tick_ExactlyOnTheLimit_ClimbsNothing_OneTickLaterOnce()
    {
        var story = OrderStory.Issued();
        var due = story.Row.DueAt!.Value;
        Assert.Empty(story.Tick(due).LastEvents.OfType<OrderClimbed>());
        Assert.Single(story.Tick(due.AddTicks(1)).LastEvents.OfType<OrderClimbed>());
        Assert.Empty(story.Tick(due.AddTicks(1)).LastEvents);
    }

    [Fact]
    public void Tick_DaysLate_ClimbsOneRungAndLeavesTheNextItsTime()
    {
        var story = OrderStory.Issued().Tick("2018-10-30 10:00");
        Assert.Equal(LadderRung.SectionHead, story.Row.Rung);
        Assert.Equal("10-31 17:00", ClockSamples.Text(story.Row.DueAt!.Value));
    }

    [Fact]
    public void Command_AfterALimitWhoseTickHasNotCome_ClimbsFirst()
    {
        var story = OrderStory.Issued().Do("2018-10-17 10:00", "acknowledge");
        Assert.Null(story.Refusal);
        Assert.Equal((LadderRung.SectionHead, OrderStatus.Acknowledged), (story.Row.Rung, story.Row.State));
    }

    [Fact]
    public void Answer_OfTheNextStep_HasItsOwnLimitAndDoesNotComeDown()
    {
        var story = OrderStory.Issued().Run("2018-10-17 09:00").Do("2018-10-17 10:00", "acknowledge");
        Assert.Equal(LadderRung.SectionHead, story.Row.Rung);
        Assert.Equal("10-22 17:00", ClockSamples.Text(story.Row.DueAt!.Value)); // three working days for feedback
        story.Run("2018-10-22 18:00");
        Assert.Equal(LadderRung.CentreLeader, story.Row.Rung);
    }

    [Fact]
    public void Leader_AnswersOnceItHasClimbedToThem()
    {
        var story = OrderStory.Issued();
        Assert.NotNull(story.Do("2018-10-15 11:00", "acknowledge", OrderStory.CentreLeader).Refusal);
        story.Run("2018-10-17 18:00");
        Assert.NotNull(story.Do("2018-10-18 10:00", "acknowledge", OrderStory.GovernmentLeader).Refusal);
        Assert.Null(story.Do("2018-10-18 10:00", "acknowledge", OrderStory.CentreLeader).Refusal);
    }

    [Fact]
    public void Supervisors_SteppingLate_MoveNoLadder()
    {
        var story = OrderStory.At(OrderStatus.Rectified).Run("2018-12-30 10:00");
        Assert.Empty(story.Events.OfType<OrderClimbed>());
    }

    [Fact]
    public void Reminder_ComesOnceBeforeTheLimit()
    {
        var story = OrderStory.At(OrderStatus.Acknowledged).Run("2018-10-18 16:59");
        Assert.Single(story.Events.OfType<OrderReminded>());
        Assert.Empty(story.Events.OfType<OrderClimbed>());
    }
}
