using Supervision.Core.Entities;
using Supervision.Core.Presence;
using Supervision.Core.Reading;

namespace Supervision.Core.Windows;

/// <summary>A day came under supervision. The oldest of too many is folded into totals.</summary>
public sealed record WindowDayOpened(DateOnly Date, WindowDuty Duty) : DomainEvent;

/// <summary>A signal took its place in a day.</summary>
public sealed record SignalPlaced(DateOnly Date, WindowSignal Signal) : DomainEvent;

/// <summary>Something happened to a ticket.</summary>
public sealed record TicketPlaced(DateOnly Date, TicketMark Ticket) : DomainEvent;

/// <summary>A signal or ticket came after its day was folded: it is recorded and changes nothing.</summary>
public sealed record SignalTooLate(DateOnly Date) : DomainEvent;

/// <summary>Something was said about the leave of one of its people.</summary>
public sealed record WindowLeaveStated(LeaveStatement Statement) : DomainEvent;

/// <summary>
/// The window as lists show it changed. Sums over all windows are kept by taking <paramref name="Before"/> away and
/// adding <paramref name="After"/>.
/// </summary>
/// <param name="Before">As it was; null for a new window.</param>
/// <param name="After">As it is.</param>
public sealed record WindowMoved(WindowRow? Before, WindowRow After) : DomainEvent;

/// <summary>
/// Tell a window what another stream knows: that one of its people punched, or that a case was taken there.
/// </summary>
/// <param name="At">Event time.</param>
/// <param name="Kind">What it says.</param>
/// <param name="Who">Of whom; null for nobody in particular.</param>
public sealed record NoteSignal(DateTimeOffset At, SignalKind Kind, string? Who) : Command;

/// <summary>Tell a window what was said about the leave of one of its people.</summary>
public sealed record NoteLeave(LeaveStatement Statement) : Command;
