using System.Collections.Immutable;
using System.Diagnostics;
using Supervision.Core.Alerts;
using Supervision.Core.Calendars;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Presence;
using Supervision.Core.Ratings;
using Supervision.Core.Rules;

namespace Supervision.Core.Windows;

/// <summary>
/// The rules of one window. Every input leads to one reading of all days kept; the events are the difference to what
/// was decided before, so that late punches withdraw what they disprove.
/// </summary>
public sealed class WindowDecider : IDecider
{
    private static readonly Comparer<TicketMark> ByNumber =
        Comparer<TicketMark>.Create((one, other) => string.CompareOrdinal(one.Ticket, other.Ticket));

    /// <inheritdoc />
    public EntityState Initial(string key) => new WindowState { Id = key };

    /// <inheritdoc />
    public ImmutableArray<DomainEvent> Decide(EntityState state, EntityInput input, DecisionContext context)
    {
        var draft = new Draft<WindowState>(this, (WindowState)state);
        switch (input)
        {
            case FactArrived { Fact: var fact }:
                draft.Add(new FactRecorded(fact, context.Now));
                Take(draft, fact, context);
                Settle(draft, new Cause(fact), context);
                break;
            case Tick when draft.State.Deadline is not { } deadline || deadline > context.Now:
                break;
            case Tick:
                Settle(draft, new Cause("time"), context);
                break;
            case Recompute recompute:
                Settle(draft, new Cause(recompute.Reason), context);
                break;
            default:
                throw new UnreachableException(input.GetType().Name);
        }

        return draft.Take();
    }

    /// <inheritdoc />
    public Decision Answer(EntityState state, Command command, DecisionContext context)
    {
        var draft = new Draft<WindowState>(this, (WindowState)state);
        switch (command)
        {
            case NoteSignal note:
                Place(draft, note.At, new(0, note.Kind, note.Who), null, context);
                break;
            case NotePatrol note:
                PatrolDesk.Place(draft, note.At, note.Kind, note.Inspector, context);
                break;
            case NoteLeave note:
                draft.Add(new WindowLeaveStated(note.Statement));
                break;
            case WaiveAlert waive:
                return Settled(AlertChanges.Answer(draft.State.Alerts, waive));
            case AttributeRating or RecordCallback:
                return Settled(RatingDesk.Answer(draft.State.Ratings, command, context));
            default:
                return Decision.Refused(
                    "command.unknown", $"A window cannot be asked to {command.GetType().Name}.", "Ask something else.");
        }

        Settle(draft, new Cause(command.Id), context);
        return Decision.Of(draft.Take());

        Decision Settled(Decision decision)
        {
            if (decision.Events.IsEmpty)
            {
                return decision;
            }

            foreach (var @event in decision.Events)
            {
                draft.Add(@event);
            }

            Settle(draft, new Cause(command.Id), context);
            return Decision.Of(draft.Take());
        }
    }

    /// <inheritdoc />
    public EntityState Evolve(EntityState state, DomainEvent @event)
    {
        var current = (WindowState)state;
        return @event switch
        {
            FactRecorded => current,
            WindowDayOpened e => Opened(current, e),
            SignalPlaced e => WithDay(current, e.Date, day => day with { Signals = With(day.Signals, e.Signal) }) with
            {
                Watched = current.Watched || e.Signal.TellsPresence,
            },
            TicketPlaced e => WithDay(current, e.Date, day => day with { Tickets = With(day.Tickets, e.Ticket) }),
            SignalTooLate => current with { TooLate = current.TooLate + 1 },
            WindowLeaveStated e => current with
            {
                Leaves = Leaves.With(current.Leaves, e.Statement, OldestOf(current)),
            },
            RatingMoved e => Rated(current, e),
            WindowMoved e => current with { Row = e.After },
            DeadlineSet e => current with { Deadline = e.At },
            _ when PatrolDesk.After(current, @event) is { } patrolled => patrolled,
            _ when AlertChanges.After(current.Alerts, @event) is { } alerts => current with { Alerts = alerts },
            _ => throw new UnreachableException(@event.GetType().Name),
        };
    }

    /// <inheritdoc />
    public DateTimeOffset? NextDeadline(EntityState state) => ((WindowState)state).Deadline;

    private static WorkCalendar CalendarOf(WindowState state, DecisionContext context) =>
        context.Calendars.Of(context.Rules.Organisation.Windows.GetValueOrDefault(state.Id)?.Hall ?? state.Id);

