using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Core.Rules;
using Supervision.Core.Scores;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Disclosure;

/// <summary>The first units of one kind in a closed month.</summary>
/// <param name="Of">What they are: window, department or hall.</param>
/// <param name="Period">The month.</param>
/// <param name="Version">Its closed version.</param>
/// <param name="Scheme">Version of the scheme it was computed by.</param>
/// <param name="Lines">In order.</param>
public sealed record PublicRanking(
    string Of, string Period, int Version, string Scheme, IReadOnlyList<PublicRank> Lines);

/// <summary>A unit as strangers see it.</summary>
/// <param name="Rank">Shared by equal scores.</param>
/// <param name="Name">As the rule book has it.</param>
/// <param name="Score">A tenth exact.</param>
/// <param name="OnTimeRate">On-time rate with its interval; open overdue cases count.</param>
public sealed record PublicRank(int Rank, string Name, decimal Score, Rate OnTimeRate);

/// <summary>
/// Rankings as they are disclosed: the lines that staff see, without the figures behind them, of months that are closed
/// and of units that have a rank. Members of staff are never ranked in public. Safe for concurrent use.
/// </summary>
internal sealed class PublicRankings(IScores scores, IRuleShelf rules)
{
    /// <summary>Units of each kind, at most.</summary>
    public const int LinesMax = 20;

    private static readonly ScoreOf[] Disclosed = [ScoreOf.Window, ScoreOf.Department, ScoreOf.Hall];

    /// <summary>The rankings of the newest closed month.</summary>
    /// <param name="hall">Windows of this hall and the hall alone; null for the whole city.</param>
    public IReadOnlyList<PublicRanking> Read(string? hall)
    {
        var closed = scores.Months().Select(period => scores.Month(period))
            .FirstOrDefault(month => month?.Shown is not null);
        return closed is { Shown: { } shown } ? [.. Disclosed.Select(of => RankingOf(closed, shown, of, hall))] : [];
    }

    private PublicRanking RankingOf(MonthHead month, MonthVersion shown, ScoreOf of, string? hall)
    {
        var ranking = scores.Rank(month, of).Ranking;
        return new(
            Spelling.Of(of), month.Period.ToString(), shown.Version, ranking.Scheme.Version,
            [
                .. ranking.Lines.SelectMany(line => LineOf(line, rules.Current.Organisation, hall)).Take(LinesMax),
            ]);
    }

    /// <summary>What the rule book does not know is not told: a source may have written anything there.</summary>
    private static IEnumerable<PublicRank> LineOf(RankLine line, Organisation organisation, string? hall)
    {
        var id = line.Figures.Unit.Id;
        var name = line.Figures.Unit.Of switch
        {
            ScoreOf.Window => organisation.Windows.GetValueOrDefault(id) is { } post && (hall ?? post.Hall) == post.Hall
                ? post.Name
                : null,
            ScoreOf.Hall => (hall ?? id) == id ? organisation.Halls.GetValueOrDefault(id)?.Name : null,
            _ => organisation.Departments.GetValueOrDefault(id)?.Name,
        };
        return name is not null && line is { Rank: { } rank, Score: { } score }
            ? [new(rank, name, score, line.Figures.OnTime)]
            : [];
    }
}
