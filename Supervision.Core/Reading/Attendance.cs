using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Supervision.Core.Reading;

/// <summary>Where somebody stands on half a day.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AttendanceStatus>))]
public enum AttendanceStatus
{
    /// <summary>The half day is still to come, or not late yet.</summary>
    [JsonStringEnumMemberName("due")] Due,
    /// <summary>在岗.</summary>
    [JsonStringEnumMemberName("present")] Present,
    /// <summary>迟到.</summary>
    [JsonStringEnumMemberName("late")] Late,
    /// <summary>早退.</summary>
    [JsonStringEnumMemberName("early")] Early,
    /// <summary>迟到并早退.</summary>
    [JsonStringEnumMemberName("lateAndEarly")] LateAndEarly,
    /// <summary>缺勤.</summary>
    [JsonStringEnumMemberName("absent")] Absent,
    /// <summary>请假.</summary>
    [JsonStringEnumMemberName("leave")] Leave,
}

/// <summary>One half day of one member of staff.</summary>
/// <param name="From">Start of duty, in seconds of the day.</param>
/// <param name="To">End of duty, exclusive.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="ArrivedAt">When they came, also before its start; null when they were not there.</param>
/// <param name="LeftAt">When they had left before its end; null while present or when never there.</param>
public sealed record HalfDay(int From, int To, AttendanceStatus Status, int? ArrivedAt, int? LeftAt);

/// <summary>One day of one member of staff, as lists show it.</summary>
public sealed record AttendanceRow
{
    /// <summary>Who.</summary>
    public required string Staff { get; init; }
    /// <summary>The day, in the hall's zone.</summary>
    public required DateOnly Date { get; init; }
    /// <summary>Where they work.</summary>
    public string? Hall { get; init; }
    /// <summary>For whom.</summary>
    public string? Department { get; init; }
    /// <summary>Half days to be worked; none on a day off.</summary>
    public required ImmutableArray<HalfDay> Halves { get; init; }
    /// <summary>Punches taken on the day.</summary>
    public required int Punches { get; init; }
    /// <summary>Whether the last punch of the day says that they are there.</summary>
    public required bool Here { get; init; }

    /// <inheritdoc />
    public bool Equals(AttendanceRow? other) => other is not null && Staff == other.Staff && Date == other.Date
        && Hall == other.Hall && Department == other.Department && Punches == other.Punches && Here == other.Here
        && Halves.AsSpan().SequenceEqual(other.Halves.AsSpan());

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Staff, Date, Punches, Halves.Length);
}

/// <summary>Half days by where they stand.</summary>
/// <param name="Present">Present in time.</param>
/// <param name="Late">Late, also those who left early as well.</param>
/// <param name="Early">Left early, having come in time.</param>
/// <param name="Absent">Absent.</param>
/// <param name="Leave">On leave.</param>
public readonly record struct AttendanceTotals(long Present, long Late, long Early, long Absent, long Leave)
{
    /// <summary>The totals with one half day more.</summary>
    public AttendanceTotals With(AttendanceStatus status) => status switch
    {
        AttendanceStatus.Present => this with { Present = Present + 1 },
        AttendanceStatus.Late or AttendanceStatus.LateAndEarly => this with { Late = Late + 1 },
        AttendanceStatus.Early => this with { Early = Early + 1 },
        AttendanceStatus.Absent => this with { Absent = Absent + 1 },
        AttendanceStatus.Leave => this with { Leave = Leave + 1 },
        _ => this,
    };
}

/// <summary>Where a leave stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LeaveStatus>))]
public enum LeaveStatus
{
    /// <summary>Asked for, not decided.</summary>
    [JsonStringEnumMemberName("requested")] Requested,
    /// <summary>Approved: it counts as attendance on leave.</summary>
    [JsonStringEnumMemberName("approved")] Approved,
    /// <summary>Not approved.</summary>
    [JsonStringEnumMemberName("refused")] Refused,
    /// <summary>Cancelled before or after it was approved.</summary>
    [JsonStringEnumMemberName("cancelled")] Cancelled,
}

/// <summary>A leave as lists show it.</summary>
public sealed record LeaveRow
{
    /// <summary>Number, unique for ever.</summary>
    public required string No { get; init; }
    /// <summary>Who is away.</summary>
    public required string Staff { get; init; }
    /// <summary>Where they work.</summary>
    public string? Hall { get; init; }
    /// <summary>For whom.</summary>
    public string? Department { get; init; }
    /// <summary>First instant, inclusive.</summary>
    public required DateTimeOffset From { get; init; }
    /// <summary>End, exclusive.</summary>
    public required DateTimeOffset To { get; init; }
    /// <summary>Kind of leave.</summary>
    public string? Kind { get; init; }
    /// <summary>Who stands in (AB岗).</summary>
    public string? Substitute { get; init; }
    /// <summary>Where it stands.</summary>
    public required LeaveStatus State { get; init; }
    /// <summary>When it was asked for, or reported by a source.</summary>
    public required DateTimeOffset RequestedAt { get; init; }
    /// <summary>Who asked; null when a source reported it.</summary>
    public string? RequestedBy { get; init; }
    /// <summary>When it was decided or cancelled.</summary>
    public DateTimeOffset? DecidedAt { get; init; }
    /// <summary>Who decided or cancelled.</summary>
    public string? DecidedBy { get; init; }
    /// <summary>What they said.</summary>
    public string? Words { get; init; }
}

/// <summary>What to list; null means any.</summary>
/// <param name="From">First day, inclusive.</param>
/// <param name="To">Last day, inclusive.</param>
/// <param name="Staff">One member of staff.</param>
/// <param name="Status">Only days with a half day that stands so.</param>
/// <param name="After">Cursor of the previous page.</param>
/// <param name="Limit">From 1 to 1000.</param>
/// <param name="Scope">What the caller may see.</param>
public sealed record AttendanceQuery(
    DateOnly? From = null, DateOnly? To = null, string? Staff = null, string? Hall = null,
    AttendanceStatus? Status = null, string? After = null, int Limit = 100, ReadingScope? Scope = null);

/// <summary>Attendance and leave. Safe for concurrent use.</summary>
public interface IAttendanceList
{
    /// <summary>One page, newest day first, then by member of staff.</summary>
    Page<AttendanceRow> Find(AttendanceQuery query);

    /// <summary>Half days of everything a query matches.</summary>
    AttendanceTotals Totals(AttendanceQuery query);

    /// <summary>Leaves, the newest asked for first; null means any.</summary>
    Page<LeaveRow> Leaves(
        LeaveStatus? state, string? staff, string? after, int limit, ReadingScope? scope);

    /// <summary>Raised once lists hold days that changed; handlers return at once.</summary>
    event Action<IReadOnlyList<AttendanceRow>>? Changed;
}
