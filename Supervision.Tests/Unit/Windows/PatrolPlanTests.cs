using System.Collections.Frozen;
using Supervision.Core.Calendars;
using Supervision.Core.Entities;
using Supervision.Core.Reading;
using Supervision.Core.Rules;
using Supervision.Core.Windows;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Windows;

public class PatrolPlanTests
{
    [Theory]
    [InlineData("2018-10-19 08:00", "Later Later Later Later")]
    [InlineData("2018-10-19 10:00", "Due Later Later Later")]
    [InlineData("2018-10-19 10:30", "Missed Due Later Later")]
    [InlineData("2018-10-19 23:00", "Missed Missed Missed Missed")]
    public void Of_NobodyCame_TellsTimeAlone(string now, string expected) =>
        Assert.Equal(expected, Slots(now, TestRules.Book));

    [Theory]
    [InlineData("H1", "2018-10-19 09:00", "Done Missed Missed Missed")] // the beginning belongs to a slot
    [InlineData("W01", "2018-10-19 10:30", "Missed Done Missed Missed")] // its end to the next; a window to its hall
    [InlineData("H1", "2018-10-19 12:30", "Missed Missed Missed Missed")] // over lunch it is none of them
    [InlineData("T1", "2018-10-19 09:00", "Missed Missed Missed Missed")] // another hall
    [InlineData("nowhere", "2018-10-19 09:00", "Missed Missed Missed Missed")]
    public void Of_APatrol_CountsForTheSlotItFallsIn(string subject, string at, string expected) =>
        Assert.Equal(expected, Slots("2018-10-19 18:00", TestRules.Book, Patrol(subject, at)));

    [Fact]
    public void Of_ADayOff_AsksForNothing() =>
        Assert.Empty(PatrolPlan.Of("H1", new DateOnly(2018, 10, 20), [], Context("2018-10-20 18:00", TestRules.Book)));

    [Fact]
    public void Of_ASlotThatWantsAKind_TakesNoOther()
    {
        var book = RuleBookReader.Read(TestRules.Json.Replace(
            "\"findings\":",
            """ "presence": {"patrols": [{"from": "09:00", "to": "12:00", "kinds": ["video"]}]}, "findings":""",
            StringComparison.Ordinal));
        var patrol = Patrol("H1", "2018-10-19 09:30");
        Assert.Equal("Missed", Slots("2018-10-19 18:00", book, patrol));
        Assert.Equal("Done", Slots("2018-10-19 18:00", book, patrol with { Kind = "video" }));
    }

    [Theory]
    [InlineData("""{"from": "10:00", "to": "09:00"}""", "ends at 09:00")]
    [InlineData("""{"from": "09:00", "to": "10:00"}, {"from": "09:30", "to": "11:00"}""", "begins before 10:00")]
    [InlineData("""{"from": "09:00", "to": "10:00", "kinds": ["walk"]}""", "no kind of patrol")]
    [InlineData("""{"from": "09:00", "to": "10:00"}], "rounds": [{"every": "day"} """, "week")]
    [InlineData("""{"from": "09:00", "to": "10:00"}], "rounds": [{"times": 2} """, "every")]
    [InlineData("""{"from": "09:00", "to": "10:00"}], "patrolledKinds": ["tower" """, "tower")]
    public void Read_SlotsThatMakeNoSense_AreFaults(string slots, string fault)
    {
        var text = TestRules.Json.Replace(
            "\"findings\":", $$""" "presence": {"patrols": [{{slots}}]}, "findings":""", StringComparison.Ordinal);
        var refused = Assert.ThrowsAny<Exception>(() => RuleBookReader.Read(text));
        Assert.Contains(fault, refused.ToString(), StringComparison.Ordinal);
    }

    private static string Slots(string now, RuleBook book, params PatrolRow[] patrols) => string.Join(
        ' ', PatrolPlan.Of("H1", new DateOnly(2018, 10, 19), patrols, Context(now, book)).Select(slot => slot.State));

    private static PatrolRow Patrol(string subject, string at) =>
        new("1", subject, ClockSamples.At(at), "patrol", "U5", []);

    private static DecisionContext Context(string now, RuleBook book) => new(
        ClockSamples.At(now), book, new(ClockSamples.Calendar, FrozenDictionary<string, WorkCalendar>.Empty));
}
