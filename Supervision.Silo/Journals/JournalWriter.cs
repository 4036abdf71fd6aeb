using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using SQLitePCL;
using Supervision.Core.Ports;
using Supervision.Silo.Journals.Verification;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Journals;

/// <summary>The one connection that appends. Not safe for concurrent use.</summary>
internal sealed class JournalWriter : IDisposable
{
    private const int RowBytes = 90; // of a row beside stream and body
    private const int HotPages = 3; // rewritten by nearly every commit: the first, the last leaf and its parent
    private readonly SqliteDatabase database;
    private readonly SafeFileHandle file;
    private readonly int pageSize;
    private readonly long logPagesMax;
    private readonly SqliteStatement insert;
    private readonly ChainHasher chain = new();
    private byte[] name = new byte[256];
    private long writtenBytes;
    private int commits;

    public JournalWriter(string path, SqliteJournalOptions options)
    {
        // Opened before SQLite and closed after it: closing any handle of the file drops the locks of the process.
        file = System.IO.File.OpenHandle(
            path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        database = SqliteDatabase.Open(path);
        pageSize = (int)database.Scalar("PRAGMA page_size")!.Value;
        logPagesMax = Math.Max(1, options.LogSizeBytes / pageSize);
        // secure_delete zeroes what a page no longer uses, which lets the verifier see a byte flipped there.
        database.Execute($"PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = 0; "
            + $"PRAGMA journal_size_limit = {options.LogSizeBytes}; PRAGMA cache_size = -16384; "
            + "PRAGMA cell_size_check = ON");
        insert = database.Prepare("INSERT INTO entry VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)");
        StampLibraryVersion();
        Checkpoint();
        UnusedSpace.Clear(file, pageSize);
    }

    /// <summary>The journal's own file. Whoever opened it anew and closed it would drop SQLite's locks.</summary>
    public SafeFileHandle File => file;

    /// <summary>The end of the chain as the file has it.</summary>
    public JournalHead ReadHead()
    {
        using var newest = database.Prepare("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1");
        return newest.Step() ? new(newest.Int64(0), newest.Blob(1).ToArray()) : JournalHead.Empty;
    }

    /// <summary>
    /// Appends the turns after <paramref name="head"/> in one transaction; gives the new end of the chain.
    /// </summary>
    /// <exception cref="SqliteException">Nothing was written, or whether it was is unknown.</exception>
    public JournalHead Append(JournalHead head, IReadOnlyList<JournalTurn> turns)
    {
        chain.Start(head);
        database.InTransaction(() =>
        {
            for (var index = 0; index < turns.Count; index++)
                Insert(head.Sequence + 1 + index, turns[index]);
        });
        commits++;
        return new(head.Sequence + turns.Count, chain.Hash.ToArray());
    }

    /// <summary>Lets the file grow to so many pages at most, as a full disk would.</summary>
    public void LimitPages(int count) => database.Execute($"PRAGMA max_page_count = {count}");

    /// <summary>Copies the log into the journal when it has grown enough; does nothing when the disk is full.</summary>
    public void CheckpointIfDue()
    {
        if (writtenBytes / pageSize + (long)commits * HotPages >= logPagesMax)
            Checkpoint();
    }

    public void Dispose()
    {
        Checkpoint();
        chain.Dispose();
        database.Dispose();
        file.Dispose();
    }

    private void Checkpoint()
    {
        // An open read or a full disk keeps part of the log from being copied; a later checkpoint goes on from there.
        if (database.Checkpoint())
            UnusedSpace.Clear(file, pageSize);

        (writtenBytes, commits) = (0, 0);
    }

    /// <summary>
    /// Has the header name this SQLite version, as the head record does, before anything else is written.
    /// </summary>
    private void StampLibraryVersion()
    {
        Span<byte> header = stackalloc byte[FileHeader.Bytes];
        RandomAccess.Read(file, header, 0);
        if (FileHeader.LibraryVersionOf(header) != raw.sqlite3_libversion_number())
            database.Execute($"PRAGMA user_version = {JournalSchema.Version}"); // rewrites the header
    }

    private void Insert(long sequence, JournalTurn turn)
    {
        var stream = Utf8.Of(turn.Stream, ref name);
        chain.Add(sequence, turn, stream);
        insert.Bind(1, sequence).BindText(2, stream).Bind(3, turn.Version).Bind(4, turn.PreviousSequence)
            .Bind(5, turn.OccurredAt.UtcTicks).Bind(6, turn.RecordedAt.UtcTicks);
        if (turn.Identity == UInt128.Zero)
        {
            insert.BindNull(7);
        }
        else
        {
            Span<byte> identity = stackalloc byte[JournalChain.IdentityBytes];
            BinaryPrimitives.WriteUInt128BigEndian(identity, turn.Identity);
            insert.Bind(7, identity);
        }

        insert.Bind(8, turn.Body.Span).Bind(9, chain.Hash).Run();
        writtenBytes += turn.Body.Length + stream.Length + RowBytes;
    }
}
