using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Supervision.Core.Alerts;

namespace Supervision.Core.Clocks;

/// <summary>What a clock measures; the rule book gives each kind its levels.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ClockKind>))]
public enum ClockKind
{
    /// <summary>承诺时限 of a case.</summary>
    [JsonStringEnumMemberName("promised")] Promised,

    /// <summary>法定时限 of a case.</summary>
    [JsonStringEnumMemberName("statutory")] Statutory,

    /// <summary>即办件: minutes of office hours from acceptance to finish.</summary>
    [JsonStringEnumMemberName("immediate")] Immediate,

    /// <summary>Acceptance decision or one correction notice within 5 working days (L32.4).</summary>
    [JsonStringEnumMemberName("acceptance")] Acceptance,

    /// <summary>Online pre-acceptance, 2 working days (P).</summary>
    [JsonStringEnumMemberName("preAcceptance")] PreAcceptance,

    /// <summary>环节时限.</summary>
    [JsonStringEnumMemberName("stage")] Stage,

    /// <summary>Supervision of a suspension: the days applied for (P).</summary>
    [JsonStringEnumMemberName("suspension")] Suspension,

    /// <summary>Delivery of the decision, 10 working days (L44).</summary>
    [JsonStringEnumMemberName("delivery")] Delivery,

    /// <summary>E-certificate, 3 working days (P).</summary>
    [JsonStringEnumMemberName("certificate")] Certificate,

    /// <summary>Consultation or complaint (P, S2).</summary>
    [JsonStringEnumMemberName("complaint")] Complaint,

    /// <summary>One step of a supervision order.</summary>
    [JsonStringEnumMemberName("order")] Order,
}

/// <summary>
/// One threshold of a clock, as the published tables write it: the level holds once <c>used ≥ limit + Days</c>, where
/// used is the ceiling of the days used. <c>used ≥ p − 2</c> is −2; <c>over ≥ 1</c>, the first second past the limit,
/// is 1.
/// </summary>
/// <param name="Level">Level of the card.</param>
/// <param name="Days">Days relative to the limit, from −60 to 60; zero and less come before the limit.</param>
/// <param name="Enabled">Whether cards of this level are raised at all.</param>
/// <param name="ConfirmFirst">Whether a person confirms the card before it counts.</param>
public sealed record LevelRule(AlertLevel Level, int Days, bool Enabled = true, bool ConfirmFirst = false);

/// <summary>The rule one clock runs by: either a limit or an instant that the source computed.</summary>
/// <param name="Kind">What it measures.</param>
/// <param name="Name">Unique within the case: <c>promised</c>, <c>stage:审核</c>, <c>suspension:1</c>.</param>
/// <param name="Convention">How time runs.</param>
/// <param name="Limit">The limit; null when <paramref name="ExplicitDueAt"/> is given.</param>
/// <param name="ExplicitDueAt">The due instant as the source computed it; suspensions do not move it.</param>
/// <param name="Levels">Thresholds, at most one per level.</param>
public readonly record struct ClockRule(
    ClockKind Kind, string Name, Convention Convention, Limit? Limit, DateTimeOffset? ExplicitDueAt,
    ImmutableArray<LevelRule> Levels);

/// <summary>A special procedure during which a clock stands still (L45).</summary>
/// <param name="From">When it began, inclusive.</param>
/// <param name="To">When it ended, exclusive; null while it is open.</param>
/// <param name="MaxWorkingDays">Working days applied for: the excluded time is capped at them; none or fewer exclude
/// nothing. An open span is taken to last that long.</param>
/// <param name="Reason">One of the eight legal reasons.</param>
/// <param name="Notice">Number of the written notice, for the explanation.</param>
public sealed record SuspensionSpan(
    DateTimeOffset From, DateTimeOffset? To, int MaxWorkingDays, string Reason, string? Notice);

/// <summary>What happened to one clock: when it started and stopped, and what does not count.</summary>
/// <param name="StartedAt">The start fact's event time.</param>
/// <param name="StoppedAt">When it stopped; null while it runs. May lie before the start in dirty feeds.</param>
/// <param name="Suspensions">In any order; they may overlap (counted once).</param>
/// <param name="ExtensionDays">Days added to a limit, in the limit's own kind of day; to one in months, calendar days
/// before it rolls. Zero or less adds nothing; limits in hours or minutes are not extended.</param>
public readonly record struct ClockTimes(
    DateTimeOffset StartedAt, DateTimeOffset? StoppedAt, ImmutableArray<SuspensionSpan> Suspensions, int ExtensionDays);

/// <summary>Where a clock stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ClockState>))]
public enum ClockState
{
    /// <summary>Time counts.</summary>
    [JsonStringEnumMemberName("running")] Running,

    /// <summary>Inside a valid suspension.</summary>
    [JsonStringEnumMemberName("suspended")] Suspended,

    /// <summary>Stopped; the verdict is frozen.</summary>
    [JsonStringEnumMemberName("stopped")] Stopped,
}

/// <summary>
/// The instant after which a level holds: a card exists once now is <em>later</em> than it, never exactly on it.
/// </summary>
/// <param name="Level">Level of the card.</param>
/// <param name="At">The crossing, exclusive.</param>
/// <param name="ConfirmFirst">Whether a person confirms the card before it counts.</param>
public readonly record struct LevelInstant(AlertLevel Level, DateTimeOffset At, bool ConfirmFirst = false);

/// <summary>One clock as computed from its rule, its times and a calendar.</summary>
/// <param name="Name">Unique within the case.</param>
/// <param name="Kind">What it measures.</param>
/// <param name="Convention">How time ran.</param>
/// <param name="Limit">The limit in force including extensions; null for an explicit due instant.</param>
/// <param name="StartedAt">Start.</param>
/// <param name="DueAt">The last instant that is still in time, inclusive.</param>
/// <param name="StoppedAt">Stop; null while it runs.</param>
/// <param name="Levels">Every enabled threshold with its crossing instant, earliest first.</param>
/// <param name="Provisional">Whether the due instant lies beyond the last published calendar year.</param>
/// <param name="Edition">Name of the calendar edition the computation used.</param>
public readonly record struct ClockReading(
    string Name, ClockKind Kind, Convention Convention, Limit? Limit, DateTimeOffset StartedAt, DateTimeOffset DueAt,
    DateTimeOffset? StoppedAt, ImmutableArray<LevelInstant> Levels, bool Provisional, string Edition);

/// <summary>A stretch of time between the start of a clock and its end, counted or not, and why.</summary>
/// <param name="From">Start, inclusive.</param>
/// <param name="To">End, exclusive.</param>
/// <param name="Counted">Whether it counts against the limit.</param>
/// <param name="Reason">Stable code with detail, such as <c>holiday:国庆节</c>, <c>weekend</c>, <c>startDay</c>,
/// <c>workingDay</c>, <c>makeUpDay:国庆节</c>, <c>suspension:inspection</c>, <c>closed</c>; all are in
/// <see cref="ExplanationReasons"/> and <see cref="Calendars.DayStatus"/>.</param>
/// <param name="Basis">Legal basis: an article or the address of the State Council notice; null when none is
/// needed.</param>
public sealed record ExplainedInterval(
    DateTimeOffset From, DateTimeOffset To, bool Counted, string Reason, string? Basis);
