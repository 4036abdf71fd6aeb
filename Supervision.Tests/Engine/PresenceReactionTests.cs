using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Reading;
using Supervision.Core.Windows;
using Supervision.Tests.Support;

namespace Supervision.Tests.Engine;

/// <summary>What windows learn of other streams, over the real engine, from Monday 2018-10-15 10:00 on.</summary>
public class PresenceReactionTests
{
    [Fact]
    public void Punch_OfAHolder_StaffsTheWindow()
    {
        using var story = new EngineStory(reacts: true);
        story.Submitted(Punch("p1", "in", "10:00"));
        story.Run();
        var row = Window(story).Row!;
        Assert.Equal(WindowStatus.Staffed, row.State);
        Assert.Equal(["U1"], row.Present);
        Assert.Equal(1, story.System.Board.Current("H1").Windows.Staffed);
        story.Pass(TimeSpan.FromMinutes(1));
        story.Submitted(Punch("p2", "out", "10:00:30"));
        story.Run();
        Assert.Equal(WindowStatus.Unstaffed, Window(story).Row!.State);
        Assert.Equal(new WindowFigures(0, 0, 1), story.System.Board.Current("H1").Windows);
    }

    [Fact]
    public void Finding_OpensAnOrder_ThatALatePunchRevokes()
    {
        using var story = new EngineStory(reacts: true);
        story.Submitted(EngineStory.Fact("w", "W01", "2018-10-15 08:00", new WindowClosed()));
        story.Pass(TimeSpan.FromSeconds(5));
        var order = Assert.Single(Orders(story));
        Assert.Equal("window.unstaffed:2018-10-15:1", order.Code);
        story.Submitted(Punch("late", "in", "08:50"));
        story.Pass(TimeSpan.FromSeconds(5));
        Assert.Null(story.System.ReactionFault);
        Assert.Equal("", EntityStory<WindowState>.Standing(Window(story).Alerts));
        Assert.Equal(OrderStatus.Revoked, Assert.Single(Orders(story)).State);
    }

    [Fact]
    public void RatingOfACase_BelongsToItsWindow_AndOpensAnOrderUntilItIsCorrected()
    {
        using var story = new EngineStory(reacts: true);
        var accepted = CaseStory.Accepted() with { Hall = "H1", Window = "W01", Handler = "U1" };
        story.Submitted(EngineStory.Fact("a", data: accepted));
        story.Submitted(EngineStory.Fact("r1", data: new RatingGiven { Score = 1 }));
        story.Pass(TimeSpan.FromSeconds(5));
        var rated = (WindowState)EngineStory.Answered(story.Read(new StreamId(EntityKind.Window, "C-1")))!.State;
        Assert.Equal("W01", rated.Ratings.Visits[0].Row.Window);
        Assert.Null(story.System.ReactionFault);
        Assert.Equal((0, 1), Satisfaction(story));
        var order = Assert.Single(Orders(story));
        Assert.Equal((OrderSource.Rating, "W01", "U1"), (order.Source, order.Unit.Window, order.Person));
        story.Submitted(EngineStory.Fact("r2", at: "2018-10-15 10:01", data: new RatingGiven { Score = 5 }));
        story.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal((1, 1), Satisfaction(story));
        Assert.Equal(OrderStatus.Revoked, Assert.Single(Orders(story)).State);
    }

    [Fact]
    public void MissedPatrol_OpensAnOrderWithTheHall_ThatAPatrolToldLateRevokes()
    {
        using var story = new EngineStory(reacts: true);
        story.Submitted(Patrol("p1", "H1", "2018-10-15 09:30"), Patrol("p2", "W01", "2018-10-15 10:00"));
        story.Pass(TimeSpan.FromHours(1.75));
        Assert.Empty(Orders(story));
        story.Pass(TimeSpan.FromHours(0.5));
        story.Pass(TimeSpan.FromSeconds(5));
        var order = Assert.Single(Orders(story));
        Assert.Equal(
            (OrderSource.Finding, "patrol.missed:2018-10-15:2", "H1"), (order.Source, order.Code, order.Unit.Hall));
        story.Submitted(Patrol("p3", "W02", "2018-10-15 12:20", signedAt: "2018-10-15 10:40"));
        story.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(OrderStatus.Revoked, Assert.Single(Orders(story)).State);
        Assert.Null(story.System.ReactionFault);
    }

    [Fact]
    public void Hall_WhosePatrolsAreNeverHeardOf_IsNotAccused()
    {
        using var story = new EngineStory(reacts: true);
        story.Submitted(Punch("p1", "in", "10:00"));
        story.Pass(TimeSpan.FromDays(2));
        Assert.DoesNotContain(Orders(story), order => order.Code.StartsWith("patrol.", StringComparison.Ordinal));
    }

    [Fact]
    public void Crash_RepeatsNoNote()
    {
        using var story = new EngineStory(reacts: true);
        story.Submitted(Punch("p1", "in", "10:00"));
        story.Run();
        var entries = story.Entries;
        story.Crash(meanwhile: disk => File.Delete(Path.Combine(disk.Folder, "reactions.position")));
        story.Run();
        Assert.Equal(entries, story.Entries);
        Assert.Equal(WindowStatus.Staffed, Window(story).Row!.State);
    }

    private static Fact Patrol(string id, string subject, string at, string? signedAt = null) => EngineStory.Fact(
        id, subject, at, new PatrolRecorded
        {
            Kind = "patrol",
            SignedAt = signedAt is null ? null : ClockSamples.At(signedAt),
        });

    private static Fact Punch(string id, string direction, string at) => EngineStory.Fact(
        id, "U1", $"2018-10-15 {at}", new AttendancePunched { Direction = direction });

    private static WindowState Window(EngineStory story) => (WindowState)EngineStory.Answered(
        story.Read(new StreamId(EntityKind.Window, "W01")))!.State;

    private static IReadOnlyList<OrderRow> Orders(EngineStory story) =>
        story.System.Orders.Find(new OrderQuery()).Items;

    private static (long, long) Satisfaction(EngineStory story)
    {
        var rate = story.System.Board.Current("H1").Satisfaction;
        return (rate.Numerator, rate.Denominator);
    }
}
