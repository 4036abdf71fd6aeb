using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Orders;
using Supervision.Core.Reading;
using Supervision.Silo.Runtime;
using Supervision.Tests.Simulation;
using Supervision.Tests.Support;

namespace Supervision.Tests.Engine;

/// <summary>Reactions over the real engine on simulated time, from Monday 2018-10-15 10:00 on.</summary>
public class OrderReactionTests
{
    private static readonly StreamId Case = new(EntityKind.Case, "C-1");

    [Fact]
    public void Card_OfAConfiguredLevel_OpensOneOrder()
    {
        using var story = Overdue();
        var order = Orders(story).Single();
        Assert.Equal(
            (OrderSource.Card, "promised.yellow", "C-1", 1), (order.Source, order.Code, order.Subject, order.Causes));
        Assert.Null(story.System.ReactionFault);
    }

    [Fact]
    public void Storm_OfOneUnit_IsOneOrderPerCodeAndLosesNoCause()
    {
        using var story = new EngineStory(reacts: true);
        story.Submitted([.. Enumerable.Range(0, 250).Select(i => EngineStory.Fact($"f{i}", $"C-{i}"))]);
        story.Pass(TimeSpan.FromDays(9.4));
        Assert.Equal([50, 200], Orders(story).Select(order => order.Causes).Order());
        Assert.Equal(250, Causes(story).Distinct().Count());
        Assert.Equal(250, Causes(story).Count);
    }

    [Fact]
    public void LateTruth_ThatDisprovesTheCard_RevokesItsOrder()
    {
        using var story = Overdue();
        story.Submitted(EngineStory.Fact("late", at: "2018-10-16 10:00", data: new CaseFinished()));
        story.Run();
        Assert.Equal(OrderStatus.Revoked, Orders(story).Single().State);
    }

    [Fact]
    public void Card_ThatIsProvedAgain_OpensAnOrderThatNamesTheFormer()
    {
        using var story = Overdue();
        story.Submitted(EngineStory.Fact("late", at: "2018-10-16 10:00", data: new CaseFinished()));
        story.Run();
        story.Submitted(EngineStory.Fact("earlier", at: "2018-09-17 10:00", data: CaseStory.Accepted() with
        {
            Hall = "H1",
            Window = "W01",
        }));
        story.Run();
        Assert.Contains("promised.yellow", story.Cards(), StringComparison.Ordinal);
        var orders = Orders(story).Where(order => order.Code == "promised.yellow").OrderBy(order => order.No).ToArray();
        Assert.Equal([OrderStatus.Revoked, OrderStatus.Issued], orders.Select(order => order.State));
        Assert.Equal([null, orders[0].No], orders.Select(order => order.Former));
        Assert.Contains("case/C-1:promised.yellow@2", Causes(story));
        Assert.Contains($"former={orders[0].No}", EngineStory.Answered(story.File(orders[1].No))!.Timeline[0].Words,
            StringComparison.Ordinal);

        story.Submitted(EngineStory.Fact("later", at: "2018-09-18 10:00", data: new CaseFinished()));
        story.Run();
        Assert.All(
            Orders(story).Where(order => order.Code == "promised.yellow"),
            order => Assert.Equal(OrderStatus.Revoked, order.State));
    }

    /// <summary>The card is revoked after its cause was entered and before there is an order to tell.</summary>
    [Fact]
    public void LateTruth_ThatComesBeforeTheOrderIsOpen_RevokesItAllTheSame()
    {
        for (var steps = 0; steps < 120; steps += 3)
        {
            using var story = new EngineStory(seed: steps, reacts: true);
            story.Submitted(EngineStory.Fact("a", data: CaseStory.Accepted() with { Hall = "H1", Window = "W01" }));
            story.Time.Advance(TimeSpan.FromDays(9.4));
            story.Run(steps);
            _ = story.Begun([EngineStory.Fact("late", at: "2018-10-16 10:00", data: new CaseFinished())]);
            story.Run();
            Assert.All(
                Orders(story).Where(order => order.Code == "promised.yellow"),
                order => Assert.Equal(OrderStatus.Revoked, order.State));
        }
    }

