using Supervision.Core.Alerts;

namespace Supervision.Core.Reading;

/// <summary>A complaint as lists show it.</summary>
public sealed record ComplaintRow
{
    /// <summary>Number.</summary>
    public required string No { get; init; }
    /// <summary><c>village</c>, <c>town</c> or <c>departments</c>; null when it has none.</summary>
    public string? Class { get; init; }
    /// <summary>Hall complained about.</summary>
    public string? Hall { get; init; }
    /// <summary>Window complained about.</summary>
    public string? Window { get; init; }
    /// <summary>Department complained about.</summary>
    public string? Department { get; init; }
    /// <summary>When it was filed; null while only an answer is known.</summary>
    public DateTimeOffset? FiledAt { get; init; }
    /// <summary>When it was answered; null while it was not.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }
    /// <summary>The last instant in time by its class; null without a filing.</summary>
    public DateTimeOffset? DueAt { get; init; }
    /// <summary>The last instant by which any complaint is answered; null without a filing.</summary>
    public DateTimeOffset? UtmostAt { get; init; }
    /// <summary>Whether it was, or is, answered too late.</summary>
    public bool Overdue { get; init; }
    /// <summary>Highest card that stands; null when there is none.</summary>
    public AlertLevel? Level { get; init; }
}

/// <summary>What to list; null means any.</summary>
/// <param name="Open">Whether it waits for an answer.</param>
/// <param name="Text">Part of the number.</param>
/// <param name="After">Cursor of the previous page.</param>
/// <param name="Limit">From 1 to 1000.</param>
/// <param name="Scope">What the caller may see.</param>
public sealed record ComplaintQuery(
    bool? Open = null, bool? Overdue = null, string? Hall = null, string? Text = null, string? After = null,
    int Limit = 100, ReadingScope? Scope = null);

/// <summary>Complaints. Safe for concurrent use.</summary>
public interface IComplaintList
{
    /// <summary>One page, newest first.</summary>
    Page<ComplaintRow> Find(ComplaintQuery query);

    /// <summary>Raised once lists hold complaints that changed; handlers return at once.</summary>
    event Action<IReadOnlyList<ComplaintRow>>? Changed;
}
