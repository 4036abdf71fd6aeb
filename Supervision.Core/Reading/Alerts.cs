using System.Text.Json.Serialization;
using Supervision.Core.Alerts;
using Supervision.Core.Scores;

namespace Supervision.Core.Reading;

/// <summary>A list cut into pages.</summary>
/// <param name="Items">This page.</param>
/// <param name="Next">Cursor of the next page; null on the last.</param>
/// <param name="Total">How many match in all.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next, long Total);

/// <summary>An alert as lists show it.</summary>
/// <param name="Id">Stable and unique: <c>case/2026-000123:promised.yellow</c>.</param>
/// <param name="Subject">Number of the case, window or staff member.</param>
/// <param name="At">Event time: the instant the limit was crossed.</param>
/// <param name="RecordedAt">When the system knew.</param>
/// <param name="RevokedBecause">What disproved it; null while it stands.</param>
public sealed record AlertRow(
    string Id, AlertKind Kind, AlertLevel Level, string? Clock, string Code, string Subject,
    DateTimeOffset At, DateTimeOffset RecordedAt, AlertState State,
    string? Window, string? Department, string? Hall, string? Item, string Because, string? RevokedBecause)
{
    /// <summary>What codes of findings about ratings begin with.</summary>
    public const string RatingCodes = "rating.";

    /// <summary>Whether it is about a rating: not for those who may have been rated, nor for walls.</summary>
    [JsonIgnore]
    public bool IsOfRating => Code.StartsWith(RatingCodes, StringComparison.Ordinal);
}

/// <summary>What to list; null means any.</summary>
/// <param name="Text">Part of the subject's number.</param>
/// <param name="Since">Event time, inclusive.</param>
/// <param name="After">Cursor of the previous page.</param>
/// <param name="Limit">From 1 to 1000.</param>
/// <param name="Scope">What the caller may see.</param>
/// <param name="Ratings">False leaves findings about ratings out.</param>
public sealed record AlertQuery(
    AlertLevel? Level = null, AlertState? State = null, string? Clock = null, AlertKind? Kind = null,
    string? Hall = null, string? Text = null, DateTimeOffset? Since = null, string? After = null, int Limit = 100,
    ReadingScope? Scope = null, bool Ratings = true)
{
    /// <summary>Only what a figure of a score counts.</summary>
    public ScoreEvidence? Counted { get; init; }
}

/// <summary>Cards and findings, newest first. Safe for concurrent use.</summary>
public interface IAlertList
{
    /// <summary>One page.</summary>
    Page<AlertRow> Find(AlertQuery query);

    /// <summary>One alert, or null.</summary>
    AlertRow? Find(string id);

    /// <summary>Open alerts of a hall, counted by window; windows without any are left out.</summary>
    IReadOnlyDictionary<string, long> OpenByWindow(string hall);

    /// <summary>
    /// Raised once the view holds an alert that was raised, revoked or restored; handlers return at once.
    /// </summary>
    event Action<AlertRow>? Changed;
}