    [Fact]
    public void SilentLink_HoldsTheCardsOfItsHall_UntilItIsBackAndHasCaughtUp()
    {
        using var story = new EngineStory(reacts: true);
        story.Submitted(
            EngineStory.Fact("beat", "/halls/h1", data: new Heartbeat()),
            EngineStory.Fact("a", data: CaseStory.Accepted() with { Hall = "H1", Window = "W01" }),
            EngineStory.Fact("b", "C-2", data: CaseStory.Accepted() with { Hall = "H1", Window = "W01" }),
            EngineStory.Fact("c", "C-3", data: CaseStory.Accepted() with { Hall = "T1" }));
        story.Pass(TimeSpan.FromDays(2)); // a day of silence is found long before the limits pass
        story.Pass(TimeSpan.FromDays(7.4));
        Assert.Equal(["case/C-3:promised.yellow"], Causes(story));

        // By the first fact of any kind the link is back; what was finished in time is told a moment later.
        story.Submitted(new Fact("/halls/h1", "first", "W01", story.Time.GetUtcNow(), new WindowOpened()));
        story.Run();
        story.Submitted(EngineStory.Fact("late", at: "2018-10-16 10:00", data: new CaseFinished()));
        story.Pass(TimeSpan.FromMinutes(29));
        Assert.Equal(["case/C-3:promised.yellow"], Causes(story));
        story.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(["case/C-3:promised.yellow", "case/C-2:promised.yellow"], Promised(story));
        Assert.Null(story.System.ReactionFault);
    }

    [Fact]
    public void Appeal_ThatRevokesTheOrder_RevokesTheCardForGood()
    {
        using var story = Overdue();
        var no = Orders(story).Single().No;
        var stream = new StreamId(EntityKind.Order, no);
        Assert.Null(story.Commanded(stream, OrderStory.Step("appeal", OrderStory.Manager)));
        Assert.Null(story.Commanded(stream, OrderStory.Step("revoked")));
        story.Run();
        Assert.DoesNotContain("promised.yellow", story.Cards(), StringComparison.Ordinal);
        story.Submitted(
            EngineStory.Fact("later", at: "2018-10-17 10:00", data: new CaseStageEntered { Stage = "审查" }));
        var state = (CaseState)EngineStory.Answered(story.Read("C-1"))!.State;
        Assert.Equal(no, state.Alerts.Single(mark => mark.Key == "promised.yellow").WaivedBy);
        Assert.DoesNotContain("promised.yellow", story.Cards(), StringComparison.Ordinal);
        Assert.Equal(Core.Alerts.AlertState.Revoked, AlertStateOf(story));
    }

    [Theory]
    [InlineData(AppendFault.DeathBefore)]
    [InlineData(AppendFault.DeathAfter)]
    [InlineData(AppendFault.Before)]
    [InlineData(AppendFault.After)]
    public void Crash_AtAnyAppend_LosesNoOrderAndRaisesNoneTwice(AppendFault fault)
    {
        for (var at = 0; at < 6; at++)
        {
            using var story = new EngineStory(reacts: true);
            story.Submitted(EngineStory.Fact("a"), EngineStory.Fact("b", "C-2"));
            var left = at;
            story.System.Journal.NextAppend = () => left-- == 0 ? fault : AppendFault.None;
            story.Pass(TimeSpan.FromDays(9.4));
            story.Pass(TimeSpan.FromSeconds(5));
            story.Crash();
            story.Pass(TimeSpan.FromSeconds(5));
            Assert.Equal(
                ["case/C-1:promised.yellow", "case/C-2:promised.yellow"],
                Causes(story).Order(StringComparer.Ordinal));
            Assert.Equal(2, Orders(story).Sum(order => order.Causes));
        }
    }

    [Fact]
    public void Position_Lost_RepeatsNothing()
    {
        using var story = Overdue();
        var entries = story.Entries;
        story.Crash(meanwhile: disk => File.Delete(Path.Combine(disk.Folder, "reactions.position")));
        story.Run();
        Assert.Equal(entries, story.Entries);
        Assert.Single(Orders(story));
    }

