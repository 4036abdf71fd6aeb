using System.Collections.Immutable;
using Supervision.Core.Jobs;
using Supervision.Core.Reading;
using Supervision.Core.Reports;
using Supervision.Core.Scores;

namespace Supervision.Silo.Reports;

/// <summary>
/// Places of units in a bulletin. A month has its ranking; a quarter and a year rank by means over their closed months,
/// as honours do.
/// </summary>
internal sealed class BulletinRanks(IScores scores)
{
    /// <summary>How keys of these figures begin; what is ranked follows.</summary>
    public const string Prefix = "rankOf.";

    /// <summary>Ranks that are told of each kind.</summary>
    private const int RanksMax = 20;

    /// <summary>Months of a year a unit has to be ranked in: half of it.</summary>
    private const int YearMonthsMin = 6;

    private static readonly (ScoreOf Of, string Name)[] Ranked =
        [(ScoreOf.Window, "window"), (ScoreOf.Department, "department"), (ScoreOf.Hall, "hall")];

    /// <summary>The first of each kind with their ranks in the period before; none of a day.</summary>
    public IEnumerable<BulletinFigure> FiguresOf(Cycle period)
    {
        if (period.Unit == CycleUnit.Day)
        {
            yield break;
        }

        foreach (var (of, name) in Ranked)
        {
            var (now, before) = (RanksOf(period, of), RanksOf(period.Previous, of));
            foreach (var (id, rank) in now.OrderBy(unit => unit.Value).ThenBy(unit => unit.Key, StringComparer.Ordinal)
                .Take(RanksMax))
            {
                yield return new(
                    Prefix + name, id, rank, Before: before.TryGetValue(id, out var earlier) ? earlier : null);
            }
        }
    }

    /// <summary>The scores a rank of a quarter or year is the mean of, oldest first.</summary>
    /// <param name="period">The quarter or year.</param>
    /// <param name="key">The figure.</param>
    /// <param name="id">Whose.</param>
    public IEnumerable<(Period Month, decimal Score)> ScoresOf(Cycle period, string key, string id) =>
        Array.Find(Ranked, ranked => Prefix + ranked.Name == key) is { Name: not null } ranked
            ? ClosedOf(period).SelectMany(month => scores.Rank(month, ranked.Of).Ranking.Lines
                .Where(line => line.Rank is not null && line.Figures.Unit.Id == id)
                .Select(line => (month.Period, line.Score!.Value)))
            : [];

    private Dictionary<string, int> RanksOf(Cycle period, ScoreOf of)
    {
        if (period.Unit == CycleUnit.Month)
        {
            return scores.Month(Period.Of(period.First)) is { } head
                ? scores.Rank(head, of).Ranking.Lines.Where(line => line.Rank is not null)
                    .ToDictionary(line => line.Figures.Unit.Id, line => line.Rank!.Value, StringComparer.Ordinal)
                : [];
        }

        return Honours.Standings(
                ClosedOf(period).Select(month => scores.Rank(month, of).Ranking),
                period.Unit == CycleUnit.Quarter ? Honours.QuarterMonths : YearMonthsMin)
            .ToDictionary(
                standing => standing.Average.Unit.Id, standing => standing.Rank, StringComparer.Ordinal);
    }

    private ImmutableArray<MonthHead> ClosedOf(Cycle period)
    {
        var (first, end) = (Period.Of(period.First), Period.Of(period.End));
        return
        [
            .. Enumerable.Range(0, end.Number - first.Number).Select(month => scores.Month(first.Plus(month)))
                .OfType<MonthHead>().Where(month => month.Shown is not null),
        ];
    }
}
