using System.Text.Json.Serialization;

namespace Supervision.Core.Reading;

/// <summary>Where a draw stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DrawStatus>))]
public enum DrawStatus
{
    /// <summary>Parties commit to their secrets.</summary>
    [JsonStringEnumMemberName("committing")] Committing,
    /// <summary>The pool is frozen; parties reveal.</summary>
    [JsonStringEnumMemberName("revealing")] Revealing,
    /// <summary>The seed is known; the draw is being carried out.</summary>
    [JsonStringEnumMemberName("seeded")] Seeded,
    /// <summary>Drawn; inspectors are under way.</summary>
    [JsonStringEnumMemberName("drawn")] Drawn,
    /// <summary>Every object drawn was inspected.</summary>
    [JsonStringEnumMemberName("done")] Done,
    /// <summary>It came to nothing, and stays on the record.</summary>
    [JsonStringEnumMemberName("aborted")] Aborted,
}

/// <summary>What a draw takes its objects from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DrawKind>))]
public enum DrawKind
{
    /// <summary>窗口.</summary>
    [JsonStringEnumMemberName("windows")] Windows,
    /// <summary>办件 that passed a risk point.</summary>
    [JsonStringEnumMemberName("cases")] Cases,
    /// <summary>部门.</summary>
    [JsonStringEnumMemberName("departments")] Departments,
    /// <summary>大厅.</summary>
    [JsonStringEnumMemberName("halls")] Halls,
    /// <summary>中介机构.</summary>
    [JsonStringEnumMemberName("intermediaries")] Intermediaries,
    /// <summary>A list that was uploaded.</summary>
    [JsonStringEnumMemberName("list")] List,
}

/// <summary>A draw as lists show it.</summary>
public sealed record DrawRow
{
    /// <summary>Number.</summary>
    public required string No { get; init; }
    /// <summary>What it is about.</summary>
    public required string Title { get; init; }
    /// <summary>What it draws from.</summary>
    public DrawKind Kind { get; init; }
    /// <summary>Where it stands.</summary>
    public DrawStatus Status { get; init; }
    /// <summary>When it was planned.</summary>
    public DateTimeOffset PlannedAt { get; init; }
    /// <summary>Name of whoever planned it.</summary>
    public required string PlannedBy { get; init; }
    /// <summary>When the pool was frozen; null before.</summary>
    public DateTimeOffset? FrozenAt { get; init; }
    /// <summary>By when every party has to reveal; null before the pool is frozen.</summary>
    public DateTimeOffset? RevealBy { get; init; }
    /// <summary>When it was drawn; null before.</summary>
    public DateTimeOffset? DrawnAt { get; init; }
    /// <summary>Commitments, secrets and values of a beacon that were given so far.</summary>
    public int Given { get; init; }
    /// <summary>Objects in the pool; 0 before it is frozen.</summary>
    public int Objects { get; init; }
    /// <summary>Objects drawn, or to be drawn.</summary>
    public int Count { get; init; }
    /// <summary>Objects that were inspected.</summary>
    public int Inspected { get; init; }
    /// <summary>Objects at which something was found.</summary>
    public int Findings { get; init; }
    /// <summary>The draw that it repeats; null when it repeats none.</summary>
    public string? Previous { get; init; }
    /// <summary>Why it repeats it, or why it came to nothing; empty otherwise.</summary>
    public string Reason { get; init; } = "";
    /// <summary>Digest of its record; null before it was drawn.</summary>
    public string? Digest { get; init; }
    /// <summary>What it is made for in the yearly plan; null when nothing planned it.</summary>
    public DrawDuty? For { get; init; }
}

/// <summary>One of the draws that the yearly plan asks for.</summary>
/// <param name="Line">Id of the line.</param>
/// <param name="Year">Year.</param>
/// <param name="Part">Part of the year, from 1.</param>
public sealed record DrawDuty(string Line, int Year, int Part);

/// <summary>What to list; null means any.</summary>
/// <param name="Status">Where it stands.</param>
/// <param name="Text">Part of number or title.</param>
/// <param name="After">Cursor of the previous page.</param>
/// <param name="Limit">From 1 to 1000.</param>
public sealed record DrawQuery(
    DrawStatus? Status = null, string? Text = null, string? After = null, int Limit = 100);

/// <summary>Draws. Safe for concurrent use.</summary>
public interface IDrawList
{
    /// <summary>One page, newest first; every draw ever made, aborted ones too.</summary>
    Page<DrawRow> Find(DrawQuery query);

    /// <summary>Raised once lists hold draws that changed; handlers return at once.</summary>
    event Action<IReadOnlyList<DrawRow>>? Changed;
}
