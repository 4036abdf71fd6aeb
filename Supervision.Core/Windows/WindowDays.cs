using System.Collections.Immutable;
using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Calendars;
using Supervision.Core.Presence;
using Supervision.Core.Rules;
using Supervision.Core.Staff;

namespace Supervision.Core.Windows;

/// <summary>What is asked of windows on a day, and what their day comes to.</summary>
internal static class WindowDays
{
    private const int TicketsNamed = 5;

    /// <summary>What the rules of now ask of a window on a day.</summary>
    public static WindowDuty DutyOf(string window, DateOnly date, RuleBook rules, WorkCalendar calendar)
    {
        var presence = rules.Presence;
        return rules.Organisation.Windows.TryGetValue(window, out var post)
            ? new(
                PartsOf(post, date, rules, calendar), [.. post.Staff, .. post.Substitutes],
                StaffDays.Seconds(presence.Unstaffed), StaffDays.Seconds(presence.Pause),
                StaffDays.Seconds(presence.PauseOfDay), presence.ServedWithoutCaseMany)
            : new([], [], 0, 0, 0, 0);
    }

    /// <summary>
    /// The timetable of its kind, or the hours of its hall. A timed window without a timetable has no hours: nothing
    /// is asked of it.
    /// </summary>
    private static ImmutableArray<DaySpan> PartsOf(
        WindowPost post, DateOnly date, RuleBook rules, WorkCalendar calendar)
    {
        if (rules.Timetables.TryGetValue(post.Kind, out var timetable))
        {
            var weekday = date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek;
            return timetable.Weekdays.IsEmpty || timetable.Weekdays.Contains(weekday)
                ? Spans(timetable.Hours)
                : [];
        }

        return post.Kind == "timed" ? [] : Spans(calendar.Hours);
    }

    private static ImmutableArray<DaySpan> Spans(OfficeHours hours) =>
        [.. hours.Segments.Select(part => new DaySpan(StaffDays.Seconds(part.From), StaffDays.Seconds(part.To)))];

    /// <summary>Reads a day and adds what is found.</summary>
    /// <returns>When it changes by itself; null when it does not.</returns>
    public static DateTimeOffset? Read(
        WindowDay day, WindowPresence presence, bool isWatched, DateTimeOffset now, WorkCalendar calendar,
        List<Alert> alerts)
    {
        if (day.Duty.Parts.IsEmpty || !calendar.IsWorkingDay(day.Date))
        {
            return null;
        }

        var passed = LocalDays.Passed(day.Date, now, calendar);
        var next = int.MaxValue;
        for (var part = 0; isWatched && part < day.Duty.Parts.Length; part++)
        {
            var hours = day.Duty.Parts[part];
            Look(hours.From);
            Look(hours.To);
            LookForAbsence(day, presence.AbsenceIn(hours), part, passed, calendar, alerts, Look);
        }

        foreach (var span in presence.Excused)
        {
            Look(span.To);
        }

        foreach (var signal in day.Signals)
        {
            Look(signal.Second); // a source's clock may be ahead
        }

        var end = Math.Min(day.Duty.Parts[^1].To + day.Duty.Unstaffed, DaySpans.DayEnd - 1);
        Look(end);
        if (passed > end)
        {
            LookAtQueue(day, calendar, alerts);
        }

        return next == int.MaxValue ? null : LocalDays.After(day.Date, next, calendar);

        void Look(int second)
        {
            if (second >= passed && second < next && second < DaySpans.DayEnd)
            {
                next = second;
            }
        }
    }

    /// <summary>Unstaffed for longer than the limit during its own hours; one finding for each part of a day.</summary>
    private static void LookForAbsence(
        WindowDay day, ImmutableArray<DaySpan> absence, int part, int passed, WorkCalendar calendar,
        List<Alert> alerts, Action<int> look)
    {
        int? crossing = null;
        var total = 0;
        foreach (var span in absence)
        {
            var limit = span.From + day.Duty.Unstaffed;
            if (limit < span.To)
            {
                look(limit);
            }

            var until = Math.Min(span.To, passed);
            if (until > limit)
            {
                crossing ??= limit;
                total += until - span.From;
            }
        }

        if (crossing is { } at)
        {
            var isOver = passed > day.Duty.Parts[part].To;
            alerts.Add(new(
                AlertKind.Finding, AlertLevel.Yellow, null, LocalDays.Key("window.unstaffed", day.Date, part),
                LocalDays.Instant(day.Date, at, calendar), Because.Of(
                    ("since", LocalDays.Time(at - day.Duty.Unstaffed)),
                    ("limitMinutes", Number(day.Duty.Unstaffed / 60)),
                    ("minutes", isOver ? Number(total / 60) : null))));
        }
    }

    /// <summary>The cross-check of queue and cases, once the day is over.</summary>
    private static void LookAtQueue(WindowDay day, WorkCalendar calendar, List<Alert> alerts)
    {
        var end = day.Duty.Parts[^1].To;
        TicketMark[] forgotten =
            [.. day.Tickets.Where(ticket => ticket is { Called: not null, Served: null, Abandoned: null })];
        if (forgotten.Length > 0)
        {
            Add("queue.calledNotServed", forgotten);
        }

        int[] cases =
            [.. day.Signals.Where(signal => signal.Kind == SignalKind.Case).Select(signal => signal.Second)];
        if (cases.Length == 0)
        {
            return; // a window whose cases are not heard of
        }

        TicketMark[] without =
        [
            .. day.Tickets.Where(ticket => ticket is { Called: { } called, Served: { } served }
                && !cases.Any(second => second >= called && second <= served + day.Duty.Unstaffed)),
        ];
        if (without.Length >= day.Duty.ServedMany)
        {
            Add("queue.servedWithoutCase", without);
        }

        void Add(string code, TicketMark[] tickets) => alerts.Add(new(
            AlertKind.Finding, AlertLevel.Warning, null, $"{code}:{LocalDays.Text(day.Date)}",
            LocalDays.Instant(day.Date, end, calendar), Because.Of(
                ("count", Number(tickets.Length)), ("of", Number(day.Tickets.Length)),
                ("tickets", string.Join(' ', tickets.Take(TicketsNamed).Select(ticket => ticket.Ticket))))));
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
