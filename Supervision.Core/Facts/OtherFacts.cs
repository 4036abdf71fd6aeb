using Supervision.Core.Reading;

namespace Supervision.Core.Facts;

/// <summary>A window opened for the public.</summary>
public sealed record WindowOpened : FactData
{
    /// <summary>Staff present.</summary>
    public IReadOnlyList<string>? Staff { get; init; }
    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}

/// <summary>A window declared a pause (暂停服务).</summary>
public sealed record WindowPaused : FactData
{
    /// <summary>Staff concerned.</summary>
    public IReadOnlyList<string>? Staff { get; init; }
    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}

/// <summary>A declared pause ended.</summary>
public sealed record WindowResumed : FactData
{
    /// <summary>Staff present.</summary>
    public IReadOnlyList<string>? Staff { get; init; }
    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}

/// <summary>A window closed.</summary>
public sealed record WindowClosed : FactData
{
    /// <summary>Staff concerned.</summary>
    public IReadOnlyList<string>? Staff { get; init; }
    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}

/// <summary>A visitor drew a queue ticket.</summary>
public sealed record QueueIssued : FactData
{
    /// <summary>Ticket number.</summary>
    public string? Ticket { get; init; }
}

/// <summary>A window called a ticket.</summary>
public sealed record QueueCalled : FactData
{
    /// <summary>Ticket number.</summary>
    public string? Ticket { get; init; }
}

/// <summary>A visitor was served.</summary>
public sealed record QueueServed : FactData
{
    /// <summary>Ticket number.</summary>
    public string? Ticket { get; init; }
}

/// <summary>A visitor gave up waiting.</summary>
public sealed record QueueAbandoned : FactData
{
    /// <summary>Ticket number.</summary>
    public string? Ticket { get; init; }
}

/// <summary>A staff member punched in or out.</summary>
public sealed record AttendancePunched : FactData
{
    /// <summary><c>in</c>, <c>out</c>, <c>breakOut</c> or <c>breakIn</c>.</summary>
    public required string Direction { get; init; }
    /// <summary>Serial number of the device.</summary>
    public string? Device { get; init; }
    /// <summary>How the person was recognised.</summary>
    public string? Verify { get; init; }
}

/// <summary>Leave was approved.</summary>
public sealed record LeaveApproved : FactData
{
    /// <summary>First instant of the leave, inclusive.</summary>
    public required DateTimeOffset From { get; init; }
    /// <summary>End of the leave, exclusive.</summary>
    public required DateTimeOffset To { get; init; }
    /// <summary>Kind of leave.</summary>
    public string? Kind { get; init; }
    /// <summary>Substitute (AB岗).</summary>
    public string? Substitute { get; init; }
}

/// <summary>Leave was cancelled.</summary>
public sealed record LeaveCancelled : FactData
{
    /// <summary>First instant of the leave, inclusive.</summary>
    public required DateTimeOffset From { get; init; }
    /// <summary>End of the leave, exclusive.</summary>
    public required DateTimeOffset To { get; init; }
    /// <summary>Kind of leave.</summary>
    public string? Kind { get; init; }
    /// <summary>Substitute (AB岗).</summary>
    public string? Substitute { get; init; }
}

/// <summary>A visitor rated a case or a window.</summary>
public sealed record RatingGiven : FactData
{
    /// <summary>1 (非常不满意) to 5 (非常满意).</summary>
    public required int Score { get; init; }
    /// <summary>Evaluator, questionnaire, phone, box, online, sms.</summary>
    public string? Channel { get; init; }
    /// <summary>Whether the rater gave a name.</summary>
    public bool? Named { get; init; }
    /// <summary>Words of the rater.</summary>
    public string? Comment { get; init; }
    /// <summary>Whether this is a default rating nobody gave.</summary>
    public bool? Default { get; init; }
    /// <summary>Queue ticket of the visit: a second rating of it corrects the first.</summary>
    public string? Ticket { get; init; }
    /// <summary>Device it was given on.</summary>
    public string? Device { get; init; }
    /// <summary>Who served the visitor.</summary>
    public string? Staff { get; init; }
    /// <summary>Service item the visit was about.</summary>
    public string? Item { get; init; }
}

/// <summary>A complaint was filed.</summary>
public sealed record ComplaintFiled : FactData
{
    /// <summary>Hall complained about.</summary>
    public string? Hall { get; init; }
    /// <summary>Window complained about.</summary>
    public string? Window { get; init; }
    /// <summary>Department complained about.</summary>
    public string? Department { get; init; }
    /// <summary><c>village</c>, <c>town</c> or <c>departments</c>: which limit applies (S2).</summary>
    public string? Class { get; init; }
}

/// <summary>A complaint was answered.</summary>
public sealed record ComplaintAnswered : FactData
{
    /// <summary>Hall.</summary>
    public string? Hall { get; init; }
    /// <summary>Window.</summary>
    public string? Window { get; init; }
    /// <summary>Department.</summary>
    public string? Department { get; init; }
    /// <summary>Class.</summary>
    public string? Class { get; init; }
}

/// <summary>A patrol, video check or visit was made.</summary>
public sealed record PatrolRecorded : FactData
{
    /// <summary><c>patrol</c>, <c>video</c>, <c>visit</c> or <c>unannounced</c>.</summary>
    public required string Kind { get; init; }
    /// <summary>Who made it.</summary>
    public string? Inspector { get; init; }
    /// <summary>What was found.</summary>
    public IReadOnlyList<string>? Findings { get; init; }
    /// <summary>When the inspector signed in on the spot; the time of the patrol, however late it is told.</summary>
    public DateTimeOffset? SignedAt { get; init; }
    /// <summary>Photos taken on the spot. They come with the sign-in page alone; a feed cannot name any.</summary>
    public IReadOnlyList<Attachment>? Photos { get; init; }
}

/// <summary>Something was done to a device by its operator, such as setting its clock.</summary>
public sealed record DeviceOperated : FactData
{
    /// <summary>Operation code of its protocol, from 0 to 9999.</summary>
    public required int Code { get; init; }
    /// <summary>Number on the device of who did it.</summary>
    public string? Operator { get; init; }
    /// <summary>Where it hangs.</summary>
    public string? Hall { get; init; }
}

/// <summary>A source is alive.</summary>
public sealed record Heartbeat : FactData;
