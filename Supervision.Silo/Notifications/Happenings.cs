using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Calendars;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Jobs;
using Supervision.Core.Orders;
using Supervision.Core.People;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Core.Reports;

namespace Supervision.Silo.Notifications;

/// <summary>First stage: what in the journal somebody must be told of, and who.</summary>
internal sealed class Happenings(IRuleShelf rules, IEngine engine, NotificationOptions options)
{
    private readonly FrozenSet<AlertLevel> levels = options.CardLevelSet;

    /// <summary>What an entry holds, in order.</summary>
    public async ValueTask<IReadOnlyList<Happening>> OfAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        var turn = entry.Turn;
        List<Happening> found = [];
        foreach (var @event in turn.Events)
        {
            if (@event is AlertRaised { Alert: { Kind: AlertKind.Card } card } raised && levels.Contains(card.Level))
            {
                found.Add(OfCard(turn, raised));
            }
            else if (@event is OrderIssued or OrderStepTaken or OrderReminded or OrderClimbed or OrderRevoked
                && await MoveOfAsync(turn, cancellationToken) is { } move)
            {
                found.AddRange(OfOrder(turn, @event, move));
            }
            else if (@event is ReportIssued issued)
            {
                found.Add(OfReport(turn, NoticeKind.ReportIssued, issued.Report.Number, issued.Report.IssuedAt));
            }
            else if (@event is ReportUnsent unsent)
            {
                found.Add(OfReport(turn, NoticeKind.ReportUnsent, unsent.Number, unsent.At));
            }
            else if (@event is ReportMissed missed)
            {
                found.Add(OfReport(turn, NoticeKind.ReportMissed, missed.Number, missed.At));
            }
            else if (@event is JobMoved { After: { State: JobRunState.Failed } run })
            {
                found.Add(OfFailure(turn, run));
            }
        }

