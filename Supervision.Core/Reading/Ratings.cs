using System.Text.Json.Serialization;
using Supervision.Core.Rules;

namespace Supervision.Core.Reading;

/// <summary>What a callback came to (回访).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CallbackResult>))]
public enum CallbackResult
{
    /// <summary>The rater is content now.</summary>
    [JsonStringEnumMemberName("satisfied")] Satisfied,
    /// <summary>The rater is not.</summary>
    [JsonStringEnumMemberName("unsatisfied")] Unsatisfied,
    /// <summary>Nobody answered.</summary>
    [JsonStringEnumMemberName("unreachable")] Unreachable,
}

/// <summary>The rating of one visit or matter that counts. It never says who gave it.</summary>
public sealed record RatingRow
{
    /// <summary>Unique for ever: the subject and its visit.</summary>
    public required string Id { get; init; }
    /// <summary>
    /// How its order names it: by the hash of the fact that made it bad, which does not tell who rated. Corrected and
    /// bad again it is another cause.
    /// </summary>
    public required string Cause { get; init; }
    /// <summary>The window or case it is about.</summary>
    public required string Subject { get; init; }
    /// <summary>When it was given.</summary>
    public required DateTimeOffset At { get; init; }
    /// <summary>The day it was given, in the hall's zone.</summary>
    public required DateOnly Day { get; init; }
    /// <summary>1 to 5.</summary>
    public required int Score { get; init; }
    /// <summary>Whether nobody gave it: it is counted apart.</summary>
    public required bool IsDefault { get; init; }
    /// <summary>Whether the rater gave a name.</summary>
    public required bool Named { get; init; }
    /// <summary>Evaluator, questionnaire, phone, box, online, sms.</summary>
    public string? Channel { get; init; }
    /// <summary>Words of the rater.</summary>
    public string? Comment { get; init; }
    /// <summary>Hall.</summary>
    public string? Hall { get; init; }
    /// <summary>Window.</summary>
    public string? Window { get; init; }
    /// <summary>Department.</summary>
    public string? Department { get; init; }
    /// <summary>Who served.</summary>
    public string? Staff { get; init; }
    /// <summary>Service item.</summary>
    public string? Item { get; init; }
    /// <summary>The last instant in time for the callback; null when none is owed.</summary>
    public DateTimeOffset? CallbackDueAt { get; init; }
    /// <summary>When the rater was called; null while they were not.</summary>
    public DateTimeOffset? CalledAt { get; init; }
    /// <summary>What came of it.</summary>
    public CallbackResult? Result { get; init; }
    /// <summary>Who called.</summary>
    public string? CalledBy { get; init; }
    /// <summary>What they wrote down.</summary>
    public string? Words { get; init; }

    /// <summary>Whether it counts as satisfied; of a default, that nobody gave, it is never asked.</summary>
    [JsonIgnore]
    public bool IsSatisfied => !IsDefault && Score >= Rate.SatisfiedMin;

    /// <summary>Whether the rules ask for an order because of it.</summary>
    public bool IsBad(OrderRules orders) => !IsDefault && Score <= orders.BadRatingMax;
}

/// <summary>By what satisfaction is told apart.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RatingSide>))]
public enum RatingSide
{
    /// <summary>By hall.</summary>
    [JsonStringEnumMemberName("hall")] Hall,
    /// <summary>By window.</summary>
    [JsonStringEnumMemberName("window")] Window,
    /// <summary>By member of staff.</summary>
    [JsonStringEnumMemberName("staff")] Staff,
    /// <summary>By service item.</summary>
    [JsonStringEnumMemberName("item")] Item,
    /// <summary>By day.</summary>
    [JsonStringEnumMemberName("day")] Day,
}

/// <summary>Satisfaction of one hall, window, member of staff, item or day.</summary>
/// <param name="Key">Which; empty for ratings that name none.</param>
/// <param name="Satisfied">Scores of 3 and more ÷ ratings, defaults apart.</param>
/// <param name="Defaults">Default ratings, in neither of the two.</param>
public sealed record SatisfactionFigure(string Key, Rate Satisfied, long Defaults);

/// <summary>What to list; null means any.</summary>
/// <param name="ScoreMax">Only this score and below, defaults left out.</param>
/// <param name="AwaitsCallback">Whether a callback is owed and not made: the most urgent first.</param>
/// <param name="From">First day, inclusive.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="After">Cursor of the previous page.</param>
/// <param name="Limit">From 1 to 1000.</param>
/// <param name="Scope">What the caller may see.</param>
public sealed record RatingQuery(
    int? ScoreMax = null, bool? AwaitsCallback = null, string? Hall = null, string? Window = null, string? Staff = null,
    DateOnly? From = null, DateOnly? To = null, string? After = null, int Limit = 100, ReadingScope? Scope = null);

/// <summary>Ratings and what they come to. Safe for concurrent use.</summary>
public interface IRatingList
{
    /// <summary>One page, newest first, or of callbacks owed the most urgent first.</summary>
    Page<RatingRow> Find(RatingQuery query);

    /// <summary>Satisfaction of everything a query matches, told apart by one side; by key.</summary>
    IReadOnlyList<SatisfactionFigure> Satisfaction(RatingSide side, RatingQuery query);

    /// <summary>Raised once lists hold ratings that changed; handlers return at once.</summary>
    event Action<IReadOnlyList<RatingRow>>? Changed;
}
