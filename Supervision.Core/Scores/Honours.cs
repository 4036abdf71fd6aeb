using System.Collections.Immutable;

namespace Supervision.Core.Scores;

/// <summary>A unit with an average over several closed months.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Score">Mean of its scores, to a hundredth, halves away from zero.</param>
/// <param name="Months">Months it was ranked in.</param>
public sealed record Average(ScoreUnit Unit, decimal Score, int Months);

/// <summary>The place of a unit by its mean.</summary>
/// <param name="Rank">From 1; equal means share one: 1, 2, 2, 4.</param>
/// <param name="Average">The mean.</param>
public sealed record Standing(int Rank, Average Average);

/// <summary>Honours of one closed month (S1, S2).</summary>
/// <param name="Period">The month.</param>
/// <param name="RedFlag">The window that holds the red flag (流动红旗) from then on; null when none is worthy.</param>
/// <param name="Excellent">Excellent windows (优秀窗口), by rank.</param>
/// <param name="Branch">The advanced branch (先进分厅); null when there is none.</param>
public sealed record MonthHonours(
    Period Period, RankLine? RedFlag, ImmutableArray<RankLine> Excellent, RankLine? Branch);

/// <summary>
/// Honours by rule, from closed months alone: they are computed, not awarded, so a correction of a month corrects them.
/// </summary>
public static class Honours
{
    /// <summary>Months of a quarter: a mean over it takes all of them.</summary>
    public const int QuarterMonths = 3;

    /// <summary>Honours of one month.</summary>
    /// <param name="period">The month.</param>
    /// <param name="windows">Its windows.</param>
    /// <param name="halls">Its halls.</param>
    /// <param name="isBranch">Whether a hall is a branch.</param>
    /// <param name="holder">
    /// The window that holds the red flag so far: of windows that share the first rank it keeps the flag, else the one
    /// with more cases has it, then the first by id.
    /// </param>
    public static MonthHonours Of(
        Period period, Ranking windows, Ranking halls, Func<string, bool> isBranch, string? holder)
    {
        var worthy = windows.Lines.Where(line => line.Rank is not null && line.Score >= windows.Scheme.HonourMin)
            .ToArray();
        var flag = worthy.Where(line => line.Rank == 1)
            .OrderByDescending(line => line.Figures.Unit.Id == holder)
            .ThenByDescending(line => line.Figures.OnTime.Denominator)
            .ThenBy(line => line.Figures.Unit.Id, StringComparer.Ordinal)
            .FirstOrDefault();
        return new(
            period, flag, [.. worthy.Where(line => line.Rank <= windows.Scheme.ExcellentWindows)],
            halls.Lines.FirstOrDefault(line => line.Rank is not null && isBranch(line.Figures.Unit.Id)));
    }

    /// <summary>Means of units over closed months, the best first; equal ones by id.</summary>
    /// <param name="months">Rankings of one kind of unit.</param>
    /// <param name="monthsMin">Months a unit has to be ranked in.</param>
    public static ImmutableArray<Average> Averages(IEnumerable<Ranking> months, int monthsMin) =>
    [
        .. months.SelectMany(month => month.Lines).Where(line => line.Rank is not null)
            .GroupBy(line => line.Figures.Unit)
            .Where(unit => unit.Count() >= monthsMin)
            .Select(unit => new Average(
                unit.Key, MeanOf(unit.Select(line => line.Score!.Value)), unit.Count()))
            .OrderByDescending(average => average.Score)
            .ThenBy(average => average.Unit.Id, StringComparer.Ordinal),
    ];

    /// <summary>Mean of scores, to a hundredth, halves away from zero.</summary>
    /// <param name="scores">At least one.</param>
    public static decimal MeanOf(IEnumerable<decimal> scores) =>
        Math.Round(scores.Average(), 2, MidpointRounding.AwayFromZero);

    /// <summary>Units in the order of their means over closed months.</summary>
    /// <param name="months">Rankings of one kind of unit.</param>
    /// <param name="monthsMin">Months a unit has to be ranked in.</param>
    public static ImmutableArray<Standing> Standings(IEnumerable<Ranking> months, int monthsMin)
    {
        var averages = Averages(months, monthsMin);
        var standings = ImmutableArray.CreateBuilder<Standing>(averages.Length);
        for (var i = 0; i < averages.Length; i++)
        {
            var shared = i > 0 && averages[i - 1].Score == averages[i].Score;
            standings.Add(new(shared ? standings[i - 1].Rank : i + 1, averages[i]));
        }

        return standings.MoveToImmutable();
    }

    /// <summary>
    /// Points of the annual score that a mean converts to (S1: 5 of a department's, 2 of a town's), to a hundredth.
    /// </summary>
    public static decimal AnnualPoints(ScoreScheme scheme, Average average) => Math.Round(
        average.Score / 100 * (average.Unit.Of == ScoreOf.Town ? scheme.AnnualTown : scheme.AnnualDepartment), 2,
        MidpointRounding.AwayFromZero);
}
