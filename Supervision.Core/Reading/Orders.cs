using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Supervision.Core.Alerts;
using Supervision.Core.People;
using Supervision.Core.Scores;

namespace Supervision.Core.Reading;

/// <summary>What an order is about (domain.md section 6).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderSource>))]
public enum OrderSource
{
    /// <summary>A card of a configured level.</summary>
    [JsonStringEnumMemberName("card")] Card,
    /// <summary>A finding of a configured level.</summary>
    [JsonStringEnumMemberName("finding")] Finding,
    /// <summary>差评.</summary>
    [JsonStringEnumMemberName("rating")] Rating,
    /// <summary>投诉.</summary>
    [JsonStringEnumMemberName("complaint")] Complaint,
    /// <summary>巡查.</summary>
    [JsonStringEnumMemberName("patrol")] Patrol,
    /// <summary>抽查.</summary>
    [JsonStringEnumMemberName("spotCheck")] SpotCheck,
    /// <summary>An inspector issued it.</summary>
    [JsonStringEnumMemberName("byHand")] ByHand,
}

/// <summary>Where an order stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderStatus>))]
public enum OrderStatus
{
    /// <summary>Waits for the acknowledgement.</summary>
    [JsonStringEnumMemberName("issued")] Issued,
    /// <summary>Waits for feedback.</summary>
    [JsonStringEnumMemberName("acknowledged")] Acknowledged,
    /// <summary>Feedback was given; waits for the rectification.</summary>
    [JsonStringEnumMemberName("feedback")] Feedback,
    /// <summary>Waits for the verification.</summary>
    [JsonStringEnumMemberName("rectified")] Rectified,
    /// <summary>Waits to be closed.</summary>
    [JsonStringEnumMemberName("verified")] Verified,
    /// <summary>Done.</summary>
    [JsonStringEnumMemberName("closed")] Closed,
    /// <summary>Waits for the decision of an appeal.</summary>
    [JsonStringEnumMemberName("appealed")] Appealed,
    /// <summary>Taken back by a reversal; nothing of it counts.</summary>
    [JsonStringEnumMemberName("revoked")] Revoked,
}

/// <summary>A step somebody takes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderStep>))]
public enum OrderStep
{
    /// <summary>签收.</summary>
    [JsonStringEnumMemberName("acknowledge")] Acknowledge,
    /// <summary>反馈.</summary>
    [JsonStringEnumMemberName("feedback")] Feedback,
    /// <summary>整改.</summary>
    [JsonStringEnumMemberName("rectify")] Rectify,
    /// <summary>核查.</summary>
    [JsonStringEnumMemberName("verify")] Verify,
    /// <summary>申诉.</summary>
    [JsonStringEnumMemberName("appeal")] Appeal,
    /// <summary>Decision of an appeal, or closing.</summary>
    [JsonStringEnumMemberName("decide")] Decide,
}

/// <summary>Who has to see to an order; unanswered it climbs one rung at a time (S0).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LadderRung>))]
public enum LadderRung
{
    /// <summary>办理员.</summary>
    [JsonStringEnumMemberName("handler")] Handler,
    /// <summary>科室负责人.</summary>
    [JsonStringEnumMemberName("sectionHead")] SectionHead,
    /// <summary>中心领导.</summary>
    [JsonStringEnumMemberName("centreLeader")] CentreLeader,
    /// <summary>政府领导.</summary>
    [JsonStringEnumMemberName("governmentLeader")] GovernmentLeader,
}

/// <summary>The five steps a bad rating is rectified in, in their order (S4).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RectifyPart>))]
public enum RectifyPart
{
    /// <summary>调查核实.</summary>
    [JsonStringEnumMemberName("investigate")] Investigate,
    /// <summary>分析原因.</summary>
    [JsonStringEnumMemberName("analyse")] Analyse,
    /// <summary>改进意见.</summary>
    [JsonStringEnumMemberName("improve")] Improve,
    /// <summary>督促整改.</summary>
    [JsonStringEnumMemberName("urge")] Urge,
    /// <summary>问责.</summary>
    [JsonStringEnumMemberName("account")] Account,
}

/// <summary>What a decision says.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OrderOutcome>))]
public enum OrderOutcome
{
    /// <summary>维持: the order stands and goes on where it was.</summary>
    [JsonStringEnumMemberName("upheld")] Upheld,
    /// <summary>撤销: the order is reversed, and its cards with it.</summary>
    [JsonStringEnumMemberName("revoked")] Revoked,
    /// <summary>退回: the appeal lacks something; the order goes on, and the party may appeal again in time.</summary>
    [JsonStringEnumMemberName("returned")] Returned,
    /// <summary>办结: a verified order is closed.</summary>
    [JsonStringEnumMemberName("closed")] Closed,
}

/// <summary>The unit that answers for an order.</summary>
public sealed record OrderUnit(string? Hall, string? Department, string? Window)
{
    /// <summary>Whether somebody of this organisation belongs to it; null is everything.</summary>
    public bool IsWithin(string? organisation) =>
        organisation is null || organisation == Hall || organisation == Department || organisation == Window;
}

