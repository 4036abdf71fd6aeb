using Supervision.Core.Rules;
using Supervision.Core.Scores;
using Supervision.Web.Identity;

namespace Supervision.Web.Scores;

/// <summary>Whose scores a caller may see, and whose ratings not (domain.md section 8).</summary>
internal static class ScoreReach
{
    /// <summary>Whether a unit is within the caller's organisations; of staff, a clerk sees themselves alone.</summary>
    public static bool MaySee(this Caller caller, ScoreUnit unit, Organisation organisation)
    {
        if (unit.Of == ScoreOf.Staff && caller.Who == Who.Clerk)
        {
            return caller.Person?.Staff == unit.Id;
        }

        if (caller.Scope is not { } scope)
        {
            return true;
        }

        return unit.Of switch
        {
            ScoreOf.Window => organisation.Windows.GetValueOrDefault(unit.Id) is { } post
                && scope.Covers(post.Hall, post.Department, post.Id),
            ScoreOf.Department => scope.Covers(null, unit.Id, null),
            ScoreOf.Hall or ScoreOf.Town => scope.Covers(unit.Id, null, null),
            ScoreOf.Staff => organisation.Staff.GetValueOrDefault(unit.Id) is { } member
                && scope.Covers(member.Hall, member.Department, organisation.PostOf(unit.Id)?.Id),
            _ => false,
        };
    }

    /// <summary>
    /// The last month a caller may see: whoever may have been rated learns nothing of a month that is not over.
    /// </summary>
    public static Period LastMonth(this Caller caller, Period current) => caller.IsRated() ? current.Plus(-1) : current;

    /// <summary>Whether a figure would tell somebody who may have been rated what one visitor said.</summary>
    public static bool IsWithheld(this Caller caller, IndicatorLine line) =>
        caller.IsRated() && line.Inputs.Any(input => input.Input.Evidence == Evidence.Ratings)
        && line.Inputs.All(input => input.Value < Discretion.FewestRatings);
}
