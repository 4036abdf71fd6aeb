using Supervision.Core.Alerts;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Orders;
using Supervision.Core.Ports;
using Supervision.Core.Ratings;
using Supervision.Core.Reading;
using Supervision.Core.Rules;

namespace Supervision.Tests.Simulation;

/// <summary>What holds of orders after any run: none is lost, none is raised twice, numbers have no gaps.</summary>
internal static class OrderInvariants
{
    public static void Check(SimulatedSystem system, List<JournalEntry> journal)
    {
        if (!system.Reacts)
        {
            return;
        }

        Assert.Null(system.ReactionFault);
        CheckNumbers(journal);
        CheckCauses(journal);
        var states = journal.GroupBy(entry => entry.Turn.Stream)
            .ToDictionary(entries => entries.Key, entries => SimulationInvariants.Fold(entries.Key, entries));
        var alerts = AlertFold.Of(journal);
        CheckReversals(states, alerts);
        CheckRatings(journal, states);
        CheckHeld(journal, states, alerts);
    }

    private static void CheckNumbers(List<JournalEntry> journal)
    {
        var numbered = Events(journal).Select(one => one.Event).OfType<CauseNumbered>().ToArray();
        foreach (var year in numbered.GroupBy(e => (e.No[..e.No.IndexOf('-', StringComparison.Ordinal)], e.Year)))
        {
            Assert.Equal(Enumerable.Range(1, year.Count()), year.Select(e => e.Number));
        }

        var issued = Events(journal).Where(one => one.Event is OrderIssued).Select(one => one.Stream.Key);
        Assert.Equal(numbered.Select(e => e.No).Order(StringComparer.Ordinal), issued.Order(StringComparer.Ordinal));
    }

    /// <summary>Each card and finding that calls for an order has exactly one.</summary>
    private static void CheckCauses(List<JournalEntry> journal)
    {
        var raised = Events(journal)
            .Where(one => one.Event is AlertRaised { Alert.Level: >= AlertLevel.Yellow })
            .Select(one => $"{one.Stream}:{((AlertRaised)one.Event).Alert.Key}")
            .ToHashSet(StringComparer.Ordinal);
        var again = Events(journal)
            .Where(one => one.Event is AlertRestored e && raised.Contains($"{one.Stream}:{e.Key}"))
            .Select(one => (AlertRestored)one.Event is var e ? $"{one.Stream}:{e.Key}@{e.Times}" : "");
        var held = Events(journal).Select(one => one.Event).OfType<CauseHeld>()
            .Select(e => e.Cause.Reference).ToHashSet(StringComparer.Ordinal);
        var ordered = CausesOf(journal).ToArray();
        Assert.Equal(ordered.Distinct(StringComparer.Ordinal), ordered);
        var facts = Events(journal).Select(one => one.Event).OfType<FactRecorded>()
            .Select(e => $"fact:{e.Fact.Identity:x32}");
        Assert.Empty(ordered.Except(raised.Concat(again).Concat(facts)));
        Assert.All(raised.Concat(again).Except(ordered), cause => Assert.Contains(cause, held));
    }

    /// <summary>A cause that waited for a link has an order, waits still, or was disproved.</summary>
    private static void CheckHeld(
        List<JournalEntry> journal, Dictionary<StreamId, EntityState> states, Dictionary<string, AlertMark> alerts)
    {
        var ordered = CausesOf(journal).ToHashSet(StringComparer.Ordinal);
        foreach (var held in Events(journal).Select(one => one.Event).OfType<CauseHeld>().Select(e => e.Cause))
        {
            var register = (RegisterState)states[RegisterDecider.StreamOf(held.Unit)];
            Assert.True(
                ordered.Contains(held.Reference) || !Stands(alerts, held.Mark)
                || register.Held.Any(cause => cause.Reference == held.Reference),
                $"{held.Reference} was held and then forgotten");
            Assert.True(register.Held.IsEmpty || !register.Inhibitions.IsEmpty, "causes wait for nothing");
        }
    }

    /// <summary>A revoked card stands in no order that goes on; a revoked order's cards stand nowhere.</summary>
    private static void CheckReversals(
        Dictionary<StreamId, EntityState> states, Dictionary<string, AlertMark> alerts)
    {
        foreach (var order in states.Values.OfType<OrderState>())
        {
            foreach (var cause in order.Causes.Where(cause => CauseReference.Of(cause) is not null))
            {
                var stands = Stands(alerts, cause);
                var isWaived = MarkOf(alerts, cause)?.WaivedBy is not null;
                Assert.True(stands || isWaived, $"{order.No} stands for a revoked {cause.Reference}");
                Assert.True(!stands || order.Status != OrderStatus.Revoked, $"{cause.Reference} of {order.No} counts");
            }
        }
    }

    /// <summary>A rating that is bad is cause of one order, and stands in none once it was corrected.</summary>
    private static void CheckRatings(List<JournalEntry> journal, Dictionary<StreamId, EntityState> states)
    {
        var ratings = Events(journal).Select(one => one.Event).OfType<RatingMoved>()
            .GroupBy(moved => moved.Mark.Row.Id).Select(moves => moves.Last().Mark.Row);
        var ordered = states.Values.OfType<OrderState>().SelectMany(order => order.Causes)
            .Select(cause => cause.Reference).ToHashSet(StringComparer.Ordinal);
        var held = states.Values.OfType<RegisterState>().SelectMany(register => register.Held)
            .Select(cause => cause.Reference).ToHashSet(StringComparer.Ordinal);
        foreach (var rating in ratings)
        {
            var isBad = rating.IsBad(RuleDefaults.Orders);
            Assert.True(isBad == (ordered.Contains(rating.Cause) || held.Contains(rating.Cause)), $"{rating}");
        }
    }

    private static bool Stands(Dictionary<string, AlertMark> alerts, CauseMark cause) =>
        CauseReference.Of(cause) is not { } reference
        || (MarkOf(alerts, cause) is { Standing: true, Times: var times } && times == reference.Times);

    private static AlertMark? MarkOf(Dictionary<string, AlertMark> alerts, CauseMark cause) =>
        CauseReference.Of(cause) is { } reference ? alerts[reference.Alert] : null;

    private static IEnumerable<string> CausesOf(List<JournalEntry> journal) =>
        Events(journal).Select(one => one.Event switch
        {
            OrderIssued e => e.Cause.Reference,
            CauseAdded e => e.Cause.Reference,
            _ => null,
        }).OfType<string>();

    private static IEnumerable<(StreamId Stream, DomainEvent Event)> Events(List<JournalEntry> journal) =>
        journal.SelectMany(entry => entry.Turn.Events.Select(@event => (entry.Turn.Stream, @event)));
}
