using Supervision.Core.Alerts;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Orders;
using Supervision.Core.Ports;
using Supervision.Core.Reading;

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
        CheckReversals(journal);
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
        Assert.Equal(raised.Concat(again).Order(StringComparer.Ordinal), CausesOf(journal).Order(StringComparer.Ordinal));
    }

    /// <summary>A revoked card stands in no order that goes on; a revoked order's cards stand nowhere.</summary>
    private static void CheckReversals(List<JournalEntry> journal)
    {
        var states = journal.GroupBy(entry => entry.Turn.Stream).ToDictionary(
            entries => entries.Key,
            entries => entries.SelectMany(entry => entry.Turn.Events).Aggregate(
                Deciders.Of(entries.Key.Kind).Initial(entries.Key.Key), Deciders.Of(entries.Key.Kind).Evolve));
        foreach (var order in states.Values.OfType<OrderState>())
        {
            foreach (var cause in order.Causes)
            {
                var reference = CauseReference.Of(cause)!.Value;
                var mark = ((CaseState)states[reference.Stream]).Alerts.Single(mark => mark.Key == reference.Key);
                var stands = mark.Standing && mark.Times == reference.Times;
                Assert.True(stands || mark.WaivedBy is not null, $"{order.No} stands for a revoked {cause.Reference}");
                Assert.True(!stands || order.Status != OrderStatus.Revoked, $"{cause.Reference} of {order.No} counts");
            }
        }
    }

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
