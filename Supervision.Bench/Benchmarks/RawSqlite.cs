using Supervision.Bench.Reporting;
using Supervision.Silo.Storage;

namespace Supervision.Bench.Benchmarks;

/// <summary>
/// The peer of the journal: one table like the journal's in an SQLite file of its own, WAL, synchronous=FULL, one
/// transaction per 1000 rows, everything else as SQLite comes.
/// </summary>
internal static class RawSqlite
{
    private const int RowsPerTransaction = 1000;

    /// <summary>One journal row as it lies in the file.</summary>
    public sealed record Row(
        long Sequence, byte[] Stream, long Version, long Previous, long Occurred, long Recorded, byte[] Identity,
        byte[] Body, byte[] Hash)
    {
        /// <summary>Bytes of its columns, integers taken as 4.</summary>
        public int SizeBytes => 20 + Stream.Length + Identity.Length + Body.Length + Hash.Length;
    }

    /// <summary>The newest rows the engine wrote.</summary>
    public static List<Row> ReadRows(string journalFile, int count)
    {
        using var database = SqliteDatabase.Open(journalFile, readOnly: true);
        using var select = database.Prepare(
            $"SELECT * FROM (SELECT seq, stream, version, prev, occurred, recorded, identity, body, hash FROM entry "
            + $"ORDER BY seq DESC LIMIT {count}) ORDER BY seq");
        List<Row> rows = new(count);
        while (select.Step())
        {
            rows.Add(new Row(
                select.Int64(0), select.Utf8(1).ToArray(), select.Int64(2), select.Int64(3), select.Int64(4),
                select.Int64(5), select.Blob(6).ToArray(), select.Blob(7).ToArray(), select.Blob(8).ToArray()));
        }

        return rows;
    }

    /// <summary>Inserts the rows into a new file and returns what it took.</summary>
    public static Effort Insert(string file, IReadOnlyList<Row> rows)
    {
        using var database = SqliteDatabase.Open(file);
        database.Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
        database.Execute(
            """
            CREATE TABLE entry(
                seq INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL, prev INTEGER NOT NULL,
                occurred INTEGER NOT NULL, recorded INTEGER NOT NULL, identity BLOB, body BLOB NOT NULL,
                hash BLOB NOT NULL)
            """);
        using var insert = database.Prepare("INSERT INTO entry VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)");
        var meter = Effort.Begin();
        for (var first = 0; first < rows.Count; first += RowsPerTransaction)
        {
            var end = Math.Min(first + RowsPerTransaction, rows.Count);
            database.InTransaction(() =>
            {
                for (var i = first; i < end; i++)
                {
                    Insert(insert, rows[i]);
                }
            });
        }

        return meter.End();
    }

    private static void Insert(SqliteStatement insert, Row row)
    {
        insert.Bind(1, row.Sequence).BindText(2, row.Stream).Bind(3, row.Version).Bind(4, row.Previous);
        insert.Bind(5, row.Occurred).Bind(6, row.Recorded).Bind(7, row.Identity).Bind(8, row.Body);
        insert.Bind(9, row.Hash).Run();
    }
}
