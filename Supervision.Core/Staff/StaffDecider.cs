using System.Collections.Immutable;
using System.Diagnostics;
using Supervision.Core.Alerts;
using Supervision.Core.Calendars;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Presence;
using Supervision.Core.Reading;

namespace Supervision.Core.Staff;

/// <summary>
/// The rules of one member of staff. Every input leads to one reading of all days kept; the events are the difference
/// to what was decided before, so that late punches and leave withdraw what they disprove.
/// </summary>
public sealed class StaffDecider : IDecider
{
    /// <inheritdoc />
    public EntityState Initial(string key) => new StaffState { Id = key };

    /// <inheritdoc />
    public ImmutableArray<DomainEvent> Decide(EntityState state, EntityInput input, DecisionContext context)
    {
        var draft = new Draft<StaffState>(this, (StaffState)state);
        var calendar = CalendarOf(draft.State, context);
        switch (input)
        {
            case FactArrived { Fact: var fact }:
                draft.Add(new FactRecorded(fact, context.Now));
                Place(draft, fact, context, calendar);
                Settle(draft, new Cause(fact), context, calendar);
                break;
            case Tick when draft.State.Deadline is not { } deadline || deadline > context.Now:
                break;
            case Tick:
                Settle(draft, new Cause("time"), context, calendar);
                break;
            case Recompute recompute:
                Settle(draft, new Cause(recompute.Reason), context, calendar);
                break;
            default:
                throw new UnreachableException(input.GetType().Name);
        }

        return draft.Take();
    }

    /// <inheritdoc />
    public Decision Answer(EntityState state, Command command, DecisionContext context)
    {
        var current = (StaffState)state;
        var decision = command switch
        {
            WaiveAlert waive => AlertChanges.Answer(current.Alerts, waive),
            RequestLeave or DecideLeave or CancelLeave => LeaveDesk.Answer(current, command, context),
            NoteStamps note when Stamps.Take(current, note, CalendarOf(current, context)) is { } noted =>
                Decision.Of(noted),
            NoteStamps => Decision.Of(),
            _ => Decision.Refused(
                "command.unknown", $"A member of staff cannot be asked to {command.GetType().Name}.",
                "Ask something else."),
        };
        if (decision.Events.IsEmpty)
        {
            return decision;
        }

        var draft = new Draft<StaffState>(this, current);
        foreach (var @event in decision.Events)
        {
            draft.Add(@event);
        }

        Settle(draft, new Cause(command.Id), context, CalendarOf(current, context));
        return Decision.Of(draft.Take());
    }

    /// <inheritdoc />
    public EntityState Evolve(EntityState state, DomainEvent @event)
    {
        var current = (StaffState)state;
        return @event switch
        {
            FactRecorded => current,
            StaffDayOpened e => Opened(current, e),
            PunchPlaced e => Punched(current, e),
            LeaveStated e => current with { Leaves = Leaves.With(current.Leaves, e.Statement, OldestOf(current)) },
            LeaveMoved e => LeaveDesk.After(current, e),
            AttendanceMoved e => WithDay(current, e.After.Date, day => day with { Row = e.After }),
            StampsNoted e => current with { Stamps = Stamps.With(current.Stamps, e.Mark) },
            PunchTooLate => current with { TooLate = current.TooLate + 1 },
            DeadlineSet e => current with { Deadline = e.At },
            _ when AlertChanges.After(current.Alerts, @event) is { } alerts => current with { Alerts = alerts },
            _ => throw new UnreachableException(@event.GetType().Name),
        };
    }

    /// <inheritdoc />
    public DateTimeOffset? NextDeadline(EntityState state) => ((StaffState)state).Deadline;

    private static WorkCalendar CalendarOf(StaffState state, DecisionContext context) =>
        context.Calendars.Of(context.Rules.Organisation.Staff.GetValueOrDefault(state.Id)?.Hall);

    private static void Place(
        Draft<StaffState> draft, Fact fact, DecisionContext context, WorkCalendar calendar)
    {
        switch (fact.Data)
        {
            case AttendancePunched punched:
                var (day, second) = LocalDays.Of(fact.OccurredAt, calendar);
                if (draft.State.IsFolded(day))
                {
                    draft.Add(new PunchTooLate(day));
                    return;
                }

                Open(draft, day, context, calendar);
                draft.Add(new PunchPlaced(day, new(second, punched.Direction is "in" or "breakIn")));
                break;
            case LeaveApproved leave:
                State(draft, fact, context, leave.From, leave.To, true, leave.Kind, leave.Substitute);
                break;
            case LeaveCancelled leave:
                State(draft, fact, context, leave.From, leave.To, false, leave.Kind, leave.Substitute);
                break;
            default:
                throw new UnreachableException(fact.Type);
        }
    }

