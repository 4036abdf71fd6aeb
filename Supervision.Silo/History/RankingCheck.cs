using System.Collections.Immutable;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Core.Scores;
using Supervision.Silo.Views;

namespace Supervision.Silo.History;

/// <summary>A figure that the two do not agree about.</summary>
/// <param name="Unit">Whose; towns are told as halls.</param>
/// <param name="Figure">Which.</param>
/// <param name="Ranking">As rankings count it.</param>
/// <param name="History">As the store counts it.</param>
public sealed record FigureDifference(ScoreUnit Unit, ScoreInput Figure, long Ranking, long History);

/// <summary>What came of a comparison.</summary>
/// <param name="Compared">Figures compared.</param>
/// <param name="Differences">Those that differ, by unit and figure.</param>
/// <param name="RankingUpTo">Journal entry up to which rankings were counted, at least.</param>
/// <param name="HistoryUpTo">Journal entry up to which the store was written.</param>
public sealed record CheckResult(
    int Compared, ImmutableArray<FigureDifference> Differences, long RankingUpTo, long HistoryUpTo)
{
    /// <summary>Whether both stood at the same entry: only then a difference is a fault.</summary>
    public bool IsLevel => RankingUpTo == HistoryUpTo;
}

/// <summary>
/// Compares the figures behind the rankings of a month, which are kept by differences, with the same figures counted
/// anew from the rows of the history store.
/// </summary>
public sealed class RankingCheck(IHistory history, IScores scores, ViewFeeder views, IJournal journal)
{
    private static readonly ScoreOf[] Kinds = Enum.GetValues<ScoreOf>();

    /// <summary>Compares a month as it is known now, whether it is closed or not.</summary>
    /// <exception cref="HistoryException">The store gives no answer.</exception>
    public async Task<CheckResult> CompareAsync(Period period, CancellationToken cancellationToken)
    {
        await views.ReachEndAsync(journal, cancellationToken);
        var counted = await history.FiguresAsync(period, cancellationToken);
        var upTo = views.Position;
        var month = scores.Month(period, version: 0)!;
        var ranked = Kinds.SelectMany(of => scores.Rank(month, of).Ranking.Lines)
            .ToDictionary(line => StoredAs(line.Figures.Unit), line => line.Figures.Inputs);
        var units = ranked.Keys.Union(counted.Units.Keys).OrderBy(unit => unit.Of)
            .ThenBy(unit => unit.Id, StringComparer.Ordinal).ToArray();
        return new(
            units.Length * ScoreInputs.All.Length,
            [
                .. units.SelectMany(unit => ScoreInputs.All.Select(figure => new FigureDifference(
                        unit, figure, ValueOf(ranked, unit, figure), ValueOf(counted.Units, unit, figure))))
                    .Where(pair => pair.Ranking != pair.History),
            ],
            upTo, counted.UpTo);
    }

    private static ScoreUnit StoredAs(ScoreUnit unit) =>
        unit.Of == ScoreOf.Town ? unit with { Of = ScoreOf.Hall } : unit;

    private static long ValueOf(IReadOnlyDictionary<ScoreUnit, long[]> units, ScoreUnit unit, ScoreInput figure) =>
        units.TryGetValue(unit, out var values) ? values[figure.Slot] : 0;
}
