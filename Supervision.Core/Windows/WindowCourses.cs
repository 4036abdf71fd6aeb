using System.Collections.Immutable;
using Supervision.Core.Calendars;
using Supervision.Core.Entities;
using Supervision.Core.Presence;
using Supervision.Core.Reading;

namespace Supervision.Core.Windows;

/// <summary>The days a window keeps, each as it went. Pure; read anew like everything about a window.</summary>
public static class WindowCourses
{
    /// <summary>Every day that is kept, the newest first.</summary>
    /// <param name="state">What the window remembers.</param>
    /// <param name="context">Now, the rules of now and the calendars.</param>
    public static ImmutableArray<WindowCourse> Of(WindowState state, DecisionContext context)
    {
        var calendar = context.Calendars.Of(context.Rules.Organisation.Windows.GetValueOrDefault(state.Id)?.Hall);
        return [.. state.Days.Reverse().Select(day => Of(day, state, context.Now, calendar))];
    }

    /// <summary>Hours of a window today by the rules of now; none when it does not open.</summary>
    public static ImmutableArray<DaySpan> HoursOf(string window, DateOnly date, DecisionContext context)
    {
        var calendar = context.Calendars.Of(context.Rules.Organisation.Windows.GetValueOrDefault(window)?.Hall);
        return calendar.IsWorkingDay(date) ? WindowDays.DutyOf(window, date, context.Rules, calendar).Parts : [];
    }

    private static WindowCourse Of(WindowDay day, WindowState state, DateTimeOffset now, WorkCalendar calendar)
    {
        var passed = LocalDays.Passed(day.Date, now, calendar);
        var presence = new WindowPresence(
            day, who => Leaves.Of(state.Leaves, who, day.Date, calendar), passed);
        var hours = calendar.IsWorkingDay(day.Date) ? day.Duty.Parts : [];
        var cuts = hours.Concat(presence.Present).Concat(presence.Excused).Concat(presence.Pauses)
            .Concat(presence.ByPerson.Values.SelectMany(spans => spans))
            .SelectMany(span => new[] { Math.Min(span.From, passed), Math.Min(span.To, passed) })
            .Distinct().Order().ToArray();
        var stretches = ImmutableArray.CreateBuilder<WindowStretch>();
        for (var i = 1; i < cuts.Length; i++)
        {
            var next = StretchOf(new(cuts[i - 1], cuts[i]), hours, presence, state.Watched);
            if (stretches.Count > 0 && IsSame(stretches[^1], next))
            {
                stretches[^1] = stretches[^1] with { To = next.To };
            }
            else
            {
                stretches.Add(next);
            }
        }

        var (from, to) = hours.IsEmpty ? (cuts.FirstOrDefault(), cuts.LastOrDefault()) : (hours[0].From, hours[^1].To);
        return new(
            day.Date, stretches.Count == 0 ? from : Math.Min(from, stretches[0].From),
            stretches.Count == 0 ? to : Math.Max(to, stretches[^1].To), stretches.ToImmutable(),
            day.Tickets.Count(ticket => ticket.Issued is not null),
            day.Tickets.Count(ticket => ticket.Served is not null),
            day.Signals.Count(signal => signal.Kind == SignalKind.Case));
    }

    /// <summary>The state of a whole stretch: nothing changes within it.</summary>
    private static WindowStretch StretchOf(
        DaySpan span, ImmutableArray<DaySpan> hours, WindowPresence presence, bool isWatched)
    {
        var at = span.From;
        var state = DaySpans.Contain(presence.Excused, at) ? WindowStatus.Paused
            : DaySpans.Contain(presence.Present, at) ? WindowStatus.Staffed
            : !DaySpans.Contain(hours, at) ? WindowStatus.Closed
            : isWatched ? WindowStatus.Unstaffed : WindowStatus.Unknown;
        return new(
            span.From, span.To, state,
            [.. presence.ByPerson.Where(pair => DaySpans.Contain(pair.Value, at)).Select(pair => pair.Key)],
            DaySpans.Contain(presence.Pauses, at));
    }

    private static bool IsSame(WindowStretch one, WindowStretch other) =>
        one.To == other.From && one.State == other.State && one.Declared == other.Declared
        && one.Present.AsSpan().SequenceEqual(other.Present.AsSpan());
}