    private static void State(
        Draft<StaffState> draft, Fact fact, DecisionContext context, DateTimeOffset from, DateTimeOffset to,
        bool approved, string? kind, string? substitute)
    {
        var who = draft.State.Id;
        var tie = unchecked((ulong)fact.Identity);
        draft.Add(new LeaveStated(new(who, from, to, approved, fact.OccurredAt, tie, kind, substitute)));
        var member = context.Rules.Organisation.Staff.GetValueOrDefault(who);
        draft.Add(new LeaveMoved(null, new LeaveRow
        {
            No = $"{who}-{tie:x16}",
            Staff = who,
            Hall = member?.Hall,
            Department = member?.Department,
            From = from,
            To = to,
            Kind = kind,
            Substitute = substitute,
            State = approved ? LeaveStatus.Approved : LeaveStatus.Cancelled,
            RequestedAt = fact.OccurredAt,
        }));
    }

    private static void Open(Draft<StaffState> draft, DateOnly day, DecisionContext context, WorkCalendar calendar)
    {
        if (!draft.State.Days.Any(known => known.Date == day))
        {
            draft.Add(new StaffDayOpened(day, StaffDays.DutyOf(draft.State.Id, context.Rules, calendar)));
        }
    }

    /// <summary>Opens the working days nothing was heard on, reads all days, and says what changed.</summary>
    private static void Settle(
        Draft<StaffState> draft, Cause cause, DecisionContext context, WorkCalendar calendar)
    {
        var staff = draft.State.Id;
        var today = calendar.DateOf(context.Now);
        var isKnown = context.Rules.Organisation.Staff.ContainsKey(staff);
        if (isKnown && !draft.State.Days.IsEmpty)
        {
            DateOnly[] known = [.. draft.State.Days.Select(day => day.Date)];
            foreach (var day in LocalDays.Missing(known[0], today, known, calendar).ToArray())
            {
                draft.Add(new StaffDayOpened(day, StaffDays.DutyOf(staff, context.Rules, calendar)));
            }
        }

        List<Alert> alerts = [.. Stamps.Look(draft.State, calendar)];
        DateTimeOffset? deadline = null;
        foreach (var day in draft.State.Days)
        {
            var leave = Leaves.Of(draft.State.Leaves, staff, day.Date, calendar);
            var (row, next) = StaffDays.Read(staff, day, leave, context.Now, calendar, alerts);
            deadline = next is not null && (deadline is null || next < deadline) ? next : deadline;
            if (day.Row is null || !row.Equals(day.Row))
            {
                draft.Add(new AttendanceMoved(day.Row, row));
            }
        }

        var member = context.Rules.Organisation.Staff.GetValueOrDefault(staff);
        AlertChanges.Add(
            draft.State.Alerts, alerts,
            new(member?.Hall, context.Rules.Organisation.PostOf(staff)?.Id, member?.Department, null), cause,
            draft.Add);
        if (isKnown && !draft.State.Days.IsEmpty)
        {
            var opening = calendar.OpeningOf(calendar.NextWorkingDayOnOrAfter(today.AddDays(1)));
            deadline = deadline is null || opening < deadline ? opening : deadline;
        }

        if (deadline != draft.State.Deadline)
        {
            draft.Add(new DeadlineSet(deadline));
        }
    }

    private static DateTimeOffset? OldestOf(StaffState state) => state.Days.Length < StaffState.DaysKept
        ? null
        : new DateTimeOffset(state.Days[0].Date, TimeOnly.MinValue, TimeSpan.Zero).AddDays(-1);

    private static StaffState Opened(StaffState state, StaffDayOpened opened)
    {
        var days = state.Days.Add(new(opened.Date, opened.Duty, [], null))
            .OrderBy(day => day.Date).ToImmutableArray();
        if (days.Length <= StaffState.DaysKept)
        {
            return state with { Days = days };
        }

        var folded = state.Folded;
        foreach (var half in days[0].Row?.Halves ?? [])
        {
            folded = folded.With(half.Status);
        }

        days = days.RemoveAt(0);
        return state with
        {
            Days = days,
            Folded = folded,
            Stamps = state.Stamps.RemoveAll(mark => mark.Date < days[0].Date),
            Alerts = state.Alerts.RemoveAll(mark => LocalDays.DayOf(mark.Key) < days[0].Date),
        };
    }

    private static StaffState Punched(StaffState state, PunchPlaced placed) => WithDay(
        state, placed.Date, day => day with
        {
            Punches = day.Punches.Contains(placed.Punch)
                ? day.Punches
                : LocalDays.Ends([.. day.Punches.Append(placed.Punch).Order()], StaffState.PunchesKept),
        });

    private static StaffState WithDay(StaffState state, DateOnly date, Func<StaffDay, StaffDay> change)
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
