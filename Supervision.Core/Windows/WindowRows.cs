using Supervision.Core.Calendars;
using Supervision.Core.Presence;
using Supervision.Core.Reading;
using Supervision.Core.Rules;

namespace Supervision.Core.Windows;

/// <summary>A window as it stands at one moment.</summary>
internal static class WindowRows
{
    /// <param name="post">The window by the rule book.</param>
    /// <param name="state">What it remembers.</param>
    /// <param name="today">Today's presence; null when nothing is known of today.</param>
    /// <param name="day">Today; null when nothing is known of it.</param>
    /// <param name="now">The engine's now.</param>
    /// <param name="calendar">Calendar of the hall.</param>
    /// <param name="findings">Findings that stand.</param>
    public static WindowRow Of(
        WindowPost post, WindowState state, WindowPresence? today, WindowDay? day, DateTimeOffset now,
        WorkCalendar calendar, int findings)
    {
        var (status, since) = today is null || day is null || !calendar.IsWorkingDay(day.Date)
            ? (WindowStatus.Closed, null)
            : StatusOf(day, today, calendar.DateOf(now) == day.Date ? SecondOf(now, calendar) : DaySpans.DayEnd);
        var rated = state.Ratings.Newest;
        var second = SecondOf(now, calendar);
        return new WindowRow
        {
            Id = post.Id,
            Hall = post.Hall,
            Department = post.Department,
            Kind = post.Kind,
            State = status,
            Since = since is { } at ? LocalDays.Instant(day!.Date, at, calendar) : null,
            Present = today is null
                ? []
                : [.. today.ByPerson.Where(pair => DaySpans.Contain(pair.Value, second)).Select(pair => pair.Key)],
            Queue = day?.Tickets.Count(ticket => ticket is { Called: null, Served: null, Abandoned: null }) ?? 0,
            Served = day?.Tickets.Count(ticket => ticket.Served is not null) ?? 0,
            LastActivityAt = LastActivity(state, now, calendar),
            LastScore = rated?.Score,
            LastRatedAt = rated?.At,
            Findings = findings,
        };
    }

    private static (WindowStatus Status, int? Since) StatusOf(WindowDay day, WindowPresence presence, int second)
    {
        if (day.Duty.Parts.FirstOrDefault(part => part.From <= second && second < part.To) is not { Length: > 0 } part)
        {
            return (WindowStatus.Closed, null);
        }

        foreach (var (spans, status) in new[]
            {
                (presence.Excused, WindowStatus.Paused), (presence.Present, WindowStatus.Staffed),
                (presence.AbsenceIn(part), WindowStatus.Unstaffed),
            })
        {
            foreach (var span in spans)
            {
                if (span.From <= second && second < span.To)
                {
                    return (status, span.From);
                }
            }
        }

        return (WindowStatus.Unstaffed, part.From);
    }

    /// <summary>Of the days kept, so that it does not depend on the order in which facts came.</summary>
    private static DateTimeOffset? LastActivity(WindowState state, DateTimeOffset now, WorkCalendar calendar)
    {
        for (var i = state.Days.Length - 1; i >= 0; i--)
        {
            var day = state.Days[i];
            var passed = LocalDays.Passed(day.Date, now, calendar);
            var last = day.Tickets
                .SelectMany(ticket => new[] { ticket.Called, ticket.Served })
                .Concat(day.Signals
                    .Where(signal => signal.Kind is SignalKind.Case or SignalKind.Served)
                    .Select(signal => (int?)signal.Second))
                .Where(second => second <= passed)
                .Max();
            if (last is { } second)
            {
                return LocalDays.Instant(day.Date, second, calendar);
            }
        }

        return null;
    }

    private static int SecondOf(DateTimeOffset now, WorkCalendar calendar) => LocalDays.Of(now, calendar).Second;
}
