using System.Collections.Immutable;
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
        var second = LocalDays.Of(now, calendar).Second;
        var (status, since) = today is null || day is null
            ? (WindowStatus.Closed, null)
            : StatusOf(day, today, second, calendar.IsWorkingDay(day.Date), state.Watched);
        var rated = state.Ratings.Newest;
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

    /// <summary>Somebody may be there outside the hours as well; nobody has to.</summary>
    private static (WindowStatus Status, int? Since) StatusOf(
        WindowDay day, WindowPresence presence, int second, bool isWorked, bool isWatched)
    {
        if (Find(presence.Excused, second) is { } pause)
        {
            return (WindowStatus.Paused, pause.From);
        }

        if (Find(presence.Present, second) is { } there)
        {
            return (WindowStatus.Staffed, there.From);
        }

        if (!isWorked || Find(day.Duty.Parts, second) is not { } hours)
        {
            return (WindowStatus.Closed, null);
        }

        return isWatched
            ? (WindowStatus.Unstaffed, Find(presence.AbsenceIn(hours), second)?.From ?? hours.From)
            : (WindowStatus.Unknown, null);
    }

    private static DaySpan? Find(ImmutableArray<DaySpan> spans, int second)
    {
        foreach (var span in spans)
        {
            if (span.From <= second && second < span.To)
            {
                return span;
            }
        }

        return null;
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
}
