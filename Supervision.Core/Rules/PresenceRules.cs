using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Supervision.Core.Calendars;
using Supervision.Core.Clocks;

namespace Supervision.Core.Rules;

/// <summary>
/// When somebody is late and a window unstaffed (domain.md section 7). No source fixes these figures.
/// </summary>
public sealed record PresenceRules
{
    /// <summary>Arriving later than this after the start of a half day is late; default 0.</summary>
    public required TimeSpan Late { get; init; }

    /// <summary>Leaving earlier than this before the end of a half day is early; default 0.</summary>
    public required TimeSpan Early { get; init; }

    /// <summary>Arriving later than this after the start of a half day is absent; default 30 minutes.</summary>
    public required TimeSpan Absent { get; init; }

    /// <summary>A window may be unstaffed for as long without a finding; default 15 minutes.</summary>
    public required TimeSpan Unstaffed { get; init; }

    /// <summary>A declared pause excuses at most this; default 30 minutes.</summary>
    public required TimeSpan Pause { get; init; }

    /// <summary>All declared pauses of a day excuse at most this; default 60 minutes.</summary>
    public required TimeSpan PauseOfDay { get; init; }

    /// <summary>Visitors served without a case at one window and day, from which on it is a finding; default
    /// 5.</summary>
    public required int ServedWithoutCaseMany { get; init; }

    /// <summary>Kinds of halls that are patrolled, as of <see cref="Hall"/>; default <c>hall</c> alone (S3).</summary>
    public required FrozenSet<string> PatrolledKinds { get; init; }

    /// <summary>When each hall is patrolled on a working day, in order; default four slots (S3).</summary>
    public required ImmutableArray<PatrolSlot> Patrols { get; init; }

    /// <summary>
    /// How often each hall is seen in a week or month; default the visits of leaders, one a week and one a month (S3).
    /// </summary>
    public required ImmutableArray<PatrolRound> Rounds { get; init; }
}

/// <summary>What a number of patrols is owed in.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<RoundPeriod>))]
public enum RoundPeriod
{
    /// <summary>Monday to Sunday.</summary>
    [JsonStringEnumMemberName("week")] Week,
    /// <summary>The first to the last of a month.</summary>
    [JsonStringEnumMemberName("month")] Month,
}

/// <summary>A number of patrols a hall is owed in every week or month, such as the visits of a leader.</summary>
/// <param name="Every">In which time.</param>
/// <param name="Times">How many, from 1 to 100.</param>
/// <param name="Kinds">As of <see cref="PatrolSlot"/>; empty means any.</param>
/// <param name="Inspectors">Whose count, by id or name; empty means anybody's.</param>
public sealed record PatrolRound(
    RoundPeriod Every, int Times, ImmutableArray<string> Kinds, ImmutableArray<string> Inspectors);

/// <summary>A stretch of a working day within which a hall is patrolled.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive; later than <paramref name="From"/>.</param>
/// <param name="Kinds"><c>patrol</c>, <c>video</c>, <c>visit</c>, <c>unannounced</c>; empty means any.</param>
public sealed record PatrolSlot(TimeOnly From, TimeOnly To, ImmutableArray<string> Kinds);

/// <summary>When windows of one kind are open, in place of the hours of their hall.</summary>
/// <param name="Hours">Hours of a day.</param>
/// <param name="Weekdays">1 (Monday) to 7 (Sunday); empty means every day the hall works.</param>
public sealed record Timetable(OfficeHours Hours, ImmutableArray<int> Weekdays);

/// <summary>How ratings are followed up and looked through (domain.md section 8).</summary>
public sealed record RatingRules
{
    /// <summary>How long a named rater of a bad rating may wait for the callback; default 1 working day (S4).</summary>
    public required Limit Callback { get; init; }

    /// <summary>Ratings from one device within <see cref="BurstWindow"/> from which on they are a burst; default
    /// 5.</summary>
    public required int BurstMany { get; init; }

    /// <summary>How close together a burst is; default 5 minutes.</summary>
    public required TimeSpan BurstWindow { get; init; }

    /// <summary>Devices of staff: ratings from them are findings; default none.</summary>
    public required FrozenSet<string> StaffDevices { get; init; }
}
