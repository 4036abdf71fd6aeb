using System.Collections.Frozen;

namespace Supervision.Core.Calendars;

/// <summary>The calendar of every hall: its own where it has one, the common one elsewhere.</summary>
public sealed record HallCalendars(WorkCalendar Common, FrozenDictionary<string, WorkCalendar> ByHall)
{
    /// <summary>
    /// The calendar that applies in <paramref name="hall"/>; null and unknown halls use the common one.
    /// </summary>
    public WorkCalendar Of(string? hall) => hall is not null && ByHall.TryGetValue(hall, out var own) ? own : Common;
}
