using System.Collections.Immutable;
using Supervision.Core.Calendars;

namespace Supervision.Core.Clocks;

/// <summary>How a clock counts: positions on its own axis, and the wall time (ticks) of each.</summary>
/// <remarks>A position is a day slot (its number) or an amount of measured time, from an arbitrary origin.</remarks>
internal interface IScale
{
    /// <summary>The wall time of a position.</summary>
    long WallAt(long position);

    /// <summary>The wall time of the first position that is not before <paramref name="wallTicks"/>.</summary>
    long NotBefore(long wallTicks);
}

/// <summary>A suspension, or several that overlap, as a clock excludes it.</summary>
/// <param name="From">Wall time it begins, inclusive.</param>
/// <param name="End">Wall time it ends, exclusive: resumed, or the days applied for are used up.</param>
/// <param name="Low">First position excluded.</param>
/// <param name="High">Position after the last excluded.</param>
/// <param name="Span">The suspension; of several, the first.</param>
internal readonly record struct Exclusion(long From, long End, long Low, long High, SuspensionSpan Span);

/// <summary>The union of the suspensions of one clock: apart from each other, in the order they began.</summary>
internal readonly struct Exclusions
{
    private readonly Exclusion[]? ordered;

    private Exclusions(Exclusion[] ordered) => this.ordered = ordered;

    public ReadOnlySpan<Exclusion> Ordered => ordered;

    /// <summary>Unites the valid suspensions: what overlaps is excluded once.</summary>
    public static Exclusions Of(ImmutableArray<SuspensionSpan> spans, WorkCalendar calendar, ClockAxis axis)
    {
        if (spans.IsDefaultOrEmpty) return default;
        var apart = new List<Exclusion>(spans.Length);
        foreach (var item in Each(spans, calendar, axis))
            if (apart.Count > 0 && item.From <= apart[^1].End)
                apart[^1] = apart[^1] with
                {
                    End = Math.Max(apart[^1].End, item.End),
                    High = Math.Max(apart[^1].High, item.High),
                };
            else
                apart.Add(item);
        return apart.Count == 0 ? default : new([.. apart]);
    }

    /// <summary>
    /// The valid suspensions one by one, each with its cap, in the order they began. One that ends before it begins, or
    /// was applied for no day at all, excludes nothing and is left out.
    /// </summary>
    public static List<Exclusion> Each(ImmutableArray<SuspensionSpan> spans, WorkCalendar calendar, ClockAxis axis)
    {
        var found = new List<Exclusion>();
        if (spans.IsDefaultOrEmpty) return found;
        foreach (var span in spans)
        {
            if (span.MaxWorkingDays <= 0) continue;
            var from = calendar.WallTicks(span.From);
            var cap = axis.CapOf(from, Math.Min(span.MaxWorkingDays, Limit.AmountMax), calendar);
            var end = span.To is { } to ? Math.Min(calendar.WallTicks(to), cap) : cap;
            if (end <= from) continue;
            found.Add(new(from, end, axis.ExcludedAfter(from, calendar), axis.ExcludedAfter(end, calendar), span));
        }

        found.Sort(static (a, b) => a.From != b.From ? a.From.CompareTo(b.From) : a.End.CompareTo(b.End));
        return found;
    }

    /// <summary>
    /// The wall time at which a clock reaches <paramref name="position"/> when nothing before <paramref name="origin"/>
    /// can be excluded. A suspension that begins at or before the result so far moves it by what it excludes; one that
    /// begins later changes nothing. A result inside a suspension waits for the first position after it.
    /// </summary>
    public long Reach<TScale>(long position, long origin, in TScale scale) where TScale : struct, IScale
    {
        var wall = scale.WallAt(position);
        foreach (ref readonly var item in Ordered)
        {
            if (item.From > wall) break;
            var low = Math.Max(item.Low, origin);
            if (item.High > low && low <= position)
            {
                position += item.High - low;
                wall = scale.WallAt(position);
            }

            // The position stays: a later suspension finds nothing left to exclude and can only prolong the wait.
            if (wall < item.End) wall = scale.NotBefore(item.End);
        }

        return wall;
    }

    /// <summary>A wall time that follows no scale: unchanged, or the end of the suspensions it falls inside.</summary>
    public long MoveOut(long wall)
    {
        foreach (ref readonly var item in Ordered)
            if (item.From <= wall && wall < item.End) wall = item.End;
        return wall;
    }

    /// <summary>
    /// How many positions from <paramref name="low"/> (inclusive) to <paramref name="high"/> are excluded.
    /// </summary>
    public long CountIn(long low, long high)
    {
        var total = 0L;
        foreach (ref readonly var item in Ordered)
            total += Math.Max(0, Math.Min(high, item.High) - Math.Max(low, item.Low));
        return total;
    }
}
