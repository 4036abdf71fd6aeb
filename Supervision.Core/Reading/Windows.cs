using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Supervision.Core.Reading;

/// <summary>Whether somebody is at a window.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WindowStatus>))]
public enum WindowStatus
{
    /// <summary>Outside its hours.</summary>
    [JsonStringEnumMemberName("closed")] Closed,
    /// <summary>在岗.</summary>
    [JsonStringEnumMemberName("staffed")] Staffed,
    /// <summary>暂停服务: declared, and within what a pause may last.</summary>
    [JsonStringEnumMemberName("paused")] Paused,
    /// <summary>空岗: nobody is known to be there.</summary>
    [JsonStringEnumMemberName("unstaffed")] Unstaffed,
    /// <summary>Within its hours, and nothing ever told who is there.</summary>
    [JsonStringEnumMemberName("unknown")] Unknown,
}

/// <summary>A window as lists show it.</summary>
public sealed record WindowRow
{
    /// <summary>Window id.</summary>
    public required string Id { get; init; }
    /// <summary>Hall it stands in.</summary>
    public required string Hall { get; init; }
    /// <summary>Department it belongs to; null when several share it.</summary>
    public string? Department { get; init; }
    /// <summary>Kind of window.</summary>
    public required string Kind { get; init; }
    /// <summary>Whether somebody is there.</summary>
    public required WindowStatus State { get; init; }
    /// <summary>Since when; null before its first working day.</summary>
    public DateTimeOffset? Since { get; init; }
    /// <summary>Holders and substitutes who are there, in order.</summary>
    public ImmutableArray<string> Present { get; init; } = [];
    /// <summary>Tickets of today that were issued and not called yet.</summary>
    public required int Queue { get; init; }
    /// <summary>Visitors served today.</summary>
    public required int Served { get; init; }
    /// <summary>When something last happened there.</summary>
    public DateTimeOffset? LastActivityAt { get; init; }
    /// <summary>Score of the newest rating, defaults apart.</summary>
    public int? LastScore { get; init; }
    /// <summary>When it was given.</summary>
    public DateTimeOffset? LastRatedAt { get; init; }
    /// <summary>Findings of the days kept that stand.</summary>
    public required int Findings { get; init; }

    /// <inheritdoc />
    public bool Equals(WindowRow? other) => other is not null
        && (Id, Hall, Department, Kind, State, Since) ==
            (other.Id, other.Hall, other.Department, other.Kind, other.State, other.Since)
        && (Queue, Served, LastActivityAt, LastScore, LastRatedAt, Findings) ==
            (other.Queue, other.Served, other.LastActivityAt, other.LastScore, other.LastRatedAt, other.Findings)
        && Present.AsSpan().SequenceEqual(other.Present.AsSpan());

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Id, State, Since, Queue, Served, LastActivityAt, Findings);
}

/// <summary>What to list; null means any.</summary>
/// <param name="Text">Part of the id.</param>
/// <param name="After">Cursor of the previous page.</param>
/// <param name="Limit">From 1 to 1000.</param>
/// <param name="Scope">What the caller may see.</param>
public sealed record WindowQuery(
    WindowStatus? State = null, string? Hall = null, string? Text = null, string? After = null, int Limit = 100,
    ReadingScope? Scope = null);

/// <summary>One line of a window's history.</summary>
/// <param name="Sequence">Position in the journal.</param>
/// <param name="OccurredAt">Event time.</param>
/// <param name="Change">A fact's type, <c>punch</c>, <c>leave</c>, <c>case</c>, a state, or an alert's change.</param>
/// <param name="Detail">Who, which ticket, or which alert.</param>
public sealed record WindowLine(long Sequence, DateTimeOffset OccurredAt, string Change, string? Detail);

/// <summary>Everything about one window.</summary>
/// <param name="Window">Presence now.</param>
/// <param name="History">The newest first, a few hundred at most.</param>
public sealed record WindowFile(WindowRow Window, ImmutableArray<WindowLine> History);

/// <summary>Windows and who is there. Safe for concurrent use.</summary>
public interface IWindowList
{
    /// <summary>One page, by id, the last first.</summary>
    Page<WindowRow> Find(WindowQuery query);

    /// <summary>One window with its history, or null when nothing is known about it.</summary>
    ValueTask<WindowFile?> OpenAsync(string id, CancellationToken cancellationToken);

    /// <summary>Raised once lists hold windows that changed; handlers return at once.</summary>
    event Action<IReadOnlyList<WindowRow>>? Changed;
}
