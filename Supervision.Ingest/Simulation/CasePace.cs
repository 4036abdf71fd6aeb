using System.Collections.Immutable;
using Supervision.Core.Rules;

namespace Supervision.Ingest.Simulation;

/// <summary>How long a case takes, and whether it ends at all.</summary>
/// <param name="Days">Working days from acceptance to decision.</param>
/// <param name="Promised">Working days promised.</param>
/// <param name="Ends">Whether it comes to a decision.</param>
/// <param name="Withdrawn">Whether the applicant withdraws, where it does not end.</param>
internal sealed record CasePace(int Days, int Promised, bool Ends, bool Withdrawn)
{
    /// <summary>Draws a pace: mostly within the promise, 3 % over it, 1 % over the law.</summary>
    public static CasePace Draw(Course course)
    {
        var dice = course.Dice;
        var promised = PromisedCases.WorkingDays(course.Item.Promised ?? course.Item.Statutory);
        var statutory = PromisedCases.WorkingDays(course.Item.Statutory ?? course.Item.Promised);
        if (dice.Chance(0.012)) return new(dice.Between(0, promised), promised, Ends: false, Withdrawn: true);
        if (course.Wrong(0.005)) return new(promised, promised, Ends: false, Withdrawn: false);
        if (course.Wrong(0.01))
            return new(statutory + dice.Between(1, 8), promised, Ends: true, Withdrawn: false);
        if (course.Wrong(0.03))
            return new(promised + dice.Between(1, 4), promised, Ends: true, Withdrawn: false);
        var share = 0.25 + 0.75 * dice.Unit();
        return new((int)(promised * share * 0.95), promised, Ends: true, Withdrawn: false);
    }

    /// <summary>
    /// Working days of one of several stages, in proportion to their limits: a case within its promise keeps the limits
    /// of its stages too. Together they make <see cref="Days"/>.
    /// </summary>
    public int DaysOf(int stage, ImmutableArray<StageRule> stages)
    {
        var (before, all) = (0, 0);
        for (var i = 0; i < stages.Length; i++)
        {
            var weight = stages[i].Limit is { } limit ? PromisedCases.WorkingDays(limit) : 0;
            if (i < stage) before += weight;
            all += weight;
        }

        if (all == 0) return stage == 0 ? Days : 0;
        var own = stages[stage].Limit is { } ownLimit ? PromisedCases.WorkingDays(ownLimit) : 0;
        return Days * (before + own) / all - Days * before / all;
    }
}
