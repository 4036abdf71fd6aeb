using System.Collections.Immutable;
using Supervision.Core.Calendars;

namespace Supervision.Core.Clocks;

/// <summary>
/// Cuts the time of a clock into intervals that each count or not for one reason: one interval per calendar day, more
/// where a suspension, the due instant or office hours divide it.
/// </summary>
/// <remarks>
/// Whole-day clocks (convention A) count a day or not as a whole, so suspensions do not divide their days. Up to the
/// due instant the counted days (convention A), days' worth of time (B) or office hours make exactly the limit; a
/// limit in calendar days or months counts its days instead, and a due instant given by the source explains whatever
/// lies before it.
/// </remarks>
public sealed class Explanation
{
    /// <summary>Days that are listed one by one; about 54 years.</summary>
    public const int DaysMax = 20_000;

    private readonly WorkCalendar calendar;
    private readonly ClockReading reading;
    private readonly AxisKind axis;
    private readonly List<Exclusion> exclusions;
    private readonly long startWall;
    private readonly long dueWall;
    private readonly long rolledFrom;
    private readonly ImmutableArray<ExplainedInterval>.Builder intervals =
        ImmutableArray.CreateBuilder<ExplainedInterval>();

    private Explanation(ClockRule rule, ClockTimes times, WorkCalendar calendar)
    {
        this.calendar = calendar;
        reading = Clock.Read(rule with { Levels = [] }, times, calendar);
        axis = ClockAxis.Of(rule).Kind;
        exclusions = Exclusions.Each(times.Suspensions, calendar, new(axis));
        startWall = calendar.WallTicks(times.StartedAt);
        dueWall = calendar.WallTicks(reading.DueAt);
        rolledFrom = IsWholeDays && reading.Limit is { } limit ? FirstRolledDay(limit, times) : long.MaxValue;
    }

    /// <summary>See <see cref="Clock.Explain"/>.</summary>
    internal static ImmutableArray<ExplainedInterval> Of(
        ClockRule rule, ClockTimes times, WorkCalendar calendar, DateTimeOffset until)
    {
        var explanation = new Explanation(rule, times, calendar);
        var due = explanation.reading.DueAt;
        return explanation.Build(times.StartedAt, times.StoppedAt ?? (due > until ? due : until));
    }

    private bool IsWholeDays => axis is AxisKind.WorkingDays or AxisKind.CalendarDays;

    private bool CountsEveryDay => axis is AxisKind.CalendarDays or AxisKind.WallTime;

    // The day after the last counted one. The due day is later when that one is not worked or a suspension began on it.
    private long FirstRolledDay(Limit limit, ClockTimes times)
    {
        var startDay = WorkCalendar.DayOf(startWall);
        var left = CountsEveryDay ? Clock.LastDay(startWall, limit, times) - startDay : limit.Amount;
        var day = startDay + 1;
        for (; left > 0 && day <= WorkCalendar.DayOf(dueWall); day++)
            if ((CountsEveryDay || calendar.IsWorkingDay(day)) && SuspensionOn(day) is null) left--;
        return day;
    }

    private ImmutableArray<ExplainedInterval> Build(DateTimeOffset start, DateTimeOffset end)
    {
        if (end <= start) return [];
        var endWall = calendar.WallTicks(end);
        var from = start;
        var cuts = new List<long>();
        for (var wall = startWall; wall < endWall && from < end;)
        {
            var day = WorkCalendar.DayOf(wall);
            var nextDay = (day + 1L) * TimeSpan.TicksPerDay;
            if (day - WorkCalendar.DayOf(startWall) >= DaysMax)
            {
                intervals.Add(new(from, end, Counted: false, ExplanationReasons.Truncated, Basis: null));
                return intervals.ToImmutable();
            }

            CutsOf(day, wall, Math.Min(nextDay, endWall), cuts);
            for (var index = 0; index + 1 < cuts.Count; index++)
                from = Add(from, cuts[index], cuts[index + 1] == endWall ? end : calendar.Instant(cuts[index + 1]));
            wall = nextDay;
        }

        return intervals.ToImmutable();
    }