    [Fact]
    public void SwitchedOn_OverAJournalThatHasCards_AsksNobodyAboutThem()
    {
        using var story = new EngineStory();
        story.Submitted(EngineStory.Fact("a"));
        story.Pass(TimeSpan.FromDays(9.4));
        story.Submitted(EngineStory.Fact("b", "C-2", "2018-10-24 18:00"));
        story.Reacts = true;
        story.Crash();
        story.Run();
        Assert.Empty(Orders(story));
        story.Pass(TimeSpan.FromDays(9));
        Assert.Equal(["case/C-2:promised.yellow"], Promised(story));
    }

    /// <summary>
    /// What comes while the switched-on system is down is no history, not even when the position is lost with it.
    /// </summary>
    [Fact]
    public void SwitchedOn_ThenPositionLost_LosesNoCauseThatCameAfter()
    {
        using var story = new EngineStory();
        story.Submitted(EngineStory.Fact("a"));
        story.Pass(TimeSpan.FromDays(9.4));
        story.Reacts = true;
        story.Crash();
        story.Run();
        story.Submitted(EngineStory.Fact("b", "C-2", "2018-10-24 18:00"));
        story.Reacts = false;
        story.Crash();
        story.Pass(TimeSpan.FromDays(9));
        story.Reacts = true;
        story.Crash(meanwhile: disk => File.Delete(disk.Reactions));
        story.Run();
        Assert.Equal(["case/C-2:promised.yellow"], Promised(story));
    }

    [Theory]
    [InlineData("2018-07-17 10:00", 1)] // 60 working days before the 15th of October, the limit by default
    [InlineData("2018-07-16 10:00", 0)]
    [InlineData("2010-07-19 10:00", 0)]
    public void Cause_ThatBecameKnownLongAfterItHappened_IsHistory(string at, int orders)
    {
        using var story = new EngineStory(reacts: true);
        story.Submitted(EngineStory.Fact("c", at: at, data: new ComplaintFiled { Hall = "H1" }));
        story.Run();
        var own = Orders(story).Where(order => order.Source == OrderSource.Complaint); // its cards are newer
        Assert.Equal(orders, own.Count());
    }

    [Fact]
    public void Command_SentTwice_IsCarriedOutOnce()
    {
        using var story = Overdue();
        var stream = new StreamId(EntityKind.Order, Orders(story).Single().No);
        var step = OrderStory.Step("acknowledge", OrderStory.Manager);
        Assert.Null(story.Commanded(stream, step));
        var entries = story.Entries;
        Assert.Null(story.Commanded(stream, step));
        Assert.Equal(entries, story.Entries);
        story.Crash();
        story.Run();
        entries = story.Entries;
        Assert.Null(story.Commanded(stream, step));
        Assert.Equal(entries, story.Entries);
        var another = OrderStory.Step("acknowledge", step.By) with { Id = "another" };
        Assert.Equal("order.outOfTurn", story.Commanded(stream, another)?.Code);
        Assert.Equal(entries, story.Entries);
    }

    /// <summary>A case of window W01 whose promised limit of 7 working days has just passed.</summary>
    private static EngineStory Overdue()
    {
        var story = new EngineStory(reacts: true);
        story.Submitted(EngineStory.Fact("a", data: CaseStory.Accepted() with { Hall = "H1", Window = "W01" }));
        story.Pass(TimeSpan.FromDays(9.4)); // close of business of the 24th, and an hour or two
        return story;
    }

    private static IReadOnlyList<OrderRow> Orders(EngineStory story) =>
        story.System.Orders.Find(new OrderQuery()).Items;

    /// <summary>References of every cause any order was opened for or stands for, as the journal has them.</summary>
    private static List<string> Causes(EngineStory story) =>
    [
        .. story.Disk.Disk!.Turns.SelectMany(turn => new JsonEventCodec().Decode(turn.Body))
            .Select(@event => @event switch
            {
                OrderIssued e => e.Cause.Reference,
                CauseAdded e => e.Cause.Reference,
                _ => null,
            }).OfType<string>(),
    ];

    private static IEnumerable<string> Promised(EngineStory story) =>
        Causes(story).Where(reference => reference.EndsWith("promised.yellow", StringComparison.Ordinal));

    private static Core.Alerts.AlertState AlertStateOf(EngineStory story)
    {
        story.Run();
        return new Silo.Views.AlertList(story.System.ViewRows, story.System.Alerts)
            .Find($"{Case}:promised.yellow")!.State;
    }
}
