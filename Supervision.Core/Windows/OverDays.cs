using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Supervision.Core.Alerts;
using Supervision.Core.Calendars;
using Supervision.Core.Presence;

namespace Supervision.Core.Windows;

/// <summary>
/// What was found in days that are over. A window reads every day it keeps for each fact, and all but one of them are
/// over: nothing but another record of the day, other leave or another calendar changes what is found there. So it is
/// remembered beside the record, for as long as that lives. A memory and no state: without it everything is the same,
/// only later. Safe for concurrent use.
/// </summary>
internal static class OverDays
{
    private static readonly ConditionalWeakTable<WindowDay, Found> Known = [];

    /// <summary>The alerts of a day whose every second has passed.</summary>
    public static ImmutableArray<Alert> AlertsOf(
        WindowDay day, WindowState state, DateTimeOffset now, WorkCalendar calendar)
    {
        if (Known.TryGetValue(day, out var found) && found.Leaves == state.Leaves && found.Watched == state.Watched
            && ReferenceEquals(found.Calendar, calendar))
        {
            return found.Alerts;
        }

        List<Alert> alerts = [];
        WindowDays.Read(
            day, new(day, who => Leaves.Of(state.Leaves, who, day.Date, calendar), DaySpans.DayEnd), state.Watched,
            now, calendar, alerts);
        found = new(state.Leaves, state.Watched, calendar, [.. alerts]);
        Known.AddOrUpdate(day, found);
        return found.Alerts;
    }

    private sealed record Found(
        ImmutableArray<LeaveStatement> Leaves, bool Watched, WorkCalendar Calendar, ImmutableArray<Alert> Alerts);
}
