using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Supervision.Core.Alerts;
using Supervision.Core.Clocks;
using Supervision.Core.Facts;
using Supervision.Core.Scores;

namespace Supervision.Core.Reading;

/// <summary>Where a case stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CaseStatus>))]
public enum CaseStatus
{
    /// <summary>Facts are known, but neither receipt nor acceptance.</summary>
    [JsonStringEnumMemberName("unknown")] Unknown,
    /// <summary>Materials received, not accepted yet.</summary>
    [JsonStringEnumMemberName("received")] Received,
    /// <summary>Waiting for the applicant's corrections.</summary>
    [JsonStringEnumMemberName("correcting")] Correcting,
    /// <summary>Accepted, running.</summary>
    [JsonStringEnumMemberName("accepted")] Accepted,
    /// <summary>Inside a special procedure.</summary>
    [JsonStringEnumMemberName("suspended")] Suspended,
    /// <summary>Decided, not finished.</summary>
    [JsonStringEnumMemberName("decided")] Decided,
    /// <summary>Finished; the verdict is frozen.</summary>
    [JsonStringEnumMemberName("finished")] Finished,
    /// <summary>Delivered.</summary>
    [JsonStringEnumMemberName("delivered")] Delivered,
    /// <summary>Refused at the door.</summary>
    [JsonStringEnumMemberName("refused")] Refused,
    /// <summary>Withdrawn by the applicant.</summary>
    [JsonStringEnumMemberName("withdrawn")] Withdrawn,
    /// <summary>Voided.</summary>
    [JsonStringEnumMemberName("voided")] Voided,
}

/// <summary>A case as lists show it.</summary>
public sealed record CaseRow
{
    /// <summary>Case number.</summary>
    public required string No { get; init; }
    /// <summary>Where it stands.</summary>
    public required CaseStatus State { get; init; }
    /// <summary>Case type.</summary>
    public CaseType CaseType { get; init; }
    /// <summary>Service item.</summary>
    public string? Item { get; init; }
    /// <summary>Hall.</summary>
    public string? Hall { get; init; }
    /// <summary>Window.</summary>
    public string? Window { get; init; }
    /// <summary>Department.</summary>
    public string? Department { get; init; }
    /// <summary>Handler.</summary>
    public string? Handler { get; init; }
    /// <summary>When materials were received.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }
    /// <summary>When it was accepted (also when deemed so by silence, L32.4).</summary>
    public DateTimeOffset? AcceptedAt { get; init; }
    /// <summary>When it ended: finished, refused, withdrawn or voided.</summary>
    public DateTimeOffset? EndedAt { get; init; }
    /// <summary>Promised due instant.</summary>
    public DateTimeOffset? PromisedDueAt { get; init; }
    /// <summary>Statutory due instant.</summary>
    public DateTimeOffset? StatutoryDueAt { get; init; }
    /// <summary>Highest standing card; null when none.</summary>
    public AlertLevel? Level { get; init; }
    /// <summary>Whether a promised, statutory or immediate limit was crossed.</summary>
    public bool Overdue { get; init; }
    /// <summary>How it came: window, online, phone; null when no fact says so.</summary>
    public string? Channel { get; init; }

    /// <summary>Whether it was brought to its end: finished or delivered, not refused, withdrawn or voided.</summary>
    [JsonIgnore]
    public bool IsFinished => State is CaseStatus.Finished or CaseStatus.Delivered && EndedAt is not null;

    /// <summary>Whether it was finished within every limit (按期办结).</summary>
    [JsonIgnore]
    public bool IsOnTime => IsFinished && !Overdue;

    /// <summary>Whether it was finished on the day of its acceptance (当日办结).</summary>
    /// <param name="dayOf">The day of an instant in the halls' zone.</param>
    public bool IsOnTheSpot(Func<DateTimeOffset, DateOnly> dayOf) =>
        IsFinished && AcceptedAt is { } acceptedAt && dayOf(acceptedAt) == dayOf(EndedAt!.Value);
}

/// <summary>What to list; null means any.</summary>
/// <param name="Text">Part of the number, item, handler or department.</param>
/// <param name="After">Cursor of the previous page.</param>
/// <param name="Limit">From 1 to 1000.</param>
/// <param name="Scope">What the caller may see.</param>
public sealed record CaseQuery(
    string? Text = null, CaseStatus? State = null, bool? Overdue = null, string? Hall = null, string? After = null,
    int Limit = 100, ReadingScope? Scope = null)
{
    /// <summary>Only what a figure of a score counted; nothing else but the scope narrows it then.</summary>
    public ScoreEvidence? Counted { get; init; }
}

/// <summary>One line of a case's history.</summary>
/// <param name="Sequence">Position in the journal.</param>
/// <param name="OccurredAt">Event time.</param>
/// <param name="RecordedAt">Recording time.</param>
/// <param name="Fact">The fact, when this line is one.</param>
/// <param name="Alert">The alert, when this line raises, revokes or restores one.</param>
/// <param name="Change"><c>fact</c>, <c>raised</c>, <c>revoked</c>, <c>restored</c>.</param>
/// <param name="Because">Why, for alerts.</param>
public sealed record TimelineLine(
    long Sequence, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, Fact? Fact, Alert? Alert, string Change,
    string? Because);

/// <summary>A clock with its explanation.</summary>
public sealed record ExplainedClock(
    ClockReading Reading, ClockState State, ImmutableArray<ExplainedInterval> Explanation);

/// <summary>Everything about one case.</summary>
public sealed record CaseFile(
    CaseRow Case, ImmutableArray<TimelineLine> Timeline, ImmutableArray<ExplainedClock> Clocks,
    ImmutableArray<AlertRow> Alerts);

/// <summary>Cases. Safe for concurrent use.</summary>
public interface ICaseList
{
    /// <summary>One page, newest first.</summary>
    Page<CaseRow> Find(CaseQuery query);

    /// <summary>One case with its history, or null when nothing is known about it.</summary>
    ValueTask<CaseFile?> OpenAsync(string no, CancellationToken cancellationToken);
}
