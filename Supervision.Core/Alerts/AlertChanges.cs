using System.Collections.Immutable;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Presence;

namespace Supervision.Core.Alerts;

/// <summary>
/// The events that lead from the alerts an entity has to those a new reading says, and back into what it remembers.
/// </summary>
internal static class AlertChanges
{
    /// <summary>Adds what is raised, restored, moved in time and revoked.</summary>
    /// <param name="marks">What was decided before.</param>
    /// <param name="alerts">What holds now.</param>
    /// <param name="place">Who answers for what is raised.</param>
    /// <param name="cause">What made the difference; reversal entries name it.</param>
    /// <param name="events">Where they go.</param>
    public static void Add(
        ImmutableArray<AlertMark> marks, IReadOnlyCollection<Alert> alerts, Place place, Cause cause,
        Action<DomainEvent> events)
    {
        foreach (var alert in alerts)
        {
            switch (Find(marks, alert.Key))
            {
                case null:
                    events(new AlertRaised(alert, place));
                    break;
                case { Standing: false, WaivedBy: null } mark:
                    events(new AlertRestored(alert.Key, alert.At, cause.Text, alert.Because, mark.Times + 1));
                    break;
                case { Standing: true } mark when mark.At != alert.At:
                    events(new AlertMovedInTime(alert.Key, alert.At, cause.Text, alert.Because));
                    break;
            }
        }

        foreach (var mark in marks)
        {
            if (mark.Standing && !alerts.Any(alert => alert.Key == mark.Key))
            {
                events(new AlertRevoked(mark.Key, cause.Text));
            }
        }
    }

    /// <summary>What an entity remembers after one of these events; null for any other event.</summary>
    public static ImmutableArray<AlertMark>? After(ImmutableArray<AlertMark> marks, DomainEvent @event) => @event switch
    {
        AlertRaised { Alert: var alert } =>
            marks.Add(new(alert.Key, alert.Kind, alert.Level, alert.At, Standing: true)),
        AlertRevoked e => Change(marks, e.Key, mark => mark with { Standing = false }),
        AlertRestored e => Change(marks, e.Key, mark =>
            mark with { Standing = true, At = e.At, Times = e.Times ?? mark.Times + 1 }),
        AlertMovedInTime e => Change(marks, e.Key, mark => mark with { Standing = true, At = e.At }),
        AlertWaived e => Change(marks, e.Key, mark => mark with { Standing = false, WaivedBy = e.Order }),
        _ => null,
    };

    /// <summary>Takes the effect of an alert away, because the order it opened was revoked.</summary>
    /// <param name="marks">The alerts that are still remembered.</param>
    /// <param name="waive">The command.</param>
    public static Decision Answer(ImmutableArray<AlertMark> marks, WaiveAlert waive) =>
        Find(marks, waive.Key) switch
        {
            null when LocalDays.DayOf(waive.Key) is not null =>
                Decision.Of(new AlertWaived(waive.Key, waive.Order, waive.Because)), // its day is folded; lists hear it
            null => Decision.Refused(
                "alert.unknown", "There never was such an alert.", "Name one of its alerts."),
            { WaivedBy: not null } => Decision.Of(),
            _ => Decision.Of(new AlertWaived(waive.Key, waive.Order, waive.Because)),
        };

    private static AlertMark? Find(ImmutableArray<AlertMark> marks, string key)
    {
        foreach (var mark in marks)
        {
            if (mark.Key == key)
            {
                return mark;
            }
        }

        return null;
    }

    private static ImmutableArray<AlertMark> Change(
        ImmutableArray<AlertMark> marks, string key, Func<AlertMark, AlertMark> change)
    {
        for (var i = 0; i < marks.Length; i++)
        {
            if (marks[i].Key == key)
            {
                return marks.SetItem(i, change(marks[i]));
            }
        }

        return marks; // of a day that is folded
    }
}
