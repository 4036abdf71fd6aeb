namespace Supervision.Core.Calendars;

/// <summary>
/// Converts between instants and a zone's wall time, both as ticks. The offsets of 1970–2100 are looked up once,
/// because <see cref="TimeZoneInfo"/> is too slow for every clock; outside them it is asked. A wall time that a change
/// of offset skipped means the instant as far after the change; one that occurs twice means the first.
/// </summary>
internal sealed class ZoneClock
{
    private static readonly long TableFrom = new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private static readonly long TableTo = new DateTime(2101, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    // No zone is further than this from UTC.
    private static readonly long OffsetMax = TimeSpan.FromHours(14).Ticks;

    private readonly TimeZoneInfo zone;
    private readonly long[] changes;
    private readonly long[] offsets;
    private readonly long steadyFrom;

    public ZoneClock(TimeZoneInfo zone)
    {
        this.zone = zone;
        var changeList = new List<long> { TableFrom };
        var offsetList = new List<long> { AskZone(TableFrom) };
        for (var day = TableFrom; day < TableTo; day += TimeSpan.TicksPerDay)
        {
            var offset = AskZone(day + TimeSpan.TicksPerDay);
            if (offset == offsetList[^1]) continue;
            changeList.Add(FindChange(day, day + TimeSpan.TicksPerDay, offsetList[^1]));
            offsetList.Add(offset);
        }

        changes = [.. changeList];
        offsets = [.. offsetList];
        steadyFrom = changes[^1] + 2 * OffsetMax;
    }

    /// <summary>Wall time of an instant, kept within the ends of the calendar.</summary>
    public long ToWall(long utcTicks) => Math.Clamp(utcTicks + OffsetAt(utcTicks), 0, DateTime.MaxValue.Ticks);

    /// <summary>
    /// The instant of a wall time, with the zone's offset. Defined for the days from DayMin to DayMax.
    /// </summary>
    public DateTimeOffset ToInstant(long wallTicks)
    {
        wallTicks = Math.Clamp(
            wallTicks, WorkingDayTable.DayMin * TimeSpan.TicksPerDay,
            (WorkingDayTable.DayMax + 1) * TimeSpan.TicksPerDay);
        if (wallTicks >= steadyFrom && wallTicks < TableTo - OffsetMax)
            return new(wallTicks, new TimeSpan(offsets[^1]));
        var earlier = OffsetAt(wallTicks - TimeSpan.TicksPerDay);
        var later = OffsetAt(wallTicks + TimeSpan.TicksPerDay);
        var utc = wallTicks - earlier;
        if (earlier != later && OffsetAt(utc) != earlier && OffsetAt(wallTicks - later) == later)
            utc = wallTicks - later;
        var offset = OffsetAt(utc);
        return new(utc + offset, new TimeSpan(offset));
    }

    private long OffsetAt(long utcTicks)
    {
        if (utcTicks < TableFrom || utcTicks >= TableTo) return AskZone(utcTicks);
        if (utcTicks >= changes[^1]) return offsets[^1];
        var index = Array.BinarySearch(changes, utcTicks);
        return offsets[index >= 0 ? index : ~index - 1];
    }

    private long AskZone(long utcTicks) =>
        zone.GetUtcOffset(new DateTime(Math.Clamp(utcTicks, 0, DateTime.MaxValue.Ticks), DateTimeKind.Utc)).Ticks;

    // The first instant in (from, to] whose offset is no longer the one before.
    private long FindChange(long from, long to, long offsetBefore)
    {
        while (to - from > 1)
        {
            var middle = from + (to - from) / 2;
            if (AskZone(middle) == offsetBefore) from = middle;
            else to = middle;
        }

        return to;
    }
}
