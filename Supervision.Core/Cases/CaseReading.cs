using System.Collections.Immutable;
using Supervision.Core.Alerts;
using Supervision.Core.Clocks;
using Supervision.Core.Entities;
using Supervision.Core.Findings;
using Supervision.Core.Reading;

namespace Supervision.Core.Cases;

/// <summary>
/// What a case's facts mean at one moment under one rule book and calendar. A pure function of the <em>set</em> of
/// facts: whatever order they came in, the same facts read the same.
/// </summary>
public sealed record CaseReading
{
    /// <summary>The case as lists show it.</summary>
    public required CaseRow Row { get; init; }

    /// <summary>Every alert that holds now.</summary>
    public required ImmutableArray<Alert> Alerts { get; init; }

    /// <summary>The first instant at which time alone changes something, inclusive; null when never.</summary>
    public required DateTimeOffset? Deadline { get; init; }

    /// <summary>Reads a case.</summary>
    /// <param name="no">Case number.</param>
    /// <param name="history">Its facts by event time.</param>
    /// <param name="context">Now, the rule book and the calendars.</param>
    public static CaseReading Of(string no, ImmutableArray<Milestone> history, DecisionContext context)
    {
        var lists = CaseLists.Take(history.Length);
        var dossier = CaseDossier.Of(history, lists);
        var clocks = ReadClocks(dossier, lists, context);
        var deadline = CardsOf(clocks, context.Now, lists.Alerts);
        var row = RowOf(no, dossier, clocks, lists.Alerts, context.Now);
        CaseFindings.Look(new(dossier, clocks, context, lists.Alerts));
        deadline = Earliest(deadline, NextSuspensionEdge(dossier, context.Now));
        return new() { Row = row, Alerts = [.. lists.Alerts], Deadline = deadline };
    }

    /// <summary>The same without the alerts whose effect a revoked order took away.</summary>
    /// <param name="marks">The case's alerts.</param>
    public CaseReading Without(ImmutableArray<AlertMark> marks)
    {
        if (marks.All(mark => mark.WaivedBy is null))
        {
            return this;
        }

        var left = Alerts.RemoveAll(alert => marks.Any(mark => mark.Key == alert.Key && mark.WaivedBy is not null));
        var levels = left.Where(alert => alert.Kind == AlertKind.Card).Select(alert => (AlertLevel?)alert.Level);
        return this with { Alerts = left, Row = Row with { Level = levels.Max() } };
    }

    /// <summary>The clocks behind a reading, for whoever shows them.</summary>
    /// <param name="history">As for <see cref="Of"/>.</param>
    /// <param name="context">As for <see cref="Of"/>.</param>
    public static ImmutableArray<CaseClock> ClocksOf(ImmutableArray<Milestone> history, DecisionContext context)
    {
        var lists = CaseLists.Take(history.Length);
        return [.. ReadClocks(CaseDossier.Of(history, lists), lists, context).All];
    }

    private static CaseClocks ReadClocks(CaseDossier dossier, CaseLists lists, DecisionContext context)
    {
        var clocks = new CaseClocks(dossier, lists, context.Rules, context.Calendars.Of(dossier.Hall));
        clocks.Read(context.Now);
        return clocks;
    }

    /// <summary>Adds every card that holds, and returns the next instant at which one more would.</summary>
    private static DateTimeOffset? CardsOf(
        CaseClocks clocks, DateTimeOffset now, List<Alert> alerts)
    {
        DateTimeOffset? deadline = null;
        foreach (ref readonly var clock in clocks.All)
        {
            var reading = clock.Reading;
            var end = reading.StoppedAt is { } stopped && stopped < now ? stopped : now;
            foreach (var level in reading.Levels)
            {
                if (end > level.At)
                {
                    alerts.Add(CaseCards.Of(reading, level));
                }
                else
                {
                    Pend(level.At, reading);
                }
            }

            if (end <= reading.DueAt)
            {
                Pend(reading.DueAt, reading);
            }
        }

        return deadline;

        // Exactly on the instant nothing is due yet: the first moment past it is one tick of 100 ns later.
        void Pend(DateTimeOffset at, in ClockReading reading)
        {
            if ((reading.StoppedAt is null || reading.StoppedAt > at) && (deadline is null || at < deadline))
            {
                deadline = at.AddTicks(1);
            }
        }
    }

    /// <summary>A source's clock may be ahead: what it says of a later moment shows once that has come.</summary>
    private static DateTimeOffset? NextSuspensionEdge(CaseDossier dossier, DateTimeOffset now)
    {
        DateTimeOffset? next = null;
        foreach (var suspension in dossier.Suspensions)
        {
            next = suspension.At > now ? Earliest(next, suspension.At) : next;
            next = suspension.ResumedAt > now ? Earliest(next, suspension.ResumedAt) : next;
        }

        return next;
    }

    private static DateTimeOffset? Earliest(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other : one;

    private static CaseRow RowOf(
        string no, CaseDossier dossier, CaseClocks clocks, List<Alert> cards, DateTimeOffset now)
    {
        DateTimeOffset? promisedDueAt = null;
        DateTimeOffset? statutoryDueAt = null;
        var overdue = false;
        foreach (ref readonly var clock in clocks.All)
        {
            var isLimit = clock.Rule.Kind is ClockKind.Promised or ClockKind.Statutory or ClockKind.Immediate;
            var end = clock.Reading.StoppedAt is { } stopped && stopped < now ? stopped : now;
            overdue |= isLimit && end > clock.Reading.DueAt;
            promisedDueAt = clock.Rule.Kind is ClockKind.Promised or ClockKind.Immediate
                ? clock.Reading.DueAt
                : promisedDueAt;
            statutoryDueAt = clock.Rule.Kind is ClockKind.Statutory ? clock.Reading.DueAt : statutoryDueAt;
        }

        AlertLevel? level = null;
        foreach (var card in cards)
        {
            level = level is null || card.Level > level ? card.Level : level;
        }

        return new CaseRow
        {
            No = no,
            State = StatusOf(dossier, clocks, now),
            CaseType = clocks.CaseType,
            Item = dossier.Item,
            Hall = dossier.Hall,
            Window = dossier.Window,
            Department = dossier.Department,
            Handler = dossier.Handler,
            ReceivedAt = dossier.Received?.At,
            AcceptedAt = clocks.AcceptedAt,
            EndedAt = dossier.EndedAt,
            PromisedDueAt = promisedDueAt,
            StatutoryDueAt = statutoryDueAt,
            Level = level,
            Overdue = overdue,
            Channel = dossier.Channel,
        };
    }

    private static CaseStatus StatusOf(CaseDossier dossier, CaseClocks clocks, DateTimeOffset now)
    {
        if (dossier.Ending is { } ending)
        {
            return ending == CaseStatus.Finished && dossier.DeliveredAt is not null ? CaseStatus.Delivered : ending;
        }

        if (dossier.Decided is not null)
        {
            return CaseStatus.Decided;
        }

        if (clocks.AcceptedAt is not null)
        {
            return dossier.IsSuspendedAt(now) ? CaseStatus.Suspended : CaseStatus.Accepted;
        }

        if (dossier.AwaitsCorrections)
        {
            return CaseStatus.Correcting;
        }

        return dossier.Received is null ? CaseStatus.Unknown : CaseStatus.Received;
    }
}
