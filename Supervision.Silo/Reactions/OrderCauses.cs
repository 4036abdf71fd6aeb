using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Orders;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Core.Rules;

namespace Supervision.Silo.Reactions;

/// <summary>What in the journal is cause for a supervision order, by the rule book.</summary>
public sealed class OrderCauses(IRuleShelf rules, IEngine engine)
{
    /// <summary>The causes an entry holds, in order.</summary>
    public async ValueTask<IReadOnlyList<OrderCause>> OfAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        List<OrderCause> causes = [];
        var book = rules.Current;
        foreach (var @event in entry.Turn.Events)
        {
            var cause = @event switch
            {
                AlertRaised raised => OfAlert(entry.Turn, raised, book.Orders),
                FactRecorded { Fact: { Data: RatingGiven rating } fact } when IsBad(rating, book.Orders) =>
                    await OfSubjectAsync(
                        fact, OrderSource.Rating, "rating.bad",
                        Because.Of(("score", rating.Score.ToString(CultureInfo.InvariantCulture)),
                            ("channel", rating.Channel)), cancellationToken),
                FactRecorded { Fact: { Data: ComplaintFiled complaint } fact } => OfFact(
                    fact, OrderSource.Complaint, "complaint", Because.Of(("class", complaint.Class)),
                    new OrderUnit(complaint.Hall, complaint.Department, complaint.Window), null),
                FactRecorded { Fact: { Data: PatrolRecorded { Findings.Count: > 0 } patrol } fact } =>
                    await OfSubjectAsync(
                        fact, OrderSource.Patrol, $"patrol.{patrol.Kind}",
                        Because.Of(("findings", string.Join('、', patrol.Findings!))), cancellationToken),
                _ => null,
            };
            if (cause is not null)
            {
                causes.Add(cause);
            }
        }

        return causes;
    }

    private static bool IsBad(RatingGiven rating, OrderRules orders) =>
        rating.Default != true && rating.Score <= orders.BadRatingMax;

    private static OrderCause? OfAlert(JournalTurn turn, AlertRaised raised, OrderRules orders)
    {
        var alert = raised.Alert;
        var isCard = alert.Kind == AlertKind.Card;
        if (!(isCard ? orders.CardLevels : orders.FindingLevels).Contains(alert.Level))
        {
            return null;
        }

        var handler = turn.Stream.Kind == EntityKind.Staff
            ? turn.Stream.Key
            : turn.Events.OfType<CaseMoved>().LastOrDefault()?.After.Handler;
        var place = raised.Place;
        return new(
            isCard ? OrderSource.Card : OrderSource.Finding, ReferenceOf(turn.Stream, alert.Key), alert.Key,
            alert.Level, turn.Stream.Key, alert.At, new OrderUnit(place.Hall, place.Department, place.Window), handler,
            alert.Because);
    }

    /// <summary>The unit is the window or hall the fact is about, or who has the case.</summary>
    private async ValueTask<OrderCause> OfSubjectAsync(
        Fact fact, OrderSource source, string code, string because, CancellationToken cancellationToken)
    {
        var organisation = rules.Current.Organisation;
        if (organisation.Windows.TryGetValue(fact.Subject, out var window))
        {
            return OfFact(fact, source, code, because, new OrderUnit(window.Hall, window.Department, window.Id), null);
        }

        if (organisation.Halls.ContainsKey(fact.Subject))
        {
            return OfFact(fact, source, code, because, new OrderUnit(fact.Subject, null, null), null);
        }

        var found = await engine.ReadAsync(new StreamId(EntityKind.Case, fact.Subject), cancellationToken);
        return found?.State is CaseState { Row: var row }
            ? OfFact(fact, source, code, because, new OrderUnit(row.Hall, row.Department, row.Window), row.Handler)
            : OfFact(fact, source, code, because, new OrderUnit(null, null, fact.Subject), null);
    }

    /// <summary>The fact is named by its hash: its source may say who rated.</summary>
    private static OrderCause OfFact(
        Fact fact, OrderSource source, string code, string because, OrderUnit unit, string? person) => new(
            source, $"fact:{fact.Identity:x32}", code, null, fact.Subject, fact.OccurredAt, unit, person, because);

    /// <summary>The id of an alert, as lists show it.</summary>
    public static string ReferenceOf(StreamId stream, string key) => $"{stream}:{key}";
}
