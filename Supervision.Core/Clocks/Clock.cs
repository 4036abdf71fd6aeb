using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Supervision.Core.Calendars;

namespace Supervision.Core.Clocks;

/// <summary>
/// Computes clocks: pure functions of rule, times and calendar, safe for concurrent use. Nothing depends on "now": an
/// open suspension is taken to last as long as was applied for, and a resumption recorded later gives another reading.
/// Reading fails on no times, however dirty; results beyond the years 1 to 9999 are kept within them.
/// </summary>
public static class Clock
{
    // More than any calendar holds, and small enough for ticks of it to be added up.
    private const int AmountInForceMax = 100 * Limit.AmountMax;

    /// <summary>Reads a clock: when it is due, and when each level is crossed.</summary>
    /// <param name="rule">The rule, with a limit of at least one unit or an explicit due instant.</param>
    /// <param name="times">Its start, stop, suspensions and extension.</param>
    /// <param name="calendar">Calendar of the hall.</param>
    /// <exception cref="ArgumentException">
    /// <paramref name="rule"/> has neither a limit of at least 1 nor a due instant: the rule book's validator was
    /// skipped. </exception>
    public static ClockReading Read(ClockRule rule, ClockTimes times, WorkCalendar calendar)
    {
        var start = calendar.WallTicks(times.StartedAt);
        if (rule.ExplicitDueAt is { } due)
        {
            var course = new ExplicitCourse(start, calendar.WallTicks(due), rule.Convention, calendar);
            return ReadingOf(rule, times, calendar, course, limit: null, due);
        }

        var limit = LimitInForce(rule, times);
        return (limit.Unit, rule.Convention) switch
        {
            (LimitUnit.WorkingHour or LimitUnit.Minute, _) =>
                Reading(new OfficeCourse(start, limit, times, calendar)),
            (LimitUnit.WorkingDay, Convention.Elapsed) =>
                Reading(ElapsedCourse.OfWorkingDays(start, limit.Amount, times, calendar)),
            (LimitUnit.WorkingDay, _) =>
                Reading(StatutoryCourse.OfWorkingDays(start, limit.Amount, times, calendar)),
            (_, Convention.Elapsed) => Reading(ElapsedCourse.OfDates(
                start, LastDay(start, limit, times) * TimeSpan.TicksPerDay + start % TimeSpan.TicksPerDay,
                times, calendar)),
            _ => Reading(StatutoryCourse.OfDates(start, LastDay(start, limit, times), times, calendar)),
        };

        ClockReading Reading<TCourse>(TCourse course) where TCourse : struct, ICourse =>
            ReadingOf(rule, times, calendar, course, limit, calendar.Instant(course.DueWall));
    }

    /// <summary>
    /// Explains a clock from its start to its stop, or to the later of its due instant and <paramref name="until"/>:
    /// adjoining intervals, each counted or not, with reason and legal basis. Empty when it stopped before it started.
    /// </summary>
    /// <param name="rule">As for <see cref="Read"/>.</param>
    /// <param name="times">As for <see cref="Read"/>.</param>
    /// <param name="calendar">As for <see cref="Read"/>.</param>
    /// <param name="until">Usually now; no effect on a stopped clock.</param>
    public static ImmutableArray<ExplainedInterval> Explain(
        ClockRule rule, ClockTimes times, WorkCalendar calendar, DateTimeOffset until) =>
        Explanation.Of(rule, times, calendar, until);

    /// <summary>Where a clock stands at <paramref name="now"/>.</summary>
    /// <returns> Stopped from its stop on; suspended inside a suspension, up to its end or the days applied for;
    /// otherwise running. </returns>
    public static ClockState StateAt(ClockRule rule, ClockTimes times, WorkCalendar calendar, DateTimeOffset now)
    {
        if (times.StoppedAt <= now) return ClockState.Stopped;
        var wall = calendar.WallTicks(now);
        return Exclusions.Of(times.Suspensions, calendar, ClockAxis.Of(rule)).MoveOut(wall) > wall
            ? ClockState.Suspended
            : ClockState.Running;
    }

    /// <summary>
    /// The limit with its extension: days in the limit's own unit. A limit in months keeps its amount (see
    /// <see cref="LastDay"/>); one in hours or minutes is not extended.
    /// </summary>
    internal static Limit LimitInForce(ClockRule rule, ClockTimes times)
    {
        if (rule.Limit is not { Amount: > 0 } limit)
            throw new ArgumentException($"clock '{rule.Name}' has neither a limit nor a due instant", nameof(rule));
        var extends = limit.Unit is LimitUnit.WorkingDay or LimitUnit.CalendarDay && times.ExtensionDays > 0;
        var amount = Math.Min((long)limit.Amount + (extends ? times.ExtensionDays : 0), AmountInForceMax);
        return amount == limit.Amount ? limit : limit with { Amount = (int)amount };
    }

    /// <summary>
    /// The last day of a limit in calendar days or months, before rolling: the same day of the month, or its last when
    /// there is none (31 January plus one month is the last of February), and the days of an extension after it.
    /// </summary>
    internal static long LastDay(long startWall, Limit limit, ClockTimes times)
    {
        var day = WorkCalendar.DayOf(startWall);
        if (limit.Unit != LimitUnit.Month) return Math.Min((long)day + limit.Amount, WorkingDayTable.DayMax);
        var date = DateOnly.FromDayNumber(day);
        var monthsLeft = (DateOnly.MaxValue.Year - date.Year) * 12 + (DateOnly.MaxValue.Month - date.Month);
        var last = date.AddMonths(Math.Min(limit.Amount, monthsLeft)).DayNumber;
        return Math.Min((long)last + Math.Max(times.ExtensionDays, 0), WorkingDayTable.DayMax);
    }

    private static ClockReading ReadingOf<TCourse>(
        ClockRule rule, ClockTimes times, WorkCalendar calendar, TCourse course, Limit? limit, DateTimeOffset dueAt)
        where TCourse : struct, ICourse
    {
        var dueDate = DateOnly.FromDayNumber(WorkCalendar.DayOf(course.DueWall));
        return new(
            rule.Name, rule.Kind, rule.Convention, limit, times.StartedAt, dueAt, times.StoppedAt,
            LevelsOf(rule.Levels, calendar, course, dueAt), calendar.IsProvisional(dueDate), calendar.Edition);
    }

    private static ImmutableArray<LevelInstant> LevelsOf<TCourse>(
        ImmutableArray<LevelRule> rules, WorkCalendar calendar, TCourse course, DateTimeOffset dueAt)
        where TCourse : struct, ICourse
    {
        if (rules.IsDefaultOrEmpty) return [];
        var levels = new LevelInstant[rules.Length];
        var count = 0;
        foreach (var rule in rules)
        {
            if (!rule.Enabled || course.CrossingWall(rule.Days) is not { } wall) continue;
            var at = wall == course.DueWall ? dueAt : calendar.Instant(wall);
            var place = count++;
            for (; place > 0 && IsBefore(at, rule.Level, levels[place - 1]); place--) levels[place] = levels[place - 1];
            levels[place] = new(rule.Level, at, rule.ConfirmFirst);
        }

        if (count < levels.Length) Array.Resize(ref levels, count);
        return ImmutableCollectionsMarshal.AsImmutableArray(levels);
    }

    // Earliest first; at the same instant the milder level first.
    private static bool IsBefore(DateTimeOffset at, Alerts.AlertLevel level, LevelInstant other) =>
        at < other.At || (at == other.At && level < other.Level);
}
