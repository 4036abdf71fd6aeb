using System.Collections.Immutable;
using System.Globalization;
using Supervision.Core.Calendars;

namespace Supervision.Core.Presence;

/// <summary>
/// Instants as days and seconds of the hall's own clock, and back. To the second, as terminals report.
/// </summary>
internal static class LocalDays
{
    /// <summary>Days at most that are opened because nothing was heard on them.</summary>
    public const int FilledMax = 40;

    /// <summary>Day and second of an instant.</summary>
    public static (DateOnly Day, int Second) Of(DateTimeOffset instant, WorkCalendar calendar)
    {
        var local = calendar.LocalTimeOf(instant);
        return (DateOnly.FromDateTime(local), (int)(local.TimeOfDay.Ticks / TimeSpan.TicksPerSecond));
    }

    /// <summary>The instant of a second of a day.</summary>
    public static DateTimeOffset Instant(DateOnly day, int second, WorkCalendar calendar) =>
        calendar.Instant(day.DayNumber * TimeSpan.TicksPerDay + second * TimeSpan.TicksPerSecond);

    /// <summary>The first moment after a second of a day: what was still in time then no longer is.</summary>
    public static DateTimeOffset After(DateOnly day, int second, WorkCalendar calendar) =>
        Instant(day, second, calendar).AddTicks(1);

    /// <summary>How far a day has come: its seconds that have passed; none of a later day, all of an earlier.</summary>
    public static int Passed(DateOnly day, DateTimeOffset now, WorkCalendar calendar)
    {
        var local = calendar.LocalTimeOf(now);
        var ticks = (local - day.ToDateTime(TimeOnly.MinValue)).Ticks;
        return (int)Math.Clamp(
            (ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond, 0, DaySpans.DayEnd); // a begun one counts
    }

    /// <summary>Working days from one day to another that are not among those known, the newest at most.</summary>
    public static IEnumerable<DateOnly> Missing(
        DateOnly first, DateOnly last, IReadOnlyCollection<DateOnly> known, WorkCalendar calendar)
    {
        var from = last.DayNumber - first.DayNumber > FilledMax ? last.AddDays(-FilledMax) : first;
        for (var day = from; day <= last; day = day.AddDays(1))
        {
            if (calendar.IsWorkingDay(day) && !known.Contains(day))
            {
                yield return day;
            }
        }
    }

    /// <summary>A day as keys of alerts write it; their text sorts by day.</summary>
    public static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A time of day as reasons write it.</summary>
    public static string Time(int second) =>
        TimeSpan.FromSeconds(second).ToString("hh\\:mm\\:ss", CultureInfo.InvariantCulture);

    /// <summary>Key of an alert about one part of a day, numbered from 1.</summary>
    public static string Key(string code, DateOnly day, int part) =>
        string.Create(CultureInfo.InvariantCulture, $"{code}:{Text(day)}:{part + 1}");

    /// <summary>The day an alert's key is about; null when it is about none.</summary>
    public static DateOnly? DayOf(string key)
    {
        var parts = key.Split(':');
        return parts.Length > 1
            && DateOnly.TryParseExact(
                parts[1], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
    }

    /// <summary>
    /// The first and the last of a list in order, when there are too many: which those are does not depend on the
    /// order they came in.
    /// </summary>
    public static ImmutableArray<T> Ends<T>(ImmutableArray<T> sorted, int max) => sorted.Length <= max
        ? sorted
        : [.. sorted.Take(max / 2), .. sorted.Skip(sorted.Length - max / 2)];
}
