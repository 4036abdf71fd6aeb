using Supervision.Core.Entities;
using Supervision.Core.People;
using Supervision.Core.Reading;
using Supervision.Core.Rules;

namespace Supervision.Core.Staff;

/// <summary>
/// Who may do what about a leave: the person asks and cancels; the manager or leader of their hall, department or
/// window does so for them, and decides. Nobody decides their own.
/// </summary>
public static class LeaveParties
{
    /// <summary>Whether somebody may ask for or cancel the leave of a member of staff.</summary>
    public static bool MayAsk(string staff, Actor by, Organisation organisation) =>
        by.Staff == staff || MayDecide(staff, by, organisation);

    /// <summary>Whether somebody may decide the leave of a member of staff.</summary>
    public static bool MayDecide(string staff, Actor by, Organisation organisation) =>
        by.Role is Role.Manager or Role.Leader && by.Staff != staff
        && (by.Organisation is null || organisation.Staff.TryGetValue(staff, out var member)
            && (new OrderUnit(member.Hall, member.Department, null).IsWithin(by.Organisation)
                || organisation.PostsOf(staff).Any(post => post.Id == by.Organisation)));

    /// <summary>The answer to whoever may not.</summary>
    internal static Decision Refuse(string staff, Actor by) => Decision.Refused(
        "leave.notYours", $"{by.Name} ({by.Role.ToString().ToLowerInvariant()}) has no say in the leave of {staff}.",
        "They themselves ask; the manager of their hall, department or window decides.");
}
