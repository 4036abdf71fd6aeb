using Supervision.Core.Alerts;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Core.Reading;

namespace Supervision.Silo.Views;

/// <summary>Turns journal entries of a case into the lines of its history.</summary>
internal static class CaseTimeline
{
    public static IEnumerable<TimelineLine> LinesOf(JournalEntry entry)
    {
        foreach (var @event in entry.Turn.Events)
        {
            if (LineOf(entry, @event) is { } line)
            {
                yield return line;
            }
        }
    }

    public static AlertRow RowOf(
        JournalEntry entry, AlertRaised raised, AlertMark mark, string because, string? revokedBecause)
    {
        var alert = raised.Alert;
        return new AlertRow(
            $"{entry.Turn.Stream}:{alert.Key}", alert.Kind, alert.Level, alert.Clock, alert.Code, entry.Turn.Stream.Key,
            mark.At, entry.Turn.RecordedAt, mark.Standing ? AlertState.Open : AlertState.Revoked, raised.Place.Window,
            raised.Place.Department, raised.Place.Hall, raised.Place.Item, because,
            mark.Standing ? null : revokedBecause);
    }

    private static TimelineLine? LineOf(JournalEntry entry, DomainEvent @event)
    {
        var recordedAt = entry.Turn.RecordedAt;
        return @event switch
        {
            FactRecorded e => new(entry.Sequence, e.Fact.OccurredAt, recordedAt, e.Fact, null, "fact", null),
            AlertRaised e => new(entry.Sequence, e.Alert.At, recordedAt, null, e.Alert, "raised", e.Alert.Because),
            AlertRevoked e => new(entry.Sequence, recordedAt, recordedAt, null, NamedOnly(e.Key), "revoked", e.Because),
            AlertWaived e => new(
                entry.Sequence, recordedAt, recordedAt, null, NamedOnly(e.Key), "revoked",
                Because.Of(("order", e.Order), ("why", e.Because))),
            AlertRestored e => new(entry.Sequence, e.At, recordedAt, null, NamedOnly(e.Key), "restored", e.Because),
            AlertMovedInTime e => new(entry.Sequence, e.At, recordedAt, null, NamedOnly(e.Key), "restored", e.Because),
            _ => null,
        };

        // A reversal names its alert by key alone; kind, clock and level are in the key.
        Alert NamedOnly(string key)
        {
            var dot = key.LastIndexOf('.');
            var isCard = dot > 0 && Enum.TryParse<AlertLevel>(key[(dot + 1)..], ignoreCase: true, out _);
            return isCard
                ? new(AlertKind.Card, Enum.Parse<AlertLevel>(key[(dot + 1)..], ignoreCase: true), key[..dot], "overdue",
                    recordedAt, "")
                : new(AlertKind.Finding, AlertLevel.Warning, null, key, recordedAt, "");
        }
    }
}
