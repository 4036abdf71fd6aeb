using System.Collections.Immutable;
using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Calendars;
using Supervision.Core.Clocks;

namespace Supervision.Tests.Support;

/// <summary>Short spellings of clocks for tests. Times without an offset are Beijing time.</summary>
internal static class ClockSamples
{
    public static WorkCalendar Calendar { get; } = WorkCalendar.Create(HolidayBook.Embedded, OfficeHours.Default);

    public static DateTimeOffset At(string text) => new(
        DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.None), TimeSpan.FromHours(8));

    public static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static Limit WorkingDays(int amount) => new(amount, LimitUnit.WorkingDay);

    public static ClockRule Rule(
        Limit limit, Convention convention, params (AlertLevel Level, int Days)[] levels) => new(
        ClockKind.Promised, "promised", convention, limit, ExplicitDueAt: null,
        [.. levels.Select(static level => new LevelRule(level.Level, level.Days))]);

    public static ClockRule Due(
        DateTimeOffset at, Convention convention, params (AlertLevel Level, int Days)[] levels) =>
        Rule(WorkingDays(1), convention, levels) with { Limit = null, ExplicitDueAt = at };

    public static ClockTimes Times(string start, params SuspensionSpan[] suspensions) =>
        new(At(start), StoppedAt: null, suspensions.ToImmutableArray(), ExtensionDays: 0);

    public static SuspensionSpan Suspension(string from, string? to, int days = 30) =>
        new(At(from), to is null ? null : At(to), days, "inspection", "N-1");

    public static ClockReading Read(ClockRule rule, ClockTimes times) => Clock.Read(rule, times, Calendar);

    /// <summary>Crossing instants in the order of the levels, as text of Beijing time.</summary>
    public static string Levels(ClockReading reading) => string.Join(
        ", ", reading.Levels.Select(static level => Text(level.At)));

    public static string Text(DateTimeOffset at) =>
        at.ToOffset(TimeSpan.FromHours(8)).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture);
}
