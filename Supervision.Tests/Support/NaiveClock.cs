using Supervision.Core.Calendars;
using Supervision.Core.Clocks;

namespace Supervision.Tests.Support;

/// <summary>
/// The rules of clocks written the slow way: walking days and half hours over the notices themselves. Local times only,
/// as <see cref="DateTime"/> of the default calendar; every time must lie on a half hour.
/// </summary>
internal sealed class NaiveClock(DateTime start, IReadOnlyList<SuspensionSpan> suspensions)
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(30);

    public static bool IsWorkingDay(DateTime day) =>
        HolidayBook.Embedded.Find(DateOnly.FromDateTime(day)) is { } special
        ? !special.IsOffDay
        : day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    public static bool IsOfficeHour(DateTime at) => IsWorkingDay(at) && at.TimeOfDay.TotalHours
        is (>= 9 and < 12) or (>= 13.5 and < 17);

    /// <summary>Convention A, working days: the close of the counted day number <paramref name="days"/>.</summary>
    public DateTime StatutoryClose(int days)
    {
        var spans = Spans(WholeDayCap);
        var close = Close(CountedDay(spans, days, IsWorkingDay));
        return WaitOut(spans, close, end => NextWorking(end, Close));
    }

    /// <summary>Convention A, working days: the opening of the counted day, or the start when there is none.</summary>
    public DateTime StatutoryOpening(int day)
    {
        var spans = Spans(WholeDayCap);
        return day < 1
            ? WaitOut(spans, start, static end => end)
            : WaitOut(spans, Opening(CountedDay(spans, day, IsWorkingDay)), end => NextWorking(end, Opening));
    }

    /// <summary>Convention A, calendar days: the close of the last one, rolled to a working day.</summary>
    public DateTime CalendarClose(int days)
    {
        var spans = Spans(WholeDayCap);
        var last = CountedDay(spans, days, static _ => true);
        return WaitOut(spans, NextWorking(last, Close), end => NextWorking(end, Close));
    }

    /// <summary>Convention B: the last half hour at whose start no more than so many days have elapsed.</summary>
    public DateTime Elapsed(int days)
    {
        var spans = Spans(ElapsedCap);
        var left = days * 48;
        for (var at = start; ; at += Step)
            if (IsWorkingDay(at) && !Inside(spans, at) && --left < 0) return at;
    }

    /// <summary>Office time: the end of the half hour that uses up so many.</summary>
    public DateTime Office(int halfHours)
    {
        var spans = Spans(OfficeCap);
        var at = start;
        for (; halfHours > 0; at += Step)
            if (IsOfficeHour(at) && !Inside(spans, at)) halfHours--;
        return WaitOut(spans, at, static end => end);
    }

    public static DateTime Local(DateTimeOffset at) => at.ToOffset(TimeSpan.FromHours(8)).DateTime;

    private static DateTime Opening(DateTime day) => day.Date.AddHours(9);

    private static DateTime Close(DateTime day) => day.Date.AddHours(17);

    private DateTime CountedDay(List<(DateTime From, DateTime End)> spans, int number, Func<DateTime, bool> counts)
    {
        for (var day = start.Date.AddDays(1); ; day = day.AddDays(1))
            if (counts(day) && !spans.Exists(span => day > span.From.Date && day <= span.End.Date) && --number == 0)
                return day;
    }

    private static DateTime NextWorking(DateTime from, Func<DateTime, DateTime> edge)
    {
        for (var day = from.Date; ; day = day.AddDays(1))
            if (IsWorkingDay(day) && edge(day) >= from) return edge(day);
    }

    private static DateTime WaitOut(
        List<(DateTime From, DateTime End)> spans, DateTime at, Func<DateTime, DateTime> next)
    {
        while (spans.Find(span => span.From <= at && at < span.End) is { From.Ticks: > 0 } around)
            at = Inside(spans, around.End) ? around.End : next(around.End);
        return at;
    }

    private static bool Inside(List<(DateTime From, DateTime End)> spans, DateTime at) =>
        spans.Exists(span => span.From <= at && at < span.End);

    private List<(DateTime From, DateTime End)> Spans(Func<DateTime, int, DateTime> cap)
    {
        var found = new List<(DateTime From, DateTime End)>();
        foreach (var span in suspensions.Where(static span => span.MaxWorkingDays > 0))
        {
            var capped = cap(Local(span.From), span.MaxWorkingDays);
            var end = span.To is { } to && Local(to) < capped ? Local(to) : capped;
            if (end > Local(span.From)) found.Add((Local(span.From), end));
        }

        return found;
    }

    private static DateTime WholeDayCap(DateTime from, int days)
    {
        var day = from.Date;
        while (days > 0)
            if (IsWorkingDay(day = day.AddDays(1))) days--;
        return Close(day);
    }

    private static DateTime ElapsedCap(DateTime from, int days)
    {
        var left = days * 48;
        for (var at = from; ; at += Step)
            if (IsWorkingDay(at) && --left < 0) return at;
    }

    private static DateTime OfficeCap(DateTime from, int days)
    {
        var left = days * 13;
        var at = from;
        for (; left > 0; at += Step)
            if (IsOfficeHour(at)) left--;
        return at;
    }
}
