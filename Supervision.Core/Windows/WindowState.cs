using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Presence;
using Supervision.Core.Ratings;
using Supervision.Core.Reading;

namespace Supervision.Core.Windows;

/// <summary>
/// What a window remembers: the signals and tickets of the days that late truth may still change, leave of its people,
/// its newest ratings, and what was last decided. Also of a case that is rated, and of a hall that is patrolled, whose
/// facts take the same way.
/// </summary>
public sealed record WindowState : EntityState, IAlertBearer
{
    /// <summary>Days kept: what is reported later than that is recorded and changes nothing.</summary>
    public const int DaysKept = 5;

    /// <summary>Signals kept of one day.</summary>
    public const int SignalsKept = 512;

    /// <summary>Tickets kept of one day.</summary>
    public const int TicketsKept = 1000;

    /// <summary>Window id.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// Whether anything ever told who is there. Of a window that only serves and takes cases nobody can tell.
    /// </summary>
    public bool Watched { get; init; }

    /// <summary>The newest days, in order.</summary>
    public ImmutableArray<WindowDay> Days { get; init; } = [];

    /// <summary>What was said about the leave of its people, in the order it was said.</summary>
    public ImmutableArray<LeaveStatement> Leaves { get; init; } = [];

    /// <summary>Its ratings.</summary>
    public RatingBook Ratings { get; init; } = RatingBook.Empty;

    /// <summary>Patrols, where it is a hall.</summary>
    public PatrolBook Patrols { get; init; } = PatrolBook.Empty;

    /// <summary>Findings of the days kept.</summary>
    public ImmutableArray<AlertMark> Alerts { get; init; } = [];

    /// <summary>As lists show it; null for what is no window of the organisation.</summary>
    public WindowRow? Row { get; init; }

    /// <summary>Days that are no longer kept.</summary>
    public WindowTotals Folded { get; init; }

    /// <summary>Facts that came after their day was folded.</summary>
    public long TooLate { get; init; }

    /// <summary>When time alone changes something next; null when it never will.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Whether a day is older than all that are kept.</summary>
    public bool IsFolded(DateOnly date) => Days.Length >= DaysKept && date < Days[0].Date;
}

/// <summary>What the days that are no longer kept came to.</summary>
/// <param name="Days">How many.</param>
/// <param name="Served">Visitors served.</param>
/// <param name="Cases">Cases taken.</param>
public readonly record struct WindowTotals(int Days, long Served, long Cases);

/// <summary>One day of a window.</summary>
/// <param name="Date">The day, in the hall's zone.</param>
/// <param name="Duty">What the rules of that day asked of it.</param>
/// <param name="Signals">What tells who was there, in order.</param>
/// <param name="Tickets">Queue tickets, by number.</param>
public sealed record WindowDay(
    DateOnly Date, WindowDuty Duty, ImmutableArray<WindowSignal> Signals, ImmutableArray<TicketMark> Tickets);

/// <summary>What is asked of a window on a day, as the rules of that day say.</summary>
/// <param name="Parts">Its hours if the day is worked; none when nothing is asked of it.</param>
/// <param name="Posts">Holders and substitutes; empty means that anybody will do.</param>
/// <param name="Unstaffed">Seconds it may be unstaffed.</param>
/// <param name="Pause">Seconds one pause excuses.</param>
/// <param name="PauseOfDay">Seconds all pauses excuse.</param>
/// <param name="ServedMany">Visitors served without a case from which on it is a finding.</param>
public sealed record WindowDuty(
    ImmutableArray<DaySpan> Parts, ImmutableArray<string> Posts, int Unstaffed, int Pause, int PauseOfDay,
    int ServedMany);

/// <summary>What a signal says.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SignalKind>))]
public enum SignalKind
{
    /// <summary>The window closed.</summary>
    [JsonStringEnumMemberName("closed")] Closed,
    /// <summary>Somebody punched out.</summary>
    [JsonStringEnumMemberName("out")] Out,
    /// <summary>A pause was declared.</summary>
    [JsonStringEnumMemberName("paused")] Paused,
    /// <summary>Somebody punched in.</summary>
    [JsonStringEnumMemberName("in")] In,
    /// <summary>A case was received or accepted there.</summary>
    [JsonStringEnumMemberName("case")] Case,
    /// <summary>A ticket without a number was called or served.</summary>
    [JsonStringEnumMemberName("served")] Served,
    /// <summary>The window opened, or went on after a pause.</summary>
    [JsonStringEnumMemberName("opened")] Opened,
}

/// <summary>Something that tells who is at a window.</summary>
/// <param name="Second">Of the day.</param>
/// <param name="Kind">What it says; of one second, in the order of the enumeration.</param>
/// <param name="Who">Of whom; null for nobody in particular.</param>
public readonly record struct WindowSignal(int Second, SignalKind Kind, string? Who)
{
    /// <summary>Whether it tells who is there, and not just that something was done.</summary>
    [JsonIgnore]
    public bool TellsPresence => Kind is not (SignalKind.Case or SignalKind.Served);
}

/// <summary>A ticket as it is remembered; seconds of the day, null for what did not happen.</summary>
/// <param name="Ticket">Its number.</param>
/// <param name="Issued">First drawn.</param>
/// <param name="Called">First called.</param>
/// <param name="Served">Last served.</param>
/// <param name="Abandoned">Given up.</param>
public sealed record TicketMark(string Ticket, int? Issued, int? Called, int? Served, int? Abandoned)
{
    /// <summary>Both together: whatever order they came in, the result is the same.</summary>
    public TicketMark With(TicketMark other) => new(
        Ticket, Least(Issued, other.Issued), Least(Called, other.Called), Most(Served, other.Served),
        Most(Abandoned, other.Abandoned));

    private static int? Least(int? one, int? other) => one is null || other < one ? other : one;

    private static int? Most(int? one, int? other) => one is null || other > one ? other : one;
}
