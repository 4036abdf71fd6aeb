using System.Text.Json;
using Supervision.Core.Entities;
using Supervision.Core.Orders;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Views;

/// <summary>Every supervision order as lists show it, and which causes it stands for.</summary>
public sealed class OrdersView : IView
{
    private Changes pending = new();
    private Changes sealedChanges = new();
    private readonly SqliteStatement save;
    private readonly SqliteStatement saveCause;

    /// <summary>Prepares the view on the writing connection.</summary>
    public OrdersView(ViewDatabase database)
    {
        database.Writer.Execute(Schema);
        save = database.Writer.Prepare(
            "INSERT OR REPLACE INTO orders(no, issued, state, open, waits, source, rung, hall, department, window, "
            + "person, due, text, row) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)");
        saveCause = database.Writer.Prepare(
            "INSERT OR IGNORE INTO order_cause(alert, at, reference, no) VALUES(?1, ?2, ?3, ?4)");
    }

    /// <summary>Told, after they are readable, of orders that changed.</summary>
    public event Action<IReadOnlyList<OrderRow>>? Changed;

    /// <inheritdoc />
    public string Schema =>
        """
        CREATE TABLE IF NOT EXISTS orders(
            no TEXT PRIMARY KEY, issued INTEGER NOT NULL, state INTEGER NOT NULL, open INTEGER NOT NULL, waits INTEGER,
            source INTEGER NOT NULL, rung INTEGER NOT NULL, hall TEXT, department TEXT, window TEXT, person TEXT,
            due INTEGER NOT NULL, text TEXT NOT NULL, row BLOB NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS orders_issued ON orders(issued, no);
        CREATE INDEX IF NOT EXISTS orders_due ON orders(due, no) WHERE open = 1;
        CREATE TABLE IF NOT EXISTS order_cause(
            alert TEXT NOT NULL, at INTEGER NOT NULL, reference TEXT NOT NULL, no TEXT NOT NULL,
            PRIMARY KEY(alert, at, reference, no)
        ) WITHOUT ROWID;
        """;

    /// <inheritdoc />
    public void Apply(JournalEntry entry)
    {
        foreach (var @event in entry.Turn.Events)
        {
            switch (@event)
            {
                case OrderMoved e:
                    pending.Rows[e.After.No] = e.After;
                    break;
                case OrderIssued e:
                    pending.Causes.Add(new(entry.Sequence, e.Cause.Reference, entry.Turn.Stream.Key));
                    break;
                case CauseAdded e:
                    pending.Causes.Add(new(entry.Sequence, e.Cause.Reference, entry.Turn.Stream.Key));
                    break;
            }
        }
    }

    /// <inheritdoc />
    public void Seal() => (pending, sealedChanges) = (sealedChanges, pending);

    /// <inheritdoc />
    public void Flush()
    {
        foreach (var row in sealedChanges.Rows.Values)
        {
            save.Bind(1, row.No).Bind(2, row.IssuedAt.UtcTicks).Bind(3, (long)row.State);
            save.Bind(4, row.EndedAt is null ? 1 : 0).Bind(5, (long?)row.WaitsFor).Bind(6, (long)row.Source);
            save.Bind(7, (long)row.Rung).Bind(8, row.Unit.Hall).Bind(9, row.Unit.Department);
            save.Bind(10, row.Unit.Window).Bind(11, row.Person);
            save.Bind(12, (row.DueAt ?? row.EndedAt ?? row.IssuedAt).UtcTicks).Bind(13, TextOf(row));
            save.Bind(14, JsonSerializer.SerializeToUtf8Bytes(row, StoredJson.Storage.OrderRow)).Run();
        }

        foreach (var cause in sealedChanges.Causes)
        {
            saveCause.Bind(1, CauseReference.AlertOf(cause.Reference)).Bind(2, cause.Sequence);
            saveCause.Bind(3, cause.Reference).Bind(4, cause.No).Run();
        }
    }

    /// <inheritdoc />
    public void Announce()
    {
        OrderRow[] rows = [.. sealedChanges.Rows.Values];
        sealedChanges.Rows.Clear();
        sealedChanges.Causes.Clear();
        if (rows.Length > 0)
        {
            Changed?.Invoke(rows);
        }
    }

    internal static OrderRow Decode(ReadOnlySpan<byte> row) =>
        JsonSerializer.Deserialize(row, StoredJson.Storage.OrderRow)!;

    private static string TextOf(OrderRow row) =>
        string.Join('\n', row.No, row.Subject, row.Code, row.Person).ToUpperInvariant();

    private sealed class Changes
    {
        public Dictionary<string, OrderRow> Rows { get; } = new(StringComparer.Ordinal);

        public List<TakenCause> Causes { get; } = [];
    }

    private readonly record struct TakenCause(long Sequence, string Reference, string No);
}
