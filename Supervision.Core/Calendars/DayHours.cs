namespace Supervision.Core.Calendars;

/// <summary>Office hours compiled to ticks of the day, for measuring.</summary>
internal sealed class DayHours
{
    private readonly long[] from;
    private readonly long[] to;

    public DayHours(OfficeHours hours)
    {
        from = [.. hours.Segments.Select(static segment => segment.From.Ticks)];
        to = [.. hours.Segments.Select(static segment => segment.To.Ticks)];
        for (var index = 0; index < from.Length; index++) TotalTicks += to[index] - from[index];
    }

    /// <summary>Opening of the day, in ticks after midnight.</summary>
    public long OpeningTicks => from[0];

    /// <summary>Close of business, in ticks after midnight.</summary>
    public long CloseTicks => to[^1];

    /// <summary>Office time of one day.</summary>
    public long TotalTicks { get; }

    public int SegmentCount => from.Length;

    public (long From, long To) Segment(int index) => (from[index], to[index]);

    /// <summary>Office time of the day before <paramref name="timeOfDay"/>.</summary>
    public long TicksBefore(long timeOfDay)
    {
        var total = 0L;
        for (var index = 0; index < from.Length && from[index] < timeOfDay; index++)
            total += Math.Min(timeOfDay, to[index]) - from[index];
        return total;
    }

    /// <summary>The earliest time of day with so much office time before it; <paramref name="officeTicks"/> from above
    /// 0 to the day's total.</summary>
    public long TimeAfter(long officeTicks)
    {
        for (var index = 0; index < from.Length; index++)
        {
            var length = to[index] - from[index];
            if (officeTicks <= length) return from[index] + officeTicks;
            officeTicks -= length;
        }

        return CloseTicks;
    }
}
