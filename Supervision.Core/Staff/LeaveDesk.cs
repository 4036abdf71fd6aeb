using System.Diagnostics;
using Supervision.Core.Entities;
using Supervision.Core.People;
using Supervision.Core.Reading;

namespace Supervision.Core.Staff;

/// <summary>Ask for a leave.</summary>
/// <param name="From">First instant, inclusive.</param>
/// <param name="To">End, exclusive.</param>
/// <param name="Kind">Kind of leave.</param>
/// <param name="Substitute">Who stands in (AB岗).</param>
/// <param name="By">Who asks.</param>
public sealed record RequestLeave(
    DateTimeOffset From, DateTimeOffset To, string? Kind, string? Substitute, Actor By) : Command
{
    /// <summary>
    /// First day on which the substitute is on leave too, as of <see cref="SubstituteLeave"/>; null when none is known.
    /// </summary>
    public DateOnly? SubstituteAway { get; init; }
}

/// <summary>Approve a leave or refuse it.</summary>
/// <param name="No">Its number.</param>
/// <param name="Approve">Whether it is approved.</param>
/// <param name="Words">What is said about it; null for nothing.</param>
/// <param name="By">Who decides: not who asked.</param>
public sealed record DecideLeave(string No, bool Approve, string? Words, Actor By) : Command
{
    /// <summary>
    /// First day on which the substitute is on leave too, as of <see cref="SubstituteLeave"/>; null when none is known.
    /// </summary>
    public DateOnly? SubstituteAway { get; init; }
}

/// <summary>Cancel a leave that was asked for or approved here.</summary>
/// <param name="No">Its number.</param>
/// <param name="Words">Why; null for nothing.</param>
/// <param name="By">Who cancels.</param>
public sealed record CancelLeave(string No, string? Words, Actor By) : Command;

/// <summary>
/// The leave workflow: request, approve or refuse, cancel. What is approved joins attendance at once.
/// </summary>
internal static class LeaveDesk
{
    private const int OpenMax = 20;

    private static readonly TimeSpan LengthMax = TimeSpan.FromDays(366);

    public static Decision Answer(StaffState state, Command command, DecisionContext context) => command switch
    {
        RequestLeave request => Request(state, request, context),
        DecideLeave decide => Decide(state, decide, context),
        CancelLeave cancel => Cancel(state, cancel, context),
        _ => throw new UnreachableException(command.GetType().Name),
    };

    public static StaffState After(StaffState state, LeaveMoved moved)
    {
        if (moved.After.RequestedBy is null)
        {
            return state; // a source reported it: there is nothing to decide
        }

        var others = state.Requests.RemoveAll(row => row.No == moved.After.No);
        return state with
        {
            Requests = moved.After.State is LeaveStatus.Requested or LeaveStatus.Approved
                ? others.Add(moved.After)
                : others,
            Requested = state.Requested + (moved.Before is null ? 1 : 0),
        };
    }

    private static Decision Request(StaffState state, RequestLeave request, DecisionContext context)
    {
        var organisation = context.Rules.Organisation;
        var open = state.Requests.RemoveAll(row => row.To <= context.Now);
        if (!organisation.Staff.TryGetValue(state.Id, out var member))
        {
            return Decision.Refused("leave.unknown", $"{state.Id} is no member of staff.", "Name one.");
        }

        if (!LeaveParties.MayAsk(state.Id, request.By, organisation))
        {
            return LeaveParties.Refuse(state.Id, request.By);
        }

        if (request.From >= request.To || request.To - request.From > LengthMax)
        {
            return Decision.Refused(
                "leave.span", "It should end after it begins, within 366 days.", "Mend the days.");
        }

        if (open.FirstOrDefault(row => row.From < request.To && request.From < row.To) is { } other)
        {
            return Decision.Refused(
                "leave.overlaps", $"It overlaps leave {other.No} from {other.From:yyyy-MM-dd HH:mm} to "
                + $"{other.To:yyyy-MM-dd HH:mm}.", "Cancel that one, or choose other days.");
        }

        if (open.Length >= OpenMax)
        {
            return Decision.Refused("leave.many", $"{OpenMax} leaves are open.", "Have some decided first.");
        }

        if (request.Substitute is { } substitute
            && (substitute == state.Id || !organisation.Staff.ContainsKey(substitute)))
        {
            return Decision.Refused(
                "leave.substitute", $"{substitute} cannot stand in.", "Name another member of staff.");
        }

        if (request.SubstituteAway is { } away)
        {
            return Away(request.Substitute, away);
        }

        return Decision.Of(new LeaveMoved(null, new LeaveRow
        {
            No = $"{state.Id}-{state.Requested + 1}",
            Staff = state.Id,
            Hall = member.Hall,
            Department = member.Department,
            From = request.From,
            To = request.To,
            Kind = request.Kind,
            Substitute = request.Substitute,
            State = LeaveStatus.Requested,
            RequestedAt = context.Now,
            RequestedBy = request.By.Name,
        }));
    }

    private static Decision Decide(StaffState state, DecideLeave decide, DecisionContext context)
    {
        if (state.Requests.FirstOrDefault(row => row.No == decide.No) is not { State: LeaveStatus.Requested } row)
        {
            return NotOpen(decide.No);
        }

        if (row.RequestedBy == decide.By.Name || decide.By.Staff == state.Id)
        {
            return Decision.Refused("leave.own", "Nobody approves what they asked for.", "Have another decide it.");
        }

        if (!LeaveParties.MayDecide(state.Id, decide.By, context.Rules.Organisation))
        {
            return LeaveParties.Refuse(state.Id, decide.By);
        }

        if (decide is { Approve: true, SubstituteAway: { } away })
        {
            return Away(row.Substitute, away);
        }

        var after = Decided(
            row, decide.Approve ? LeaveStatus.Approved : LeaveStatus.Refused, decide.By, decide.Words, context);
        return decide.Approve
            ? Decision.Of(new LeaveMoved(row, after), Stated(after, approved: true, decide, context))
            : Decision.Of(new LeaveMoved(row, after));
    }

    private static Decision Cancel(StaffState state, CancelLeave cancel, DecisionContext context)
    {
        if (state.Requests.FirstOrDefault(row => row.No == cancel.No) is not { } row)
        {
            return NotOpen(cancel.No);
        }

        if (!LeaveParties.MayAsk(state.Id, cancel.By, context.Rules.Organisation))
        {
            return LeaveParties.Refuse(state.Id, cancel.By);
        }

        var after = Decided(row, LeaveStatus.Cancelled, cancel.By, cancel.Words, context);
        return row.State == LeaveStatus.Approved
            ? Decision.Of(new LeaveMoved(row, after), Stated(after, approved: false, cancel, context))
            : Decision.Of(new LeaveMoved(row, after));
    }

    private static LeaveRow Decided(
        LeaveRow row, LeaveStatus status, Actor by, string? words, DecisionContext context) => row with
        {
            State = status,
            DecidedAt = context.Now,
            DecidedBy = by.Name,
            Words = words,
        };

    private static LeaveStated Stated(LeaveRow row, bool approved, Command command, DecisionContext context) => new(new(
        row.Staff, row.From, row.To, approved, context.Now, unchecked((ulong)command.Identity), row.Kind,
        row.Substitute));

    private static Decision Away(string? substitute, DateOnly day) => Decision.Refused(
        "leave.substituteAway", $"{substitute} is on leave too, on {day:yyyy-MM-dd}.", "Name another substitute.");

    private static Decision NotOpen(string no) => Decision.Refused(
        "leave.closed", $"Leave {no} does not wait for that.", "Look at where it stands.");
}
