using Supervision.Core.Alerts;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Views;

/// <summary>Every card and finding ever raised, with where it stands.</summary>
public sealed class AlertsView : IView
{
    private List<Pending> pending = [];
    private List<Pending> sealedChanges = [];
    private readonly List<string> touched = [];
    private readonly SqliteStatement raise;
    private readonly SqliteStatement change;

    /// <summary>Prepares the view on the writing connection.</summary>
    public AlertsView(ViewDatabase database)
    {
        database.Writer.Execute(Schema);
        raise = database.Writer.Prepare(
            "INSERT INTO alert(id, subject, kind, level, clock, code, at, offset, recorded, state, window, " +
            "department, hall, item, because) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, ?10, ?11, ?12, ?13, ?14)");
        change = database.Writer.Prepare(
            "UPDATE alert SET state = ?2, at = coalesce(?3, at), offset = coalesce(?4, offset), revoked = ?5, " +
            "because = coalesce(?6, because), times = times + ?7 WHERE id = ?1");
    }

    /// <summary>Told, after they are readable, of the ids of alerts that were raised or changed.</summary>
    public event Action<IReadOnlyList<string>>? Changed;

    /// <inheritdoc />
    public string Schema =>
        """
        CREATE TABLE IF NOT EXISTS alert(
            id TEXT PRIMARY KEY, subject TEXT NOT NULL, kind INTEGER NOT NULL, level INTEGER NOT NULL, clock TEXT,
            code TEXT NOT NULL, at INTEGER NOT NULL, offset INTEGER NOT NULL, recorded INTEGER NOT NULL,
            state INTEGER NOT NULL, window TEXT, department TEXT, hall TEXT, item TEXT, because TEXT NOT NULL,
            revoked TEXT, times INTEGER NOT NULL DEFAULT 1
        ) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS alert_at ON alert(at, id);
        CREATE INDEX IF NOT EXISTS alert_subject ON alert(subject);
        CREATE INDEX IF NOT EXISTS alert_open ON alert(hall, window) WHERE state = 0;
        """;

    /// <inheritdoc />
    public void Apply(JournalEntry entry)
    {
        foreach (var @event in entry.Turn.Events)
        {
            if (@event is AlertRaised or AlertRevoked or AlertRestored or AlertMovedInTime or AlertWaived)
            {
                pending.Add(new(entry.Turn.Stream, entry.Turn.RecordedAt, @event));
            }
        }
    }

    /// <inheritdoc />
    public void Seal() => (pending, sealedChanges) = (sealedChanges, pending);

    /// <inheritdoc />
    public void Flush()
    {
        touched.Clear();
        sealedChanges.ForEach(Write);
    }

    /// <inheritdoc />
    public void Announce()
    {
        sealedChanges.Clear();
        if (touched.Count > 0)
        {
            Changed?.Invoke([.. touched]);
        }
    }

    private void Write(Pending one)
    {
        switch (one.Event)
        {
            case AlertRaised e:
                Raise(one, e);
                break;
            case AlertRevoked e:
                Change(one, e.Key, AlertState.Revoked, null, null, e.Because);
                break;
            case AlertWaived e:
                Change(one, e.Key, AlertState.Revoked, null, null, Because.Of(("order", e.Order), ("why", e.Because)));
                break;
            case AlertRestored e:
                Change(one, e.Key, AlertState.Open, e.At, e.AlertBecause, null, again: true);
                break;
            case AlertMovedInTime e:
                Change(one, e.Key, AlertState.Open, e.At, e.AlertBecause, null);
                break;
        }
    }

    private void Raise(Pending one, AlertRaised raised)
    {
        var alert = raised.Alert;
        var id = IdOf(one, alert.Key);
        raise.Bind(1, id).Bind(2, one.Stream.Key).Bind(3, (long)alert.Kind).Bind(4, (long)alert.Level);
        raise.Bind(5, alert.Clock).Bind(6, alert.Code).Bind(7, alert.At.UtcTicks).Bind(8, OffsetOf(alert.At));
        raise.Bind(9, one.RecordedAt.UtcTicks).Bind(10, raised.Place.Window).Bind(11, raised.Place.Department);
        raise.Bind(12, raised.Place.Hall).Bind(13, raised.Place.Item).Bind(14, alert.Because).Run();
        touched.Add(id);
    }

    private void Change(
        Pending one, string key, AlertState state, DateTimeOffset? at, string? because, string? revoked,
        bool again = false)
    {
        var id = IdOf(one, key);
        change.Bind(1, id).Bind(2, (long)state).Bind(3, at?.UtcTicks).Bind(4, at is { } moved ? OffsetOf(moved) : null);
        change.Bind(5, revoked).Bind(6, because).Bind(7, again ? 1 : 0).Run();
        touched.Add(id);
    }

    private static string IdOf(Pending one, string key) => $"{one.Stream}:{key}";

    private static long OffsetOf(DateTimeOffset at) => (long)at.Offset.TotalMinutes;

    /// <summary>An event about an alert, without the rest of its entry: many may wait.</summary>
    private readonly record struct Pending(StreamId Stream, DateTimeOffset RecordedAt, DomainEvent Event);
}
