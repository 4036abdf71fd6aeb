using System.Collections.Immutable;
using Supervision.Core.Reading;

namespace Supervision.Core.Scores;

/// <summary>Figures of one unit in one month.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Inputs">By <see cref="ScoreInput.Slot"/>.</param>
public sealed record UnitFigures(ScoreUnit Unit, long[] Inputs)
{
    /// <summary>The value of one figure.</summary>
    public long this[ScoreInput input] => Inputs[input.Slot];

    /// <summary>On-time rate: open overdue cases count.</summary>
    public Rate OnTime => new(
        this[ScoreInputs.FinishedOnTime], this[ScoreInputs.Finished] + this[ScoreInputs.OverdueOpen]);

    /// <summary>Whether anything happened.</summary>
    public bool IsEmpty => Array.TrueForAll(Inputs, value => value == 0);
}

/// <summary>Why a unit has no rank.</summary>
public enum Apart
{
    /// <summary>Fewer cases than the scheme asks for.</summary>
    SmallSample,
    /// <summary>No share of the scheme has a value.</summary>
    NothingToJudge,
}

/// <summary>A unit as rankings show it.</summary>
/// <param name="Figures">What it was computed from.</param>
/// <param name="Score">Null when nothing can be judged.</param>
/// <param name="Rank">From 1; equal scores share one. Null for units listed apart.</param>
/// <param name="Apart">Why it has no rank; null when it has one.</param>
/// <param name="MixDiffers">
/// Whether its share of immediate cases is so far from that of all ranked that a comparison says little (案件结构).
/// </param>
public sealed record RankLine(UnitFigures Figures, decimal? Score, int? Rank, Apart? Apart, bool MixDiffers);

/// <summary>Units of one kind in the order of their scores.</summary>
/// <param name="Lines">Ranked units, then those listed apart; equal ones by id.</param>
/// <param name="Scheme">The scheme.</param>
public sealed record Ranking(ImmutableArray<RankLine> Lines, ScoreScheme Scheme)
{
    /// <summary>Shares of immediate cases further apart than this are another mix.</summary>
    private const double MixDistance = 0.3;

    /// <summary>Ranks units: 1, 2, 2, 4.</summary>
    public static Ranking Of(ScoreScheme scheme, IEnumerable<UnitFigures> units) =>
        Of(scheme, units, figures => ScoreSheet.ScoreOf(scheme, figures.Unit, figures.Inputs));

    /// <summary>The same with scores of which some may be known.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="units">The units.</param>
    /// <param name="scoreOf">What <see cref="ScoreSheet.ScoreOf"/> gives for a unit by that scheme.</param>
    public static Ranking Of(
        ScoreScheme scheme, IEnumerable<UnitFigures> units, Func<UnitFigures, decimal?> scoreOf)
    {
        var all = units.Select(figures =>
        {
            var score = scoreOf(figures);
            Apart? apart = score is null ? Scores.Apart.NothingToJudge
                : figures.OnTime.Denominator < scheme.SampleMin ? Scores.Apart.SmallSample
                : null;
            return (Figures: figures, Score: score, Apart: apart);
        }).ToArray();
        var ranked = all.Where(unit => unit.Apart is null)
            .OrderByDescending(unit => unit.Score)
            .ThenBy(unit => unit.Figures.Unit.Id, StringComparer.Ordinal)
            .ToArray();
        var common = Share(
            ranked.Sum(unit => unit.Figures[ScoreInputs.Immediate]),
            ranked.Sum(unit => unit.Figures[ScoreInputs.Finished]));
        var lines = ImmutableArray.CreateBuilder<RankLine>(all.Length);
        for (var i = 0; i < ranked.Length; i++)
        {
            var (figures, score, _) = ranked[i];
            var rank = i > 0 && ranked[i - 1].Score == score ? lines[i - 1].Rank : i + 1;
            var share = Share(figures[ScoreInputs.Immediate], figures[ScoreInputs.Finished]);
            lines.Add(new(figures, score, rank, null, Math.Abs(share - common) > MixDistance));
        }

        lines.AddRange(all.Where(unit => unit.Apart is not null)
            .OrderBy(unit => unit.Figures.Unit.Id, StringComparer.Ordinal)
            .Select(unit => new RankLine(unit.Figures, unit.Score, null, unit.Apart, MixDiffers: false)));
        return new(lines.MoveToImmutable(), scheme);
    }

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
