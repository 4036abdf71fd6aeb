using System.Collections.Frozen;
using Supervision.Core.Calendars;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Sources;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Sources;

public class SourceDeciderTests
{
    private static readonly SourceDecider Decider = new();
    private SourceState state = (SourceState)Decider.Initial("/halls/h1/approval");

    [Fact]
    public void Silence_OfADay_IsAFindingOfItsHallUntilItIsHeardAgain()
    {
        Assert.Equal("FactRecorded DeadlineSet", Beat("2018-10-15 10:00", "2018-10-15 10:00"));
        Assert.Equal("", Tick("2018-10-16 10:00"));
        Assert.Equal("AlertRaised DeadlineSet", Tick(state.Deadline!.Value));
        Assert.Equal("", Tick("2018-10-20 10:00"));
        Assert.Equal("FactRecorded AlertRevoked DeadlineSet", Beat("2018-10-20 10:00", "2018-10-20 10:00"));
        Assert.Equal("AlertRestored DeadlineSet", Tick("2018-10-21 10:01"));
        Assert.Equal(2, Assert.Single(state.Alerts).Times);
        Assert.Equal("SourceHeard AlertRevoked DeadlineSet", Hear("2018-10-22 10:00"));
        Assert.False(state.Alerts[0].Standing);
    }

    [Fact]
    public void Finding_NamesTheHallThatReportsByTheSource()
    {
        Beat("2018-10-15 10:00", "2018-10-15 10:00");
        var raised = Decider.Decide(state, Core.Entities.Tick.Instance, At(ClockSamples.At("2018-10-17 10:00")))
            .OfType<AlertRaised>().Single();
        Assert.Equal(("H1", SourceDecider.Silent, ClockSamples.At("2018-10-16 10:00")),
            (raised.Place.Hall, raised.Alert.Code, raised.Alert.At));
    }

    [Fact]
    public void Heartbeats_InAnyOrder_EndInTheSameFinding()
    {
        string[] beats = ["2018-10-15 10:00", "2018-10-12 10:00", "2018-10-13 10:00"];
        foreach (var order in (int[][])[[0, 1, 2], [1, 2, 0], [2, 0, 1]])
        {
            state = (SourceState)Decider.Initial("/halls/h1/approval");
            Array.ForEach(order, i => Beat("2018-10-15 12:00", beats[i]));
            Assert.DoesNotContain(state.Alerts, mark => mark.Standing);
            Tick("2018-10-16 10:01");
            Assert.True(Assert.Single(state.Alerts).Standing);
        }
    }

    [Fact]
    public void Heartbeat_OfAClockThatIsAhead_IsOfNow()
    {
        Beat("2018-10-15 10:00", "2099-01-01 10:00");
        Assert.Equal("AlertRaised DeadlineSet", Tick("2018-10-16 10:01"));
    }

    [Fact]
    public void Source_ThatNeverSentAHeartbeat_IsNotListenedFor()
    {
        Assert.Equal("", Hear("2018-10-15 10:00"));
        Assert.Null(state.Deadline);
    }

    private string Beat(string now, string at) => Take(Decider.Decide(
        state,
        new FactArrived(new Fact("/halls/h1/approval", now + at, state.Name, ClockSamples.At(at), new Heartbeat())),
        At(ClockSamples.At(now))));

    private string Tick(string now) => Tick(ClockSamples.At(now));

    private string Tick(DateTimeOffset now) =>
        Take(Decider.Decide(state, Core.Entities.Tick.Instance, At(now)));

    private string Hear(string now) => Take(Decider.Answer(
        state, new HearSource { Source = "/t", Id = now }, At(ClockSamples.At(now))).Events);

    private string Take(IReadOnlyList<DomainEvent> events)
    {
        state = events.Aggregate(state, (known, @event) => (SourceState)Decider.Evolve(known, @event));
        return string.Join(' ', events.Select(@event => @event.GetType().Name));
    }

    private static DecisionContext At(DateTimeOffset now) => new(
        now, TestRules.Book, new HallCalendars(ClockSamples.Calendar, FrozenDictionary<string, WorkCalendar>.Empty));
}