        return found;
    }

    /// <summary>The order before and after the turn; a turn that did not move it shows it as it is.</summary>
    private async ValueTask<OrderMoved?> MoveOfAsync(JournalTurn turn, CancellationToken cancellationToken)
    {
        if (turn.Events.OfType<OrderMoved>().LastOrDefault() is { } moved)
        {
            return moved;
        }

        var found = await engine.ReadAsync(turn.Stream, cancellationToken);
        return found?.State is OrderState { Row: { } row } ? new OrderMoved(row, row) : null;
    }

    private Happening OfCard(JournalTurn turn, AlertRaised raised)
    {
        var (alert, place) = (raised.Alert, raised.Place);
        var unit = new OrderUnit(place.Hall, place.Department, place.Window);
        var handler = turn.Events.OfType<CaseMoved>().LastOrDefault()?.After.Handler;
        var clock = alert.Clock!.Split(':')[0];
        var values = Values(
            ("unit", NameOf(unit)), ("about", turn.Stream.Key), ("level", Alert.LevelName(alert.Level)),
            ("clock", clock), ("due", TimeOf(alert.At, unit.Hall)));
        return new(
            $"{IdOf(turn)}:card:{alert.Key}", NoticeKind.Card, alert.At, alert.Key, unit,
            turn.Stream.Kind == EntityKind.Case ? $"/cases/{Uri.EscapeDataString(turn.Stream.Key)}" : "/alerts", values,
            person => AnswersForCard(unit, handler, person),
            new OrderCause(
                OrderSource.Card, new CauseReference(turn.Stream, alert.Key, 1).ToString(), alert.Key,
                alert.Level, turn.Stream.Key, alert.At, unit, handler, alert.Because));
    }

    /// <summary>The handler, where one is named, and the managers of the unit.</summary>
    private static bool AnswersForCard(OrderUnit unit, string? handler, Actor person) => person.Role switch
    {
        Role.Clerk => handler is null
            ? person.Organisation is not null && unit.IsWithin(person.Organisation)
            : handler == person.Staff,
        Role.Manager => person.Organisation is not null && unit.IsWithin(person.Organisation),
        _ => false,
    };

    private IEnumerable<Happening> OfOrder(JournalTurn turn, DomainEvent @event, OrderMoved move)
    {
        var row = move.After;
        switch (@event)
        {
            case OrderIssued issued:
                yield return Of(
                    turn, NoticeKind.Issued, row, issued.Cause.At, person => OrderParties.MayAnswer(row, person));
                break;
            case OrderReminded reminded when row.WaitsFor is not null:
                yield return Of(turn, NoticeKind.Reminded, row, reminded.At, person => MayTakeNext(row, person));
                break;
            case OrderClimbed climbed:
                yield return Of(
                    turn, NoticeKind.Climbed, row, climbed.At,
                    person => StandsOn(row.Rung, person) && OrderParties.MayAnswer(row, person));
                yield return Of(
                    turn, NoticeKind.Overdue, row, climbed.At,
                    person => !StandsOn(row.Rung, person) && OrderParties.MayAnswer(row, person),
                    ("was", TimeOf(climbed.DueAt, row.Unit.Hall)));
                break;
            case OrderStepTaken taken:
                yield return OfStep(turn, taken, move);
                break;
            case OrderRevoked { By: null } revoked:
                yield return Of(
                    turn, NoticeKind.Ended, row, revoked.At, person => OrderParties.MayAnswer(row, person));
                break;
        }
    }

    private Happening OfStep(JournalTurn turn, OrderStepTaken taken, OrderMoved move)
    {
        var row = move.After;
        return taken.Step switch
        {
            OrderStep.Appeal => Of(
                turn, NoticeKind.Appealed, row, taken.At, person => MayTakeNext(row, person) && IsOther(person)),
            OrderStep.Decide when move.Before?.State == OrderStatus.Appealed => Of(
                turn, NoticeKind.AppealDecided, row, taken.At, person => OrderParties.MayAnswer(row, person),
                ("outcome", CodeNames<OrderOutcome>.Of(taken.Outcome!.Value))),
            _ when row.WaitsFor is null => Of(
                turn, NoticeKind.Ended, row, taken.At, person => OrderParties.MayAnswer(row, person)),
            _ => Of(
                turn, NoticeKind.StepWanted, row, taken.At, person => MayTakeNext(row, person) && IsOther(person)),
        };

        bool IsOther(Actor person) => person.Id != taken.By.Id;
    }

    /// <summary>Whether a person may take the step an order waits for.</summary>
    private static bool MayTakeNext(OrderRow row, Actor person) => row.WaitsFor is OrderStep.Verify or OrderStep.Decide
        ? OrderParties.MaySupervise(row, person, row.State)
        : OrderParties.MayAnswer(row, person);

    private static bool StandsOn(LadderRung rung, Actor person) => rung switch
    {
        LadderRung.Handler => person.Role == Role.Clerk,
        LadderRung.SectionHead => person.Role == Role.Manager,
        LadderRung.CentreLeader => person is { Role: Role.Leader, Organisation: not null },
        _ => person is { Role: Role.Leader, Organisation: null },
    };

    private Happening Of(
        JournalTurn turn, NoticeKind kind, OrderRow row, DateTimeOffset at, Func<Actor, bool> concerns,
        params (string Name, string Value)[] more) => new(
            $"{IdOf(turn)}:{CodeNames<NoticeKind>.Of(kind)}", kind, at, row.Code, row.Unit,
            $"/orders/{Uri.EscapeDataString(row.No)}",
            Values(
            [
                ("no", row.No), ("unit", NameOf(row.Unit)), ("about", row.Subject),
                ("source", CodeNames<OrderSource>.Of(row.Source)),
                ("step", row.WaitsFor is { } step ? CodeNames<OrderStep>.Of(step) : ""),
                ("rung", CodeNames<LadderRung>.Of(row.Rung)), ("state", CodeNames<OrderStatus>.Of(row.State)),
                ("due", TimeOf(row.DueAt, row.Unit.Hall)), .. more,
            ]),
            concerns);

    /// <summary>
    /// Reports tell of the whole city: whoever supervises or leads it is concerned; of one that was not issued those
    /// too who see to it that jobs run.
    /// </summary>
    private Happening OfReport(JournalTurn turn, NoticeKind kind, string number, DateTimeOffset at)
    {
        var unit = new OrderUnit(null, null, null);
        var (report, period) = ReportText.Named(turn.Stream);
        return new(
            $"{IdOf(turn)}:{CodeNames<NoticeKind>.Of(kind)}", kind, at, $"report:{number}", unit,
            report == ReportKind.Bulletin ? $"/reports/bulletin/{period}" : $"/reports/investment?period={period}",
            Values(("no", number), ("unit", NameOf(unit)), ("about", period)),
            person => person is { Organisation: null, Role: Role.Inspector or Role.Leader }
                || kind == NoticeKind.ReportMissed && person is { Organisation: null, Role: Role.Admin });
    }

    /// <summary>A backup that fails is seen by nobody unless they are told, and neither is a broken chain.</summary>
    private Happening OfFailure(JournalTurn turn, JobRun run)
    {
        var unit = new OrderUnit(null, null, null);
        var job = CodeNames<JobKind>.Of(run.Job);
        return new(
            $"{IdOf(turn)}:{CodeNames<NoticeKind>.Of(NoticeKind.JobFailed)}", NoticeKind.JobFailed,
            run.FinishedAt ?? turn.RecordedAt, $"job:{job}", unit, "/jobs",
            Values(
                ("job", job), ("unit", NameOf(unit)), ("about", run.Period.ToString()), ("result", run.Result ?? ""),
                ("attempt", run.Attempt.ToString(CultureInfo.InvariantCulture))),
            person => person is { Organisation: null, Role: Role.Inspector or Role.Admin });
    }

    /// <summary>Sequences come again after a backup was restored; a turn of a stream at an instant does not.</summary>
    private static string IdOf(JournalTurn turn) => string.Create(
        CultureInfo.InvariantCulture, $"{turn.Stream}@{turn.Version}@{turn.RecordedAt.UtcTicks}");

    private string NameOf(OrderUnit unit)
    {
        var organisation = rules.Current.Organisation;
        return unit.Window is { } window ? organisation.Windows.GetValueOrDefault(window)?.Name ?? window
            : unit.Department is { } department
                ? organisation.Departments.GetValueOrDefault(department)?.Name ?? department
            : unit.Hall is { } hall ? organisation.Halls.GetValueOrDefault(hall)?.Name ?? hall
            : organisation.Name;
    }

    private string TimeOf(DateTimeOffset? at, string? hall) => at is { } instant
        ? CalendarOf(hall).LocalTimeOf(instant).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture)
        : "—";

    private WorkCalendar CalendarOf(string? hall) => rules.ContextOf(null, default).Calendars.Of(hall);

    private static ImmutableSortedDictionary<string, string> Values(params (string Name, string Value)[] values) =>
        values.ToImmutableSortedDictionary(value => value.Name, value => value.Value, StringComparer.Ordinal);
}
