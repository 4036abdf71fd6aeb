using System.Collections.Immutable;

namespace Supervision.Core.Calendars;

/// <summary>One thing wrong with a calendar, its office hours or its zone.</summary>
/// <param name="Key">Where: <c>calendar.2013</c>, <c>hours[1]</c>, <c>zone</c>, <c>localDays[0]</c>.</param>
/// <param name="Message">What is wrong, for the person who configures the system.</param>
public sealed record CalendarFault(string Key, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Key}: {Message}";
}

/// <summary>
/// A calendar cannot be built. The message lists every fault: mend the configuration and start again. It is never
/// turned into "no deadlines", because a system without a calendar would be silent about every late case.
/// </summary>
public sealed class CalendarException : Exception
{
    /// <summary>Reports <paramref name="faults"/>, at least one.</summary>
    public CalendarException(ImmutableArray<CalendarFault> faults)
        : base("The work calendar is unusable: " + string.Join("; ", faults)) => Faults = faults;

    /// <summary>Every fault, in the order found.</summary>
    public ImmutableArray<CalendarFault> Faults { get; }
}
