using Supervision.Silo.Storage;

namespace Supervision.Silo.Journals;

/// <summary>
/// The storage format of the SQLite journal. One table without indexes: random inserts into an index would cost more
/// than everything else together, so a stream is read by following <c>prev</c> from its newest entry.
/// </summary>
internal static class JournalSchema
{
    /// <summary>Marks the file as ours: "SVJL".</summary>
    public const int ApplicationId = 0x53564A4C;

    /// <summary>Version of the format, in <c>user_version</c>.</summary>
    public const int Version = 1;

    /// <summary>Exactly as SQLite keeps it in the schema table; the verifier compares it byte by byte.</summary>
    public const string CreateEntry =
        "CREATE TABLE entry(seq INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL, "
        + "prev INTEGER NOT NULL, occurred INTEGER NOT NULL, recorded INTEGER NOT NULL, identity BLOB, "
        + "body BLOB NOT NULL, hash BLOB NOT NULL)";

    /// <summary>The columns of <see cref="CreateEntry"/> that readers need, in the order they expect.</summary>
    public const string EntryColumns = "seq, stream, version, prev, occurred, recorded, identity, body";

    /// <summary>The row of a query for <see cref="EntryColumns"/>, valid until its next step.</summary>
    public static Journals.EntryColumns ColumnsOf(SqliteStatement row) => new()
    {
        Sequence = row.Int64(0),
        Stream = row.Utf8(1),
        Version = row.Int64(2),
        Previous = row.Int64(3),
        OccurredTicks = row.Int64(4),
        RecordedTicks = row.Int64(5),
        Identity = row.Blob(6),
        Body = row.Blob(7),
    };

    /// <summary>
    /// Creates an empty journal: under another name first, so that a crash leaves no half-made file that looks foreign.
    /// </summary>
    public static void Create(string path, int pageSizeBytes)
    {
        var draft = path + ".new";
        File.Delete(draft);
        using (var database = SqliteDatabase.Open(draft))
        {
            database.Execute($"PRAGMA page_size = {pageSizeBytes}; PRAGMA synchronous = FULL; BEGIN; "
                + $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}; {CreateEntry}; COMMIT");
            database.Execute("PRAGMA journal_mode = WAL");
        }

        File.Delete(draft + "-wal");
        File.Delete(draft + "-shm");
        DurableFile.Rename(draft, path);
    }
}
