using System.Text.Json;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Views;

/// <summary>Every case as lists show it.</summary>
public sealed class CasesView : IView
{
    private Dictionary<string, CaseRow> changed = new(StringComparer.Ordinal);
    private Dictionary<string, CaseRow> sealedRows = new(StringComparer.Ordinal);
    private readonly SqliteStatement save;
    private readonly CaseCounts counts;

    /// <summary>Prepares the view on the writing connection.</summary>
    public CasesView(ViewDatabase database)
    {
        database.Writer.Execute(Schema);
        save = database.Writer.Prepare(
            "INSERT INTO cases(no, sort, state, overdue, hall, department, window, accepted, ended, due, item, text, " +
            "row) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT(no) DO UPDATE SET " +
            "sort = ?2, state = ?3, overdue = ?4, hall = ?5, department = ?6, window = ?7, accepted = ?8, " +
            "ended = ?9, due = ?10, item = ?11, text = ?12, row = ?13");
        counts = new(database.Writer);
    }

    /// <summary>The indexes hold all that <see cref="Reports.PeriodCases"/> reads: no walk touches the rows.</summary>
    public string Schema => CaseCounts.Schema +
        """
        CREATE TABLE IF NOT EXISTS cases(
            no TEXT PRIMARY KEY, sort INTEGER NOT NULL, state INTEGER NOT NULL, overdue INTEGER NOT NULL, hall TEXT,
            department TEXT, window TEXT, accepted INTEGER, ended INTEGER, due INTEGER, item TEXT, text TEXT NOT NULL,
            row BLOB NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS cases_sort ON cases(sort, no, accepted);
        CREATE INDEX IF NOT EXISTS cases_ended ON cases(ended, no, accepted, department, state, overdue)
            WHERE ended IS NOT NULL;
        CREATE INDEX IF NOT EXISTS cases_overdue ON cases(overdue, sort, no, accepted, ended, department, due)
            WHERE overdue = 1;
        CREATE INDEX IF NOT EXISTS cases_item ON cases(item, accepted);
        """;

    /// <inheritdoc />
    public void Apply(JournalEntry entry)
    {
        foreach (var @event in entry.Turn.Events)
        {
            if (@event is CaseMoved moved)
            {
                changed[moved.After.No] = moved.After;
            }
        }
    }

    /// <inheritdoc />
    public void Seal() => (changed, sealedRows) = (sealedRows, changed);

    /// <inheritdoc />
    public void Flush()
    {
        // In the order of the table, so that neighbours share a page.
        CaseRow[] rows = [.. sealedRows.Values.OrderBy(row => row.No, StringComparer.Ordinal)];
        counts.Move(rows);
        foreach (var row in rows)
        {
            save.Bind(1, row.No).Bind(2, SortOf(row)).Bind(3, (long)row.State).Bind(4, row.Overdue ? 1 : 0);
            save.Bind(5, row.Hall).Bind(6, row.Department).Bind(7, row.Window).Bind(8, row.AcceptedAt?.UtcTicks);
            save.Bind(9, row.EndedAt?.UtcTicks).Bind(10, DueOf(row)?.UtcTicks).Bind(11, row.Item);
            save.Bind(12, TextOf(row)).Bind(13, Encode(row)).Run();
        }
    }

    /// <inheritdoc />
    public void Announce() => sealedRows.Clear(); // lists of cases are asked for, not followed

    internal static CaseRow Decode(ReadOnlySpan<byte> row) =>
        JsonSerializer.Deserialize(row, StoredJson.Storage.CaseMoved)!.After;

    private static byte[] Encode(CaseRow row) =>
        JsonSerializer.SerializeToUtf8Bytes(new CaseMoved(null, row), StoredJson.Storage.CaseMoved);

    /// <summary>Newest first means by acceptance; a case not accepted yet sorts by what is known of it.</summary>
    private static long SortOf(CaseRow row) => (row.AcceptedAt ?? row.ReceivedAt ?? row.EndedAt)?.UtcTicks ?? 0;

    /// <summary>The first of its limits.</summary>
    private static DateTimeOffset? DueOf(CaseRow row) =>
        row.PromisedDueAt < row.StatutoryDueAt ? row.PromisedDueAt : row.StatutoryDueAt ?? row.PromisedDueAt;

    private static string TextOf(CaseRow row) => string
        .Join('\n', row.No, row.Item, row.Department, row.Handler, row.Window)
        .ToUpperInvariant();
}
