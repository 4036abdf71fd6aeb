using Supervision.Core.Alerts;
using Supervision.Core.Entities;
using Supervision.Core.Orders;
using Supervision.Core.People;
using Supervision.Core.Ports;
using Supervision.Core.Reading;

namespace Supervision.Silo.Views;

/// <summary>Turns journal entries of an order into the lines of its history.</summary>
internal static class OrderTimeline
{
    public static IEnumerable<OrderLine> LinesOf(JournalEntry entry) =>
        entry.Turn.Events.Select(@event => LineOf(entry.Sequence, @event)).OfType<OrderLine>();

    private static OrderLine? LineOf(long sequence, DomainEvent @event)
    {
        return @event switch
        {
            OrderIssued e => Line(e.At, "issued", e.Cause.By, e.Cause.Subject, WordsOf(e.Cause)),
            CauseAdded e => Line(e.At, "caused", e.Cause.By, e.Cause.Subject, WordsOf(e.Cause)),
            CauseWithdrawn e => Line(
                e.At, "withdrawn", null, CauseReference.IsOfRating(e.Reference) ? null : e.Reference, e.Because),
            OrderStepTaken e => Line(e.At, Name(e.Step), e.By, DetailOf(e), e.Words) with
            {
                Accountability = e.Accountability ?? [],
                Attachments = e.Attachments ?? [],
            },
            OrderReminded e => Line(e.At, "reminded", null, null, null),
            OrderClimbed e => Line(e.At, "climbed", null, Name(e.Rung), null),
            OrderRevoked e => Line(e.At, "revoked", e.By, null, e.Because),
            _ => null,
        };

        OrderLine Line(DateTimeOffset at, string change, Actor? by, string? detail, string? words) =>
            new(sequence, at, change, by?.Name, by?.Role, detail, words, []);
    }

    private static string? WordsOf(OrderCause cause) => cause.Former is null
        ? cause.Because
        : string.Join("; ", cause.Because, Because.Of(("former", cause.Former)));

    private static string? DetailOf(OrderStepTaken taken) => taken switch
    {
        { Part: { } part } => Name(part),
        { Passed: { } passed } => passed ? "passed" : "failed",
        { Outcome: { } outcome } => Name(outcome),
        _ => null,
    };

    /// <summary>The contract's spelling: these names differ from the members by their first letter alone.</summary>
    private static string Name<T>(T value) where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
