using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Ports;

namespace Supervision.Tests.Simulation;

/// <summary>Every alert ever raised as the journal leaves it, also of days that entities no longer keep.</summary>
internal static class AlertFold
{
    /// <summary>Alerts by id.</summary>
    public static Dictionary<string, AlertMark> Of(IEnumerable<JournalEntry> journal)
    {
        Dictionary<string, AlertMark> marks = new(StringComparer.Ordinal);
        foreach (var entry in journal)
        {
            foreach (var @event in entry.Turn.Events)
            {
                Apply(marks, entry.Turn.Stream, @event);
            }
        }

        return marks;
    }

    private static void Apply(Dictionary<string, AlertMark> marks, StreamId stream, DomainEvent @event)
    {
        switch (@event)
        {
            case AlertRaised { Alert: var alert }:
                marks.Add($"{stream}:{alert.Key}", new(alert.Key, alert.Kind, alert.Level, alert.At, Standing: true));
                break;
            case AlertRevoked e:
                Change(e.Key, mark => mark with { Standing = false });
                break;
            case AlertRestored e:
                Change(e.Key, mark => mark with { Standing = true, At = e.At, Times = mark.Times + 1 });
                break;
            case AlertMovedInTime e:
                Change(e.Key, mark => mark with { At = e.At });
                break;
            case AlertWaived e:
                Change(e.Key, mark => mark with { Standing = false, WaivedBy = e.Order });
                break;
        }

        void Change(string key, Func<AlertMark, AlertMark> change) =>
            marks[$"{stream}:{key}"] = change(marks[$"{stream}:{key}"]);
    }
}
