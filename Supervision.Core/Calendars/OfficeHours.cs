using System.Collections.Immutable;
using System.Globalization;

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

    /// <summary>What is wrong; empty when nothing is.</summary>
    /// <param name="key">Configuration key of the hours, as the faults name it.</param>
    public ImmutableArray<CalendarFault> Validate(string key = "hours")
    {
        if (Segments.IsDefaultOrEmpty)
            return [new(key, "empty; without office hours no limit would ever be reached")];
        var faults = ImmutableArray.CreateBuilder<CalendarFault>();
        for (var index = 0; index < Segments.Length; index++)
        {
            var segment = Segments[index];
            var at = string.Create(CultureInfo.InvariantCulture, $"{key}[{index}]");
            if (segment.To <= segment.From)
                faults.Add(new(at, Text($"closes at {segment.To:HH:mm}, not after it opens at {segment.From:HH:mm}")));
            if (index > 0 && segment.From < Segments[index - 1].To)
                faults.Add(new(at, Text($"opens at {segment.From:HH:mm}, before the segment ahead of it has closed")));
        }

        return faults.ToImmutable();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