    // Adds one piece, or lengthens the one before when it is of the same day and kind; returns where the next begins.
    private DateTimeOffset Add(DateTimeOffset from, long wall, DateTimeOffset to)
    {
        if (to <= from) return from;
        var (counted, reason, basis) = Classify(WorkCalendar.DayOf(wall), wall);
        if (wall % TimeSpan.TicksPerDay != 0 && intervals.Count > 0 && intervals[^1] is var last
            && last.Counted == counted && last.Reason == reason && last.Basis == basis)
            intervals[^1] = last with { To = to };
        else
            intervals.Add(new(from, to, counted, reason, basis));
        return to;
    }

    private void CutsOf(int day, long from, long to, List<long> cuts)
    {
        cuts.Clear();
        cuts.Add(from);
        cuts.Add(to);
        cuts.Add(dueWall);
        if (axis is AxisKind.OfficeTime && calendar.IsWorkingDay(day))
            for (var index = 0; index < calendar.Day.SegmentCount; index++)
            {
                var (opens, closes) = calendar.Day.Segment(index);
                cuts.Add(day * TimeSpan.TicksPerDay + opens);
                cuts.Add(day * TimeSpan.TicksPerDay + closes);
            }

        if (!IsWholeDays)
            foreach (var item in exclusions)
            {
                cuts.Add(item.From);
                cuts.Add(item.End);
            }

        cuts.RemoveAll(cut => cut < from || cut > to);
        cuts.Sort();
    }

    private (bool Counted, string Reason, string? Basis) Classify(int day, long wall)
    {
        var status = calendar.Describe(DateOnly.FromDayNumber(day));
        if (IsWholeDays && day == WorkCalendar.DayOf(startWall))
            return (false, ExplanationReasons.StartDay, ExplanationReasons.StartDayBasis);
        if (!status.IsWorkingDay && (!CountsEveryDay || wall >= dueWall)) return (false, status.Reason, status.Basis);
        if ((IsWholeDays ? SuspensionOn(day) : SuspensionAt(wall)) is { } suspension)
            return (false, ExplanationReasons.SuspensionPrefix + suspension.Reason, BasisOf(suspension));
        if (axis == AxisKind.OfficeTime && !IsOfficeHour(wall)) return (false, ExplanationReasons.Closed, null);
        if (wall >= dueWall)
            return IsWholeDays && reading.Limit is not null && day == WorkCalendar.DayOf(dueWall)
                ? (false, ExplanationReasons.Closed, null)
                : (true, ExplanationReasons.Overdue, null);
        if (day >= rolledFrom) return (false, ExplanationReasons.Rolled, ExplanationReasons.RolledBasis);
        return CountsEveryDay
            ? (true, ExplanationReasons.CalendarDay, null)
            : (true, status.Reason, status.Basis);
    }

    // Whole days: the day on which a suspension begins counts, the day on which it ends does not.
    private SuspensionSpan? SuspensionOn(int day)
    {
        foreach (var item in exclusions)
            if (day > WorkCalendar.DayOf(item.From) && day <= WorkCalendar.DayOf(item.End)) return item.Span;
        return null;
    }

    private SuspensionSpan? SuspensionAt(long wall)
    {
        foreach (var item in exclusions)
            if (item.From <= wall && wall < item.End) return item.Span;
        return null;
    }

    private bool IsOfficeHour(long wall)
    {
        var time = wall % TimeSpan.TicksPerDay;
        for (var index = 0; index < calendar.Day.SegmentCount; index++)
            if (calendar.Day.Segment(index) is var (opens, closes) && opens <= time && time < closes) return true;
        return false;
    }

    private static string BasisOf(SuspensionSpan suspension) => suspension.Notice is null
        ? ExplanationReasons.SuspensionBasis
        : $"{ExplanationReasons.SuspensionBasis}; {suspension.Notice}";
}
