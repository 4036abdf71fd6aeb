using System.Collections.Frozen;
using Supervision.Core.Calendars;
using Supervision.Core.Entities;
using Supervision.Core.Orders;
using Supervision.Core.Reading;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Orders;

public class RegisterTests
{
    private static readonly RegisterDecider Decider = new();
    private RegisterState state = (RegisterState)Decider.Initial("H1");

    [Fact]
    public void Numbers_CountPerYear()
    {
        Assert.Equal("H1-2018-00001", Numbered("2018-10-15 10:00", Cause("a", "x.yellow")));
        Assert.Equal("H1-2018-00002", Numbered("2018-10-15 10:00", Cause("b", "y.yellow")));
        Assert.Equal("H1-2019-00001", Numbered("2019-01-02 10:00", Cause("c", "x.yellow")));
    }

    [Fact]
    public void Causes_OfOneCodeAndUnitWithinTheWindow_ShareAnOrder()
    {
        Assert.Equal("H1-2018-00001", Numbered("2018-10-15 10:00", Cause("a", "x.yellow")));
        Assert.Equal(["joined H1-2018-00001"], Enter("2018-10-15 10:29", Cause("b", "x.yellow")));
        Assert.Equal("H1-2018-00002", Numbered("2018-10-15 10:30", Cause("c", "x.yellow")));
    }

    [Fact]
    public void Causes_OfAnotherUnit_HaveAnOrderOfTheirOwn()
    {
        Numbered("2018-10-15 10:00", Cause("a", "x.yellow"));
        Numbered("2018-10-15 10:00", Cause("b", "x.yellow") with { Unit = new OrderUnit("H1", "D1", "W02") });
    }

    [Fact]
    public void BadRatings_AreNeverGrouped()
    {
        Numbered("2018-10-15 10:00", Cause("a", "rating.bad", OrderSource.Rating));
        Numbered("2018-10-15 10:00", Cause("b", "rating.bad", OrderSource.Rating));
    }

    [Fact]
    public void Group_ThatIsFullOrHasEnded_TakesNoMore()
    {
        Numbered("2018-10-15 10:00", Cause("0", "x.yellow"));
        for (var i = 1; i < 200; i++)
        {
            Assert.StartsWith("joined", Enter("2018-10-15 10:00", Cause($"{i}", "x.yellow")).Single(),
                StringComparison.Ordinal);
        }

        var second = Numbered("2018-10-15 10:00", Cause("200", "x.yellow"));
        Numbered("2018-10-15 10:00", Cause("201", "x.yellow"), except: second);
    }

    [Fact]
    public void Silence_HasAuthorReasonAndEnd_AndSilencesWhatItCovers()
    {
        Assert.Equal("silence.notYours", Silence(OrderStory.Clerk, "演练", "2018-10-16 10:00"));
        Assert.Equal("silence.notYours", Silence(OrderStory.OtherInspector, "演练", "2018-10-16 10:00"));
        Assert.Equal("silence.reason", Silence(OrderStory.Inspector, " ", "2018-10-16 10:00"));
        Assert.Equal("silence.end", Silence(OrderStory.Inspector, "演练", "2018-10-15 09:00"));
        Assert.Equal("silence.end", Silence(OrderStory.Inspector, "演练", "2018-12-15 09:00"));
        Assert.Null(Silence(OrderStory.Inspector, "网络割接", "2018-10-16 10:00"));
        Assert.Equal(["silenced"], Enter("2018-10-15 11:00", Cause("a", "x.yellow")));
        Numbered("2018-10-15 11:00", Cause("b", "y.yellow"));
        Numbered("2018-10-16 10:00", Cause("c", "x.yellow"));
    }

    [Fact]
    public void Silence_Ended_SilencesNothingMore()
    {
        Silence(OrderStory.Inspector, "网络割接", "2018-10-16 10:00");
        Answer("2018-10-15 10:30", new EndSilence("s", OrderStory.Inspector) { Source = "/t", Id = "e" });
        Numbered("2018-10-15 11:00", Cause("a", "x.yellow"));
    }

    [Fact]
    public void Order_ByHand_IsIssuedByInspectorsAndSpotCheckersOfTheUnit()
    {
        var byHand = Cause("h", "byHand", OrderSource.ByHand);
        Assert.Equal("order.notYours", Answer("2018-10-15 10:00", new EnterCause(byHand with { By = OrderStory.Clerk })
        {
            Source = "/t",
            Id = "1",
        }).Refusal?.Code);
        Numbered("2018-10-15 10:00", byHand with { By = OrderStory.Inspector });
    }

    private static OrderCause Cause(string reference, string code, OrderSource source = OrderSource.Card) =>
        OrderStory.Cause(reference, source, code: code);

    private string? Silence(Core.People.Actor by, string reason, string until) => Answer(
        "2018-10-15 10:00", new SilenceOrders
        {
            Source = "/t",
            Id = "s",
            By = by,
            Reason = reason,
            Until = ClockSamples.At(until),
            Code = "x.yellow",
        }).Refusal?.Code;

    private string Numbered(string now, OrderCause cause, string? except = null)
    {
        var what = Enter(now, cause, except).Single();
        Assert.StartsWith("numbered ", what, StringComparison.Ordinal);
        return what["numbered ".Length..];
    }

    private string[] Enter(string now, OrderCause cause, string? except = null) =>
    [
        .. Answer(now, new EnterCause(cause, except) { Source = "/t", Id = cause.Reference }).Events.Select(
            @event => @event switch
            {
                CauseNumbered e => $"numbered {e.No}",
                CauseJoined e => $"joined {e.No}",
                CauseSilenced => "silenced",
                _ => @event.GetType().Name,
            }),
    ];

    private Decision Answer(string now, Command command)
    {
        var context = new DecisionContext(
            ClockSamples.At(now), TestRules.Book,
            new HallCalendars(ClockSamples.Calendar, FrozenDictionary<string, WorkCalendar>.Empty));
        var decision = Decider.Answer(state, command, context);
        state = decision.Events.Aggregate(state, (known, @event) => (RegisterState)Decider.Evolve(known, @event));
        return decision;
    }
}
