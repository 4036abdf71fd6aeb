using System.Collections.Frozen;
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
    public async ValueTask<IReadOnlyList<OrderCause>> OfAsync(JournalEntry entry)
    {
        List<OrderCause> causes = [];
        var book = rules.Current;
        foreach (var @event in entry.Turn.Events)
        {
            var cause = @event switch
            {
                AlertRaised raised => OfAlert(entry.Turn, raised),
                FactRecorded { Fact: { Data: RatingGiven rating } fact } when IsBad(rating, book.Orders) =>
                    await OfSubjectAsync(
                        fact, OrderSource.Rating, "rating.bad",
                        Because.Of(("score", rating.Score.ToString(CultureInfo.InvariantCulture)),
                            ("channel", rating.Channel))),
                FactRecorded { Fact: { Data: ComplaintFiled complaint } fact } => OfFact(
                    fact, OrderSource.Complaint, "complaint", Because.Of(("class", complaint.Class)),
                    new OrderUnit(complaint.Hall, complaint.Department, complaint.Window), null),
                FactRecorded { Fact: { Data: PatrolRecorded { Findings.Count: > 0 } patrol } fact } =>
                    await OfSubjectAsync(
                        fact, OrderSource.Patrol, $"patrol.{patrol.Kind}",
                        Because.Of(("findings", string.Join('、', patrol.Findings!)))),
                _ => null,
            };
            if (cause is not null && !IsHistory(cause, entry.Turn.RecordedAt))
            {
                causes.Add(cause);
            }
        }

        return causes;
    }

    /// <summary>The cause that a card proved again is; null when the rule book asks for no order.</summary>
    public async ValueTask<OrderCause?> OfRestoredAsync(
        JournalEntry entry, AlertRestored restored, CauseReference reference)
    {
        var found = await engine.ReadAsync(reference.Stream, CancellationToken.None);
        if (found?.State is not CaseState { Row: var row } state
            || state.Alerts.FirstOrDefault(mark => mark.Key == reference.Key) is not { } mark
            || !LevelsOf(mark.Kind).Contains(mark.Level))
        {
            return null;
        }

        var cause = new OrderCause(
            SourceOf(mark.Kind), reference.ToString(), mark.Key, mark.Level, row.No, restored.At,
            new OrderUnit(row.Hall, row.Department, row.Window), row.Handler, restored.AlertBecause);
        return IsHistory(cause, entry.Turn.RecordedAt) ? null : cause;
    }

    /// <summary>
    /// Whether the alert behind a cause stands still; what is no alert does. Once false it stays false: proved again it
    /// is another cause.
    /// </summary>
    public async ValueTask<bool> StandsAsync(CauseMark cause) => CauseReference.Of(cause) is not { } reference
        || (await engine.ReadAsync(reference.Stream, CancellationToken.None))?.State is not IAlertBearer bearer
        || bearer.Alerts.Any(mark =>
            mark.Key == reference.Key && mark.Times == reference.Times && (mark.Standing || mark.WaivedBy is not null));

    private FrozenSet<AlertLevel> LevelsOf(AlertKind kind) => kind == AlertKind.Card
        ? rules.Current.Orders.CardLevels
        : rules.Current.Orders.FindingLevels;

    private static OrderSource SourceOf(AlertKind kind) =>
        kind == AlertKind.Card ? OrderSource.Card : OrderSource.Finding;

    /// <summary>Whoever loads years of old cases asks nobody to answer for them.</summary>
    private bool IsHistory(OrderCause cause, DateTimeOffset knownAt)
    {
        var calendar = rules.ContextOf(null, knownAt).Calendars.Of(cause.Unit.Hall);
        var days = calendar.WorkingDaysBetween(calendar.DateOf(cause.At), calendar.DateOf(knownAt));
        return days > rules.Current.Orders.CauseDaysMax;
    }

    private static bool IsBad(RatingGiven rating, OrderRules orders) =>
        rating.Default != true && rating.Score <= orders.BadRatingMax;

    private OrderCause? OfAlert(JournalTurn turn, AlertRaised raised)
    {
        var alert = raised.Alert;
        if (!LevelsOf(alert.Kind).Contains(alert.Level))
        {
            return null;
        }

        var handler = turn.Events.OfType<CaseMoved>().LastOrDefault()?.After.Handler;
        var place = raised.Place;
        return new(
            SourceOf(alert.Kind), new CauseReference(turn.Stream, alert.Key, 1).ToString(), alert.Key, alert.Level,
            turn.Stream.Key, alert.At, new OrderUnit(place.Hall, place.Department, place.Window), handler,
            alert.Because);
    }

    /// <summary>The unit is the window or hall the fact is about, or who has the case.</summary>
    private async ValueTask<OrderCause> OfSubjectAsync(
        Fact fact, OrderSource source, string code, string because)
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

        var found = await engine.ReadAsync(new StreamId(EntityKind.Case, fact.Subject), CancellationToken.None);
        return found?.State is CaseState { Row: var row }
            ? OfFact(fact, source, code, because, new OrderUnit(row.Hall, row.Department, row.Window), row.Handler)
            : OfFact(fact, source, code, because, new OrderUnit(null, null, fact.Subject), null);
    }

    /// <summary>
    /// The fact is named by its hash, and a rating by its unit alone: its source or its case would tell the rated who
    /// rated.
    /// </summary>
    private static OrderCause OfFact(
        Fact fact, OrderSource source, string code, string because, OrderUnit unit, string? person) => new(
            source, $"fact:{fact.Identity:x32}", code, null,
            source == OrderSource.Rating ? unit.Window ?? unit.Department ?? unit.Hall! : fact.Subject,
            fact.OccurredAt, unit, person, because);
}
