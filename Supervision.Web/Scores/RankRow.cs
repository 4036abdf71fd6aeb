using Supervision.Core.Reading;
using Supervision.Core.Rules;
using Supervision.Core.Scores;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;

namespace Supervision.Web.Scores;

/// <summary>A line of a ranking as page, API and exports show it.</summary>
/// <param name="Rank">Shared by equal scores; null for units listed apart.</param>
/// <param name="Id">As feeds name it.</param>
/// <param name="Name">Name people read.</param>
/// <param name="Score">A tenth exact; null when nothing can be judged.</param>
/// <param name="Apart">Why it has no rank: <c>smallSample</c>, <c>nothingToJudge</c>; null when it has one.</param>
/// <param name="OnTimeRate">On-time rate with its interval; open overdue cases count.</param>
/// <param name="MixDiffers">Whether its cases are of another kind than those of the others.</param>
/// <param name="Figures">The figures behind it that are not 0, by name.</param>
public sealed record RankRow(
    int? Rank, string Id, string Name, decimal? Score, string? Apart, Rate OnTimeRate, bool MixDiffers,
    IReadOnlyDictionary<string, long> Figures)
{
    /// <summary>The lines a caller may see.</summary>
    internal static RankLine[] Seen(MonthRanking ranking, Caller caller, Organisation organisation) =>
        [.. ranking.Ranking.Lines.Where(line => caller.MaySee(line.Figures.Unit, organisation))];

    /// <summary>Lines as they are shown.</summary>
    internal static RankRow[] Of(IEnumerable<RankLine> lines, Caller caller, INames names) =>
    [
        .. lines.Select(line => new RankRow(
            line.Rank, line.Figures.Unit.Id, NameOf(line.Figures.Unit, names), line.Score, ApartOf(line.Apart),
            line.Figures.OnTime, line.MixDiffers, FiguresOf(line.Figures, caller))),
    ];

    /// <summary>What people call a unit.</summary>
    internal static string NameOf(ScoreUnit unit, INames names) => unit.Of switch
    {
        ScoreOf.Window => names.Window(unit.Id),
        ScoreOf.Department => names.Department(unit.Id),
        ScoreOf.Hall or ScoreOf.Town => names.Hall(unit.Id),
        ScoreOf.Staff => names.Staff(unit.Id),
        _ => unit.Id,
    };

    /// <summary>The contract's name of a reason.</summary>
    internal static string? ApartOf(Apart? apart) => apart switch
    {
        null => null,
        Core.Scores.Apart.SmallSample => "smallSample",
        _ => "nothingToJudge",
    };

    /// <summary>Ratings are left out for those who may have been rated: page and API tell them sums alone.</summary>
    private static Dictionary<string, long> FiguresOf(UnitFigures figures, Caller caller) => ScoreInputs.All
        .Where(input => figures[input] != 0 && !(caller.IsRated() && input.Evidence == Evidence.Ratings))
        .ToDictionary(input => input.Id, input => figures[input], StringComparer.Ordinal);
}
