using System.Collections.Frozen;
using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Cases;
using Supervision.Core.Complaints;
using Supervision.Core.Draws;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Orders;
using Supervision.Core.Ports;
using Supervision.Core.Ratings;
using Supervision.Core.Reading;
using Supervision.Core.Windows;

namespace Supervision.Silo.Reactions;

/// <summary>What in the journal is cause for a supervision order, by the rule book.</summary>
public sealed class OrderCauses(IRuleShelf rules, IEngine engine, CauseViews views)
{
    /// <summary>The causes an entry holds, in order.</summary>
    public async ValueTask<IReadOnlyList<OrderCause>> OfAsync(JournalEntry entry)
    {
        List<OrderCause> causes = [];
        foreach (var @event in entry.Turn.Events)
        {
            var cause = @event switch
            {
                AlertRaised raised => OfAlert(entry.Turn, raised),
                RatingMoved moved when IsBad(moved.Mark.Row) && !(moved.Before is { } before && IsBad(before)) =>
                    await OfRatingAsync(moved.Mark.Row),
                FactRecorded { Fact: { Data: ComplaintFiled complaint } fact } => OfFact(
                    fact, OrderSource.Complaint, "complaint", Because.Of(("class", complaint.Class)),
                    new OrderUnit(complaint.Hall, complaint.Department, complaint.Window), null),
                FactRecorded { Fact: { Data: PatrolRecorded { Findings.Count: > 0 } patrol } fact } =>
                    await OfPatrolAsync(fact, patrol),
                ObjectInspected { Result.Failed.IsEmpty: false } inspected =>
                    await OfInspectionAsync(entry.Turn.Stream, inspected),
                _ => null,
            };
            if (cause is not null && !IsHistory(cause, entry.Turn.RecordedAt))
            {
                causes.Add(cause);
            }
        }

        return causes;
    }

    /// <summary>A bad rating that a later one corrected; null when that is not what happened.</summary>
    public string? Corrected(RatingMoved moved) =>
        moved.Before is { } before && IsBad(before) && !IsBad(moved.Mark.Row) ? before.Cause : null;

    private bool IsBad(RatingRow rating) => rating.IsBad(rules.Current.Orders);

    /// <summary>The cause that a card proved again is; null when the rule book asks for no order.</summary>
    public async ValueTask<OrderCause?> OfRestoredAsync(
        JournalEntry entry, AlertRestored restored, CauseReference reference)
    {
        var found = await engine.ReadAsync(reference.Stream, CancellationToken.None);
        if (await MarkAsync(found?.State, reference) is not { } mark || !LevelsOf(mark.Kind).Contains(mark.Level))
        {
            return null;
        }

        var (unit, person) = PlaceOf(reference.Stream, found?.State);
        var cause = new OrderCause(
            SourceOf(mark.Kind), reference.ToString(), mark.Key, mark.Level, SubjectOf(reference, unit), restored.At,
            unit, person, restored.AlertBecause);
        return IsHistory(cause, entry.Turn.RecordedAt) ? null : cause;
    }

    /// <summary>
    /// Whether what a cause says still holds: an alert stands, a rating is bad; other causes hold for ever. Once false
    /// it stays false: proved again it is another cause.
    /// </summary>
    public async ValueTask<bool> StandsAsync(OrderCause cause) => cause.Source == OrderSource.Rating
        ? await views.RatingAsync(cause.Reference) is { } rating && IsBad(rating)
        : await StandsAsync(cause.Mark);

    /// <summary>Whether the alert behind a cause stands still; what is no alert does.</summary>
    public async ValueTask<bool> StandsAsync(CauseMark cause)
    {
        if (CauseReference.Of(cause) is not { } reference
            || (await engine.ReadAsync(reference.Stream, CancellationToken.None))?.State is not IAlertBearer bearer)
        {
            return true;
        }

        return await MarkAsync((EntityState)bearer, reference) is { } mark
            && mark.Times == reference.Times && (mark.Standing || mark.WaivedBy is not null);
    }

    /// <summary>An alert as its entity remembers it, or of a day it no longer keeps as lists do.</summary>
    private async ValueTask<AlertMark?> MarkAsync(EntityState? state, CauseReference reference) =>
        (state as IAlertBearer)?.Alerts.FirstOrDefault(mark => mark.Key == reference.Key)
            ?? await views.AlertAsync(reference);

