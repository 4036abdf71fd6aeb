using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Supervision.Core.Alerts;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Reading;

namespace Supervision.Core.Cases;

/// <summary>
/// What a case remembers. The history is the whole truth about it; everything else is what was last decided from it, so
/// that the next decision can say what changed.
/// </summary>
public sealed record CaseState : EntityState, IAlertBearer
{
    /// <summary>Every fact about the case, by event time.</summary>
    public ImmutableArray<Milestone> History { get; init; } = [];

    /// <summary>Every alert ever raised about it, standing or revoked.</summary>
    public ImmutableArray<AlertMark> Alerts { get; init; } = [];

    /// <summary>The case as lists show it.</summary>
    public required CaseRow Row { get; init; }

    /// <summary>When time alone changes something next; null when it never will.</summary>
    public DateTimeOffset? Deadline { get; init; }
}

/// <summary>The state of an entity that alerts are raised about.</summary>
public interface IAlertBearer
{
    /// <summary>Every alert ever raised about it, standing or revoked.</summary>
    ImmutableArray<AlertMark> Alerts { get; }
}

/// <summary>A fact as a case remembers it.</summary>
/// <param name="OccurredAt">Event time.</param>
/// <param name="RecordedAt">Recording time, for findings about late recording.</param>
/// <param name="Tie">Orders facts of one kind at one instant the same way whatever order they came in.</param>
/// <param name="Data">What happened.</param>
public sealed record Milestone(
    DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, ulong Tie,
    [property: JsonConverter(typeof(FactDataConverter))] FactData Data);

/// <summary>An alert as a case remembers it.</summary>
/// <param name="Key">Tells it from every other alert of the case; see <see cref="Alert.Key"/>.</param>
/// <param name="Kind">Card or finding.</param>
/// <param name="Level">How serious.</param>
/// <param name="At">Event time it was last given.</param>
/// <param name="Standing">False once revoked.</param>
/// <param name="WaivedBy">The revoked order that took its effect away for good; null for nearly all.</param>
/// <param name="Times">How often it was proved: 1, and 1 more each time it was restored.</param>
public sealed record AlertMark(
    string Key, AlertKind Kind, AlertLevel Level, DateTimeOffset At, bool Standing, string? WaivedBy = null,
    int Times = 1);