    private static void Take(Draft<WindowState> draft, Fact fact, DecisionContext context)
    {
        switch (fact.Data)
        {
            case WindowOpened { Staff: var staff }:
                PlaceAll(draft, fact, SignalKind.Opened, staff, context);
                break;
            case WindowResumed { Staff: var staff }:
                PlaceAll(draft, fact, SignalKind.Opened, staff, context);
                break;
            case WindowPaused:
                Place(draft, fact.OccurredAt, new(0, SignalKind.Paused, null), null, context);
                break;
            case WindowClosed:
                Place(draft, fact.OccurredAt, new(0, SignalKind.Closed, null), null, context);
                break;
            case QueueIssued { Ticket: { } ticket }:
                Place(draft, fact.OccurredAt, null, second => new(ticket, second, null, null, null), context);
                break;
            case QueueCalled { Ticket: { } ticket }:
                Place(draft, fact.OccurredAt, null, second => new(ticket, null, second, null, null), context);
                break;
            case QueueServed { Ticket: { } ticket }:
                Place(draft, fact.OccurredAt, null, second => new(ticket, null, null, second, null), context);
                break;
            case QueueAbandoned { Ticket: { } ticket }:
                Place(draft, fact.OccurredAt, null, second => new(ticket, null, null, null, second), context);
                break;
            case QueueCalled or QueueServed:
                Place(draft, fact.OccurredAt, new(0, SignalKind.Served, null), null, context);
                break;
            case PatrolRecorded patrol when context.Rules.Organisation.Halls.ContainsKey(draft.State.Id):
                PatrolDesk.Place(
                    draft, PatrolDesk.TimeOf(fact, patrol), patrol.Kind, patrol.Inspector, context);
                break;
            case QueueIssued or QueueAbandoned or PatrolRecorded:
                break; // without a number nobody can tell whose turn it is; of a window's patrol its hall is told
            case RatingGiven data:
                if (RatingDesk.Take(
                    draft.State.Ratings, draft.State.Id, fact, data, context, CalendarOf(draft.State, context))
                    is { } moved)
                {
                    draft.Add(moved);
                }

                break;
            default:
                throw new UnreachableException(fact.Type);
        }
    }

    private static void PlaceAll(
        Draft<WindowState> draft, Fact fact, SignalKind kind, IReadOnlyList<string>? staff, DecisionContext context)
    {
        if (staff is null or [])
        {
            Place(draft, fact.OccurredAt, new(0, kind, null), null, context);
            return;
        }

        foreach (var who in staff)
        {
            Place(draft, fact.OccurredAt, new(0, kind, who), null, context);
        }
    }

    private static void Place(
        Draft<WindowState> draft, DateTimeOffset at, WindowSignal? signal, Func<int, TicketMark>? ticket,
        DecisionContext context)
    {
        var calendar = CalendarOf(draft.State, context);
        var (day, second) = LocalDays.Of(at, calendar);
        if (draft.State.IsFolded(day))
        {
            draft.Add(new SignalTooLate(day));
            return;
        }

        if (!draft.State.Days.Any(known => known.Date == day))
        {
            draft.Add(new WindowDayOpened(day, WindowDays.DutyOf(draft.State.Id, day, context.Rules, calendar)));
        }

        if (signal is { } heard)
        {
            draft.Add(new SignalPlaced(day, heard with { Second = second }));
        }

        if (ticket is not null)
        {
            draft.Add(new TicketPlaced(day, ticket(second)));
        }
    }

