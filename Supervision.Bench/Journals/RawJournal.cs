using System.Buffers.Binary;
using System.Diagnostics;
using Supervision.Core.Ports;
using Supervision.Silo.Storage;

namespace Supervision.Bench.Journals;

/// <summary>The same rows into the same table with nothing but SQLite: no chain, no checks, no identities.</summary>
internal static class RawJournal
{
    public static TimeSpan Insert(string path, IReadOnlyList<JournalTurn[]> batches, int pageSizeBytes)
    {
        using var database = SqliteDatabase.Open(path);
        database.Execute($"PRAGMA page_size = {pageSizeBytes}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; "
            + "CREATE TABLE entry(seq INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL, "
            + "prev INTEGER NOT NULL, occurred INTEGER NOT NULL, recorded INTEGER NOT NULL, identity BLOB, "
            + "body BLOB NOT NULL, hash BLOB NOT NULL)");
        var insert = database.Prepare("INSERT INTO entry VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)");
        var hash = new byte[32];
        var sequence = 0L;
        GC.Collect();
        var started = Stopwatch.GetTimestamp();
        foreach (var batch in batches)
        {
            database.InTransaction(() =>
            {
                foreach (var turn in batch)
                    Insert(insert, ++sequence, turn, hash);
            });
        }

        return Stopwatch.GetElapsedTime(started);
    }

    private static void Insert(SqliteStatement insert, long sequence, JournalTurn turn, byte[] hash)
    {
        Span<byte> identity = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(identity, turn.Identity);
        insert.Bind(1, sequence).Bind(2, turn.Stream.ToString()).Bind(3, turn.Version).Bind(4, turn.PreviousSequence)
            .Bind(5, turn.OccurredAt.UtcTicks).Bind(6, turn.RecordedAt.UtcTicks).Bind(7, identity)
            .Bind(8, turn.Body.Span).Bind(9, hash).Run();
    }
}
