using Microsoft.Win32.SafeHandles;
using Supervision.Core.Ports;
using Supervision.Silo.Journals.Verification;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Journals;

/// <summary>
/// Reads a whole journal and finds a change of any byte: each entry through the hash chain, and every byte that is in
/// no entry through the file format. Reads alone, also while a writer appends; it then covers what was committed at
/// its start.
/// </summary>
public static class JournalVerifier
{
    private const int SchemaRoot = 1;
    private const int EntryRoot = 2;

    /// <summary>
    /// Verifies a journal file, with the head record beside it if there is one. A journal that is open for writing in
    /// this process is verified by <see cref="SqliteJournal.Verify"/> alone: closing a second handle of the file would
    /// drop the locks of the process.
    /// </summary>
    /// <param name="journalFile">The journal, or a backup of it.</param>
    /// <param name="cancellationToken">Looked at once per entry.</param>
    public static JournalVerdict Verify(string journalFile, CancellationToken cancellationToken)
    {
        if (!File.Exists(journalFile))
            return new(JournalHead.Empty, $"There is no {journalFile}.", null);

        using var file = File.OpenHandle(journalFile, share: FileShare.ReadWrite | FileShare.Delete);
        return Verify(journalFile, file, JournalLock.IsFreeFor(journalFile), cancellationToken);
    }

    internal static JournalVerdict Verify(
        string journalFile, SafeFileHandle file, bool isAtRest, CancellationToken cancellationToken)
    {
        ChainAudit? chain = null;
        try
        {
            var recorded = JournalHeadFile.Read(JournalFolder.HeadOf(journalFile));
            chain = new ChainAudit(recorded?.Head);
            using var database = OpenSnapshot(journalFile, isAtRest);
            using var pages = new JournalPages(journalFile, file, isAtRest);
            var tree = Audit(pages, chain, recorded?.LibraryVersion, cancellationToken);
            if (isAtRest)
                new ShadowAudit(pages, tree.LeafRows).Check();

            CheckIntegrity(database);
            return new(chain.Head, null, null);
        }
        catch (Exception fault) when (fault is AuditException or JournalUnusableException
            or SqliteException { IsStorageFault: false })
        {
            return new(chain?.Head ?? JournalHead.Empty, fault.Message, chain?.Sequence + 1);
        }
    }

    private static TreeAudit Audit(
        JournalPages pages, ChainAudit chain, int? libraryVersion, CancellationToken cancellationToken)
    {
        var first = new byte[pages.PageSize];
        pages.Read(SchemaRoot, first);
        FileHeader.Audit(first, pages.PageSize, pages.PageCount, libraryVersion);
        var tree = new TreeAudit(pages);
        tree.Walk(SchemaRoot, FileHeader.Bytes, CheckSchema);
        tree.Walk(EntryRoot, 0, (row, record) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            chain.Visit(row, record);
        });
        chain.End();
        tree.RequireAllUsed();
        return tree;
    }

    private static void CheckSchema(long row, ReadOnlySpan<byte> record)
    {
        var columns = new RecordReader(record);
        var same = columns.Text().SequenceEqual("table"u8) & columns.Text().SequenceEqual("entry"u8)
            & columns.Text().SequenceEqual("entry"u8) & columns.Integer() == EntryRoot
            & columns.Text().SequenceEqual(System.Text.Encoding.UTF8.GetBytes(JournalSchema.CreateEntry)) & row == 1;
        columns.End();
        if (!same)
            throw new AuditException("The schema is not the schema of a journal.");
    }

    /// <summary>Holds the pages still while they are read: the writer's checkpoints wait for an open read.</summary>
    internal static SqliteDatabase OpenSnapshot(string journalFile, bool isAtRest)
    {
        var isAlone = isAtRest && !File.Exists(JournalFolder.LogOf(journalFile));
        var database = isAlone
            ? SqliteDatabase.OpenUnchanging(journalFile)
            : SqliteDatabase.Open(journalFile, readOnly: true);
        try
        {
            database.Execute("PRAGMA query_only = ON; BEGIN");
            _ = database.Scalar("SELECT rootpage FROM sqlite_schema");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static void CheckIntegrity(SqliteDatabase database)
    {
        using var check = database.Prepare("PRAGMA integrity_check(1)");
        if (!check.Step() || check.Text(0) != "ok")
            throw new AuditException($"SQLite reports: {check.Text(0)}");
    }
}
