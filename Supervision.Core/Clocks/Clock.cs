using System.Collections.Immutable;
using System.Diagnostics;
using Supervision.Core.Calendars;

namespace Supervision.Core.Clocks;

/// <summary>Computes clocks: pure functions of rule, times and calendar.</summary>
public static class Clock
{
    /// <summary>Reads a clock: when it is due, and when each level is crossed.</summary>
    public static ClockReading Read(ClockRule rule, ClockTimes times, WorkCalendar calendar) =>
        throw new UnreachableException("written with the calendars");

    /// <summary>Explains a clock from its start to its stop, or to the later of its due instant and <paramref name="until"/>.</summary>
    public static ImmutableArray<ExplainedInterval> Explain(
        ClockRule rule, ClockTimes times, WorkCalendar calendar, DateTimeOffset until) =>
        throw new UnreachableException("written with the calendars");
}
