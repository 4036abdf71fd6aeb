using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Orders;
using Supervision.Core.Ports;
using Supervision.Core.Ratings;
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
                RatingMoved { Mark.Row: var rating } moved when IsBad(rating, book.Orders)
                    && !(moved.Before is { } before && IsBad(before, book.Orders)) =>
                    await OfSubjectAsync(
                        rating.Subject, rating.At, OrderSource.Rating, ReferenceOf(rating), "rating.bad",
                        Because.Of(("score", rating.Score.ToString(CultureInfo.InvariantCulture)),
                            ("channel", rating.Channel)), cancellationToken),
                FactRecorded { Fact: { Data: ComplaintFiled complaint } fact } => new OrderCause(
                    OrderSource.Complaint, ReferenceOf(fact), "complaint", null, fact.Subject, fact.OccurredAt,
                    new OrderUnit(complaint.Hall, complaint.Department, complaint.Window), null,
                    Because.Of(("class", complaint.Class))),
                FactRecorded { Fact: { Data: PatrolRecorded { Findings.Count: > 0 } patrol } fact } =>
                    await OfSubjectAsync(
                        fact.Subject, fact.OccurredAt, OrderSource.Patrol, ReferenceOf(fact), $"patrol.{patrol.Kind}",
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

    /// <summary>A bad rating that a later one corrected; null when that is not what happened.</summary>
    public string? Corrected(RatingMoved moved)
    {
        var orders = rules.Current.Orders;
        return moved.Before is { } before && IsBad(before, orders) && !IsBad(moved.Mark.Row, orders)
            ? ReferenceOf(before)
            : null;
    }

    private static bool IsBad(RatingRow rating, OrderRules orders) =>
        !rating.IsDefault && rating.Score <= orders.BadRatingMax;

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

    /// <summary>The unit is the window or hall it is about, or who has the case.</summary>
    private async ValueTask<OrderCause> OfSubjectAsync(
        string subject, DateTimeOffset at, OrderSource source, string reference, string code, string because,
        CancellationToken cancellationToken)
    {
        var (unit, person) = await UnitOfAsync(subject, cancellationToken);
        return new(source, reference, code, null, subject, at, unit, person, because);
    }

    private async ValueTask<(OrderUnit Unit, string? Person)> UnitOfAsync(
        string subject, CancellationToken cancellationToken)
    {
        var organisation = rules.Current.Organisation;
        if (organisation.Windows.TryGetValue(subject, out var window))
        {
            return (new OrderUnit(window.Hall, window.Department, window.Id), null);
        }

        if (organisation.Halls.ContainsKey(subject))
        {
            return (new OrderUnit(subject, null, null), null);
        }

        var found = await engine.ReadAsync(new StreamId(EntityKind.Case, subject), cancellationToken);
        return found?.State is CaseState { Row: var row }
            ? (new OrderUnit(row.Hall, row.Department, row.Window), row.Handler)
            : (new OrderUnit(null, null, subject), null);
    }

    /// <summary>A fact is named by its hash: its source may say who rated.</summary>
    private static string ReferenceOf(Fact fact) => $"fact:{fact.Identity:x32}";

    private static string ReferenceOf(RatingRow rating) => $"rating:{rating.Id}";

    /// <summary>The id of an alert, as lists show it.</summary>
    public static string ReferenceOf(StreamId stream, string key) => $"{stream}:{key}";
}