/// <summary>An order as lists show it.</summary>
public sealed record OrderRow
{
    /// <summary>Number, per organisation and year: <c>H1-2026-00012</c>.</summary>
    public required string No { get; init; }
    /// <summary>What it is about.</summary>
    public required OrderSource Source { get; init; }
    /// <summary>Where it stands.</summary>
    public required OrderStatus State { get; init; }
    /// <summary>The unit that answers for it.</summary>
    public required OrderUnit Unit { get; init; }
    /// <summary>The person who does; null means the unit.</summary>
    public string? Person { get; init; }
    /// <summary>Code of its causes, such as <c>promised.yellow</c>.</summary>
    public required string Code { get; init; }
    /// <summary>Subject of its first cause: a case, window or complaint.</summary>
    public required string Subject { get; init; }
    /// <summary>Level of its gravest cause; null where causes have none.</summary>
    public AlertLevel? Severity { get; init; }
    /// <summary>Causes it stands for, those withdrawn included.</summary>
    public required int Causes { get; init; }
    /// <summary>The order that stood for its first cause before late truth revoked that; null for none.</summary>
    public string? Former { get; init; }
    /// <summary>Who has to see to it now.</summary>
    public required LadderRung Rung { get; init; }
    /// <summary>What it waits for; null once it has ended.</summary>
    public OrderStep? WaitsFor { get; init; }
    /// <summary>Next part of a bad rating's rectification; null for other orders and other steps.</summary>
    public RectifyPart? Part { get; init; }
    /// <summary>When it was issued.</summary>
    public required DateTimeOffset IssuedAt { get; init; }
    /// <summary>The last instant that is in time for what it waits for; null once it has ended.</summary>
    public DateTimeOffset? DueAt { get; init; }
    /// <summary>When it was closed or revoked.</summary>
    public DateTimeOffset? EndedAt { get; init; }
    /// <summary>Steps people have taken; what somebody saw before taking the next.</summary>
    public int Steps { get; init; }
}

/// <summary>What to list; null means any.</summary>
/// <param name="Open">Whether it has not ended.</param>
/// <param name="RungFrom">The least rung it has climbed to.</param>
/// <param name="Text">Part of number, subject, code or person.</param>
/// <param name="WaitsFor">The person whose desk this is: only what they may do now, the most urgent first.</param>
/// <param name="After">Cursor of the previous page.</param>
/// <param name="Limit">From 1 to 1000.</param>
/// <param name="Scope">What the caller may see.</param>
public sealed record OrderQuery(
    OrderStatus? State = null, OrderSource? Source = null, bool? Open = null, LadderRung? RungFrom = null,
    string? Hall = null, string? Text = null, Actor? WaitsFor = null, string? After = null, int Limit = 100,
    ReadingScope? Scope = null)
{
    /// <summary>Only what a figure of a score counted; nothing else but the scope narrows it then.</summary>
    public ScoreEvidence? Counted { get; init; }
}

/// <summary>One line of an order's history.</summary>
/// <param name="Sequence">Position in the journal.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Change"><c>issued</c>, <c>caused</c>, <c>withdrawn</c>, a step's name, <c>reminded</c>,
/// <c>climbed</c> or <c>revoked</c>.</param>
/// <param name="Who">Name of the person; null for the system.</param>
/// <param name="Role">What they were.</param>
/// <param name="Detail">Subject of a cause, rung, part, outcome.</param>
/// <param name="Words">What they said, or why.</param>
/// <param name="Accountability">Codes of the acts somebody is held accountable for.</param>
public sealed record OrderLine(
    long Sequence, DateTimeOffset At, string Change, string? Who, Role? Role, string? Detail, string? Words,
    ImmutableArray<string> Accountability)
{
    /// <summary>Files that came with the step.</summary>
    public ImmutableArray<Attachment> Attachments { get; init; } = [];
}

/// <summary>Everything about one order.</summary>
/// <param name="Remaining">Working time left for what it waits for; negative when over, null once ended.</param>
/// <param name="Barred">Account that may not verify or decide it now, having taken part; null for none.</param>
public sealed record OrderFile(
    OrderRow Order, ImmutableArray<OrderLine> Timeline, TimeSpan? Remaining, [property: JsonIgnore] string? Barred);

/// <summary>Supervision orders. Safe for concurrent use.</summary>
public interface IOrderList
{
    /// <summary>One page: newest first, or of a desk the most urgent first.</summary>
    Page<OrderRow> Find(OrderQuery query);

    /// <summary>One order with its history, or null when there is none of that number.</summary>
    ValueTask<OrderFile?> OpenAsync(string no, CancellationToken cancellationToken);

    /// <summary>The orders an alert opened or joined, and by which reference; oldest first.</summary>
    /// <param name="alert">The alert's id.</param>
    IReadOnlyList<(string No, string Reference)> OfAlert(string alert);

    /// <summary>Working time left until an instant in a hall; negative when it is over.</summary>
    TimeSpan Remaining(OrderRow row, DateTimeOffset now);

    /// <summary>Raised once lists hold orders that changed; handlers return at once.</summary>
    event Action<IReadOnlyList<OrderRow>>? Changed;
}
