using System.Collections.Immutable;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Presence;
using Supervision.Core.Reading;

namespace Supervision.Core.Staff;

/// <summary>
/// What a member of staff remembers: the punches of the days that late truth may still change, leave, and what was last
/// decided from them. Older days are totals.
/// </summary>
public sealed record StaffState : EntityState, IAlertBearer
{
    /// <summary>Days kept: what is reported later than that is recorded and changes nothing.</summary>
    public const int DaysKept = 14;

    /// <summary>Punches kept of one day.</summary>
    public const int PunchesKept = 64;

    /// <summary>Who.</summary>
    public required string Id { get; init; }

    /// <summary>The newest days, in order.</summary>
    public ImmutableArray<StaffDay> Days { get; init; } = [];

    /// <summary>What was said about leave, in the order it was said.</summary>
    public ImmutableArray<LeaveStatement> Leaves { get; init; } = [];

    /// <summary>Leaves asked for and not decided, or decided and not over.</summary>
    public ImmutableArray<LeaveRow> Requests { get; init; } = [];

    /// <summary>Leaves ever asked for here; numbers them.</summary>
    public int Requested { get; init; }

    /// <summary>Seconds in which they did the same on many cases, the latest told.</summary>
    public ImmutableArray<StampMark> Stamps { get; init; } = [];

    /// <summary>Findings of the days kept.</summary>
    public ImmutableArray<AlertMark> Alerts { get; init; } = [];

    /// <summary>Half days of the days that are no longer kept.</summary>
    public AttendanceTotals Folded { get; init; }

    /// <summary>Facts that came after their day was folded.</summary>
    public long TooLate { get; init; }

    /// <summary>When time alone changes something next; null when it never will.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Whether a day is older than all that are kept.</summary>
    public bool IsFolded(DateOnly date) => Days.Length >= DaysKept && date < Days[0].Date;
}

/// <summary>One day of a member of staff.</summary>
/// <param name="Date">The day, in the hall's zone.</param>
/// <param name="Duty">What was to be worked when the day was opened; editing rules never changes it.</param>
/// <param name="Punches">Punches in order.</param>
/// <param name="Row">What was last decided; null before.</param>
public sealed record StaffDay(DateOnly Date, Duty Duty, ImmutableArray<PunchMark> Punches, AttendanceRow? Row);

/// <summary>What somebody has to do on a day, as the rules of that day say.</summary>
/// <param name="Hall">Where they work.</param>
/// <param name="Department">For whom.</param>
/// <param name="Halves">Stretches to be worked if the day is worked; none for somebody the rules do not know.</param>
/// <param name="Late">Seconds after which an arrival is late.</param>
/// <param name="Early">Seconds before the end from which on leaving is not early.</param>
/// <param name="Absent">Seconds after which an arrival counts as absent.</param>
public sealed record Duty(
    string? Hall, string? Department, ImmutableArray<DaySpan> Halves, int Late, int Early, int Absent);

/// <summary>A punch as it is remembered.</summary>
/// <param name="Second">Of the day.</param>
/// <param name="Inwards">Whether somebody came.</param>
public readonly record struct PunchMark(int Second, bool Inwards) : IComparable<PunchMark>
{
    /// <summary>By time; of one second, going comes before coming.</summary>
    public int CompareTo(PunchMark other) => Second != other.Second
        ? Second.CompareTo(other.Second)
        : Inwards.CompareTo(other.Inwards);

    /// <summary>Whether one comes before the other.</summary>
    public static bool operator <(PunchMark one, PunchMark other) => one.CompareTo(other) < 0;

    /// <summary>Whether one comes after the other.</summary>
    public static bool operator >(PunchMark one, PunchMark other) => one.CompareTo(other) > 0;

    /// <summary>Whether one does not come after the other.</summary>
    public static bool operator <=(PunchMark one, PunchMark other) => one.CompareTo(other) <= 0;

    /// <summary>Whether one does not come before the other.</summary>
    public static bool operator >=(PunchMark one, PunchMark other) => one.CompareTo(other) >= 0;
}

/// <summary>A day came under supervision. The oldest of too many is folded into totals.</summary>
public sealed record StaffDayOpened(DateOnly Date, Duty Duty) : DomainEvent;

/// <summary>A punch took its place in a day.</summary>
public sealed record PunchPlaced(DateOnly Date, PunchMark Punch) : DomainEvent;

/// <summary>A punch came after its day was folded: it is recorded and changes nothing.</summary>
public sealed record PunchTooLate(DateOnly Date) : DomainEvent;

/// <summary>
/// A day as lists show it changed. Sums are kept by taking <paramref name="Before"/> away and adding
/// <paramref name="After"/>.
/// </summary>
/// <param name="Before">As it was; null for a new day.</param>
/// <param name="After">As it is.</param>
public sealed record AttendanceMoved(AttendanceRow? Before, AttendanceRow After) : DomainEvent;

/// <summary>A leave was asked for, decided, cancelled, or reported by a source.</summary>
/// <param name="Before">As it was; null for a new one.</param>
/// <param name="After">As it is.</param>
public sealed record LeaveMoved(LeaveRow? Before, LeaveRow After) : DomainEvent;

/// <summary>Something was said about leave, by a source or by whoever decides here.</summary>
public sealed record LeaveStated(LeaveStatement Statement) : DomainEvent;
