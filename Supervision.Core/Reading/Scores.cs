using System.Collections.Immutable;
using Supervision.Core.Entities;
using Supervision.Core.People;
using Supervision.Core.Scores;

namespace Supervision.Core.Reading;

/// <summary>A month as rankings show it.</summary>
/// <param name="Period">The month.</param>
/// <param name="Versions">Versions it was closed in; none while it is open.</param>
/// <param name="Shown">The version that is shown; null shows what is known now, which is provisional.</param>
public sealed record MonthHead(Period Period, ImmutableArray<MonthVersion> Versions, MonthVersion? Shown);

/// <summary>A ranking of one month.</summary>
/// <param name="Month">Which, and in which version.</param>
/// <param name="Of">Of what.</param>
/// <param name="Ranking">The lines.</param>
public sealed record MonthRanking(MonthHead Month, ScoreOf Of, Ranking Ranking);

/// <summary>The score of a unit in one month.</summary>
/// <param name="Period">The month.</param>
/// <param name="Score">Null when nothing could be judged.</param>
public readonly record struct MonthScore(Period Period, decimal? Score);

/// <summary>The score of a unit, opened.</summary>
/// <param name="Month">Which month, and in which version.</param>
/// <param name="Sheet">The derivation.</param>
/// <param name="Line">Its place among its like.</param>
/// <param name="Ranked">How many of its like have a rank.</param>
public sealed record OpenScore(MonthHead Month, ScoreSheet Sheet, RankLine Line, int Ranked);

/// <summary>Scores, computed from figures that are kept up to date. Safe for concurrent use.</summary>
public interface IScores
{
    /// <summary>Months with any figures or versions, the newest first.</summary>
    IReadOnlyList<Period> Months();

    /// <summary>The versions of a month.</summary>
    /// <param name="period">The month.</param>
    /// <param name="version">The version to show; null means the newest, 0 what is known now.</param>
    /// <returns>Null when there is no such version.</returns>
    MonthHead? Month(Period period, int? version = null);

    /// <summary>
    /// The ranking of a month: of a closed one by its own scheme, of an open one by the newest.
    /// </summary>
    /// <exception cref="Ports.RuleBookMissingException">The rule book of a closed month is not there.</exception>
    MonthRanking Rank(MonthHead month, ScoreOf of);

    /// <summary>The same figures by another scheme, for a preview.</summary>
    MonthRanking Preview(MonthHead month, ScoreOf of, ScoreScheme scheme);

    /// <summary>The score of one unit; null when nothing is known about it in that month.</summary>
    /// <exception cref="Ports.RuleBookMissingException">The rule book of a closed month is not there.</exception>
    OpenScore? Open(MonthHead month, ScoreUnit unit);

    /// <summary>Scores of some units over so many months up to one, oldest first.</summary>
    /// <exception cref="Ports.RuleBookMissingException">The rule book of a closed month is not there.</exception>
    IReadOnlyDictionary<string, ImmutableArray<MonthScore>> Courses(
        ScoreOf of, IReadOnlyCollection<string> ids, Period last, int months);

    /// <summary>
    /// What a version of a month changed, or, of what is known now, what changed since it was closed.
    /// </summary>
    IReadOnlyList<MonthChange> Changes(MonthHead month);
}

/// <summary>Closes months. Safe for concurrent use, also from several nodes: a month is closed once.</summary>
public interface IMonthClosing
{
    /// <summary>
    /// Closes a month with everything the journal holds now, or corrects a closed one. A month that says so already
    /// stays as it is.
    /// </summary>
    /// <param name="period">The month; it has to be over.</param>
    /// <param name="because">Why a closed month is corrected; null closes it for the first time.</param>
    /// <param name="by">Who asks for it; null for the clock.</param>
    /// <param name="cancellationToken">Gives up waiting; it may still be closed.</param>
    /// <returns>The refusal, or null when the month says what is known.</returns>
    /// <exception cref="Ports.JournalUnavailableException">Not durable; ask again.</exception>
    ValueTask<Refusal?> CloseAsync(
        Period period, string? because, Actor? by, CancellationToken cancellationToken);
}
