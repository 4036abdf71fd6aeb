using System.Collections.Immutable;

namespace Supervision.Core.Calendars;

/// <summary>A stretch of office hours within one day.</summary>
/// <param name="From">Opening, inclusive.</param>
/// <param name="To">Close, exclusive; later than <paramref name="From"/>.</param>
public readonly record struct OfficeSegment(TimeOnly From, TimeOnly To);

/// <summary>The daily office hours of a hall: at least one segment, in order, not overlapping.</summary>
public sealed record OfficeHours(ImmutableArray<OfficeSegment> Segments)
{
    /// <summary>09:00–12:00 and 13:30–17:00, the default of the contract.</summary>
    public static OfficeHours Default { get; } = new(
    [
        new(new TimeOnly(9, 0), new TimeOnly(12, 0)), new(new TimeOnly(13, 30), new TimeOnly(17, 0)),
    ]);
}