    /// <summary>Who answers for what an entity is about.</summary>
    private (OrderUnit Unit, string? Person) PlaceOf(StreamId stream, EntityState? state)
    {
        var organisation = rules.Current.Organisation;
        return (stream.Kind, state) switch
        {
            (_, CaseState { Row: var row }) => (new(row.Hall, row.Department, row.Window), row.Handler),
            (_, ComplaintState { Row: var row }) => (new(row.Hall, row.Department, row.Window), null),
            (EntityKind.Staff, _) when organisation.Staff.TryGetValue(stream.Key, out var member) =>
                (new(member.Hall, member.Department, organisation.PostOf(stream.Key)?.Id), stream.Key),
            (EntityKind.Staff, _) => (new(null, null, null), stream.Key),
            (_, _) when organisation.Windows.TryGetValue(stream.Key, out var window) =>
                (new(window.Hall, window.Department, window.Id), null),
            (_, WindowState { Ratings.Newest: { Hall: not null } rated }) =>
                (new(rated.Hall, rated.Department, rated.Window), null),
            (EntityKind.Window, _) when organisation.Halls.ContainsKey(stream.Key) =>
                (new(stream.Key, null, null), null),
            _ => (new(null, null, null), null),
        };
    }

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

    private OrderCause? OfAlert(JournalTurn turn, AlertRaised raised)
    {
        var alert = raised.Alert;
        if (!LevelsOf(alert.Kind).Contains(alert.Level))
        {
            return null;
        }

        var handler = turn.Stream.Kind == EntityKind.Staff
            ? turn.Stream.Key
            : turn.Events.OfType<CaseMoved>().LastOrDefault()?.After.Handler;
        var unit = new OrderUnit(raised.Place.Hall, raised.Place.Department, raised.Place.Window);
        var reference = new CauseReference(turn.Stream, alert.Key, 1);
        return new(
            SourceOf(alert.Kind), reference.ToString(), alert.Key, alert.Level, SubjectOf(reference, unit), alert.At,
            unit, handler, alert.Because);
    }

    /// <summary>
    /// What an order is about: of a rating the unit alone, for its case would tell the rated who rated.
    /// </summary>
    private static string SubjectOf(CauseReference reference, OrderUnit unit) =>
        CauseReference.IsOfRating(reference.ToString())
            ? unit.Window ?? unit.Department ?? unit.Hall ?? "rating"
            : reference.Stream.Key;

    /// <summary>It names the unit alone: its case would tell the rated who rated.</summary>
    private async ValueTask<OrderCause> OfRatingAsync(RatingRow rating)
    {
        var (unit, person) = await UnitOfAsync(rating.Subject);
        return new(
            OrderSource.Rating, rating.Cause, "rating.bad", null, unit.Window ?? unit.Department ?? unit.Hall!,
            rating.At, unit, person, Because.Of(
                ("score", rating.Score.ToString(CultureInfo.InvariantCulture)), ("channel", rating.Channel)));
    }

    private async ValueTask<OrderCause> OfPatrolAsync(Fact fact, PatrolRecorded patrol)
    {
        var (unit, person) = await UnitOfAsync(fact.Subject);
        return OfFact(
            fact, OrderSource.Patrol, $"patrol.{patrol.Kind}",
            Because.Of(("findings", string.Join('、', patrol.Findings!))), unit, person);
    }

    private async ValueTask<OrderCause> OfInspectionAsync(StreamId draw, ObjectInspected inspected)
    {
        var (unit, person) = await UnitOfAsync(inspected.Object);
        return new(
            OrderSource.SpotCheck, $"{draw}:{inspected.Object}", "spotCheck.failed", null, inspected.Object,
            inspected.At, unit, person, Because.Of(
                ("draw", draw.Key), ("findings", string.Join('、', inspected.Result.Failed)),
                ("words", inspected.Result.Words)), inspected.By);
    }

    /// <summary>The window or hall a fact is about, or who has the case.</summary>
    private async ValueTask<(OrderUnit Unit, string? Person)> UnitOfAsync(string subject)
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

        if (organisation.Departments.ContainsKey(subject))
        {
            return (new OrderUnit(null, subject, null), null);
        }

        var found = await engine.ReadAsync(new StreamId(EntityKind.Case, subject), CancellationToken.None);
        return found?.State is CaseState { Row: var row }
            ? (new OrderUnit(row.Hall, row.Department, row.Window), row.Handler)
            : (new OrderUnit(null, null, subject), null);
    }

    /// <summary>The fact is named by its hash, which does not tell who it is from.</summary>
    private static OrderCause OfFact(
        Fact fact, OrderSource source, string code, string because, OrderUnit unit, string? person) => new(
            source, $"fact:{fact.Identity:x32}", code, null, fact.Subject, fact.OccurredAt, unit, person, because);
}