    /// <summary>Opens the working days nothing was heard on, reads all days, and says what changed.</summary>
    private static void Settle(Draft<WindowState> draft, Cause cause, DecisionContext context)
    {
        var calendar = CalendarOf(draft.State, context);
        var post = context.Rules.Organisation.Windows.GetValueOrDefault(draft.State.Id);
        var today = calendar.DateOf(context.Now);
        var isWatched = post is not null && draft.State.Watched && !draft.State.Days.IsEmpty;
        if (isWatched)
        {
            DateOnly[] known = [.. draft.State.Days.Select(day => day.Date)];
            foreach (var day in LocalDays.Missing(known[0], today, known, calendar).ToArray())
            {
                draft.Add(new WindowDayOpened(day, WindowDays.DutyOf(draft.State.Id, day, context.Rules, calendar)));
            }
        }

        PatrolDesk.OpenMissing(draft, context);
        List<Alert> alerts = [];
        var deadline = Earliest(
            RatingDesk.Look(draft.State.Ratings, context.Now, context.Rules.Ratings, alerts),
            PatrolDesk.Look(draft.State.Patrols, context.Now, calendar, alerts));
        WindowPresence? presence = null;
        WindowDay? newest = null;
        foreach (var day in draft.State.Days)
        {
            var passed = LocalDays.Passed(day.Date, context.Now, calendar);
            if (passed == DaySpans.DayEnd && day.Date != today)
            {
                alerts.AddRange(OverDays.AlertsOf(day, draft.State, context.Now, calendar));
                continue;
            }

            var read = new WindowPresence(day, who => Leaves.Of(draft.State.Leaves, who, day.Date, calendar), passed);
            deadline = Earliest(deadline, WindowDays.Read(
                day, read, draft.State.Watched, context.Now, calendar, alerts));
            (presence, newest) = day.Date == today ? (read, day) : (presence, newest);
        }

        AlertChanges.Add(draft.State.Alerts, alerts, PlaceOf(post, draft.State, context), cause, draft.Add);
        if (isWatched)
        {
            var opening = calendar.OpeningOf(calendar.NextWorkingDayOnOrAfter(today.AddDays(1)));
            deadline = Earliest(deadline, opening);
        }

        if (post is not null)
        {
            var findings = draft.State.Alerts.Count(mark =>
                mark.Standing && !RatingDesk.IsAbout(mark.Key));
            var row = WindowRows.Of(
                post, draft.State, presence, newest, context.Now, calendar, findings);
            if (!row.Equals(draft.State.Row))
            {
                draft.Add(new WindowMoved(draft.State.Row, row));
            }

            if (newest is not null)
            {
                deadline = Earliest(deadline, LocalDays.Instant(today.AddDays(1), 0, calendar)); // nobody is there then
            }
        }

        if (deadline != draft.State.Deadline)
        {
            draft.Add(new DeadlineSet(deadline));
        }
    }

    /// <summary>A window, a hall, or the place of the case that was rated.</summary>
    private static Place PlaceOf(WindowPost? post, WindowState state, DecisionContext context) =>
        post is not null ? new(post.Hall, post.Id, post.Department, null)
        : context.Rules.Organisation.Halls.ContainsKey(state.Id) ? new(state.Id, null, null, null)
        : state.Ratings.Newest is { } rated ? new(rated.Hall, rated.Window, rated.Department, null)
        : new(null, null, null, null);

    private static DateTimeOffset? Earliest(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other : one;

    private static DateTimeOffset? OldestOf(WindowState state) => state.Days.Length < WindowState.DaysKept
        ? null
        : new DateTimeOffset(state.Days[0].Date, TimeOnly.MinValue, TimeSpan.Zero).AddDays(-1);

    private static WindowState Opened(WindowState state, WindowDayOpened opened)
    {
        var days = state.Days.Add(new(opened.Date, opened.Duty, [], []))
            .OrderBy(day => day.Date).ToImmutableArray();
        if (days.Length <= WindowState.DaysKept)
        {
            return state with { Days = days };
        }

        var oldest = days[0];
        days = days.RemoveAt(0);
        return state with
        {
            Days = days,
            Folded = new(
                state.Folded.Days + 1,
                state.Folded.Served + oldest.Tickets.Count(ticket => ticket.Served is not null),
                state.Folded.Cases + oldest.Signals.Count(signal => signal.Kind == SignalKind.Case)),
            Alerts = state.Alerts.RemoveAll(mark =>
                !RatingDesk.IsAbout(mark.Key) && LocalDays.DayOf(mark.Key) < days[0].Date),
        };
    }

    private static WindowState Rated(WindowState state, RatingMoved moved)
    {
        var ratings = state.Ratings.With(moved.Mark);
        return state with
        {
            Ratings = ratings,
            Alerts = RatingDesk.Unsettled(state.Alerts, state.Ratings, moved, ratings),
        };
    }

    private static ImmutableArray<WindowSignal> With(ImmutableArray<WindowSignal> signals, WindowSignal signal) =>
        signals.Contains(signal)
            ? signals
            : LocalDays.Ends(
                [
                    .. signals.Append(signal).OrderBy(one => one.Second).ThenBy(one => one.Kind)
                        .ThenBy(one => one.Who, StringComparer.Ordinal),
                ], WindowState.SignalsKept);

    private static ImmutableArray<TicketMark> With(ImmutableArray<TicketMark> tickets, TicketMark ticket)
    {
        var at = tickets.BinarySearch(ticket, ByNumber);
        if (at >= 0)
        {
            return tickets.SetItem(at, tickets[at].With(ticket));
        }

        var all = tickets.Insert(~at, ticket);
        return all.Length <= WindowState.TicketsKept ? all : all[..WindowState.TicketsKept];
    }

    private static WindowState WithDay(WindowState state, DateOnly date, Func<WindowDay, WindowDay> change)
    {
        for (var i = 0; i < state.Days.Length; i++)
        {
            if (state.Days[i].Date == date)
            {
                return state with { Days = state.Days.SetItem(i, change(state.Days[i])) };
            }
        }

        return state; // folded in the same turn
    }
}
