using SQLitePCL;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Silo.Journals.Identities;
using Supervision.Silo.Journals.Verification;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Journals;

/// <summary>
/// The journal in one SQLite file. An append runs on the caller's thread until it is durable (one flush of the log),
/// so call it from a thread that may block; larger batches cost little more than small ones.
/// </summary>
public sealed class SqliteJournal : IJournal, IJournalProofs
{
    private const int ReadLimitMax = 10_000;
    private readonly Lock appending = new();
    private readonly JournalLock writerLock;
    private readonly JournalWriter writer;
    private readonly JournalReaders readers;
    private readonly JournalHeadFile headFile;
    private readonly IdentityIndex identities;
    private volatile JournalHead head;
    private bool headUncertain;
    private bool disposed;

    private SqliteJournal(
        JournalFolder folder, IEventCodec codec, SqliteJournalOptions options, JournalLock writerLock)
    {
        this.writerLock = writerLock;
        Folder = folder;
        writer = new JournalWriter(folder.Journal, options);
        readers = new JournalReaders(folder.Journal, codec, options.ReadersMax);
        headFile = new JournalHeadFile(folder.Head, raw.sqlite3_libversion_number());
        head = writer.ReadHead();
        identities = IdentityIndex.Open(folder.Identities, options, new JournalIdentities(readers));
    }

    /// <summary>Its files.</summary>
    public JournalFolder Folder { get; }

    /// <inheritdoc />
    public JournalHead Head => head;

    /// <inheritdoc />
    public ValueTask<JournalHead> RefreshAsync(CancellationToken cancellationToken)
    {
        lock (appending)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (headUncertain)
                ReadHeadAgain();

            return new(head);
        }
    }

    /// <summary>Opens the journal of a folder for writing, and creates both when they do not exist.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="JournalUnusableException">
    /// Another process writes it, or it is corrupt, foreign or newer.
    /// </exception>
    public static SqliteJournal Open(string directory, IEventCodec codec, SqliteJournalOptions options)
    {
        var folder = new JournalFolder(directory);
        Directory.CreateDirectory(directory);
        var right = JournalLock.Take(folder);
        try
        {
            if (!File.Exists(folder.Journal))
                JournalSchema.Create(folder.Journal, options.PageSizeBytes);
            else
                JournalFileInspection.Check(folder.Journal);

            return new SqliteJournal(folder, codec, options, right);
        }
        catch
        {
            right.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public ValueTask<long> AppendAsync(IReadOnlyList<JournalTurn> turns, CancellationToken cancellationToken)
    {
        if (turns.Count == 0)
            throw new ArgumentException("At least one turn is needed.", nameof(turns));

        cancellationToken.ThrowIfCancellationRequested();
        lock (appending)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return new(Append(turns));
        }
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(
        long afterSequence, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterSequence);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, ReadLimitMax);
        cancellationToken.ThrowIfCancellationRequested();
        return new(readers.Read(afterSequence, limit));
    }

    /// <summary>
    /// Reads one stream, oldest first. Without <paramref name="lastSequence"/> it reads the whole journal.
    /// </summary>
    public ValueTask<IReadOnlyList<JournalEntry>> ReadStreamAsync(
        StreamId stream, long lastSequence, long afterVersion, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(readers.ReadStream(stream, lastSequence, afterVersion));
    }

    /// <inheritdoc />
    public bool Knows(UInt128 identity) => identities.Knows(identity);

    /// <summary>For tests that look at the index's files.</summary>
    internal IdentityIndex Identities => identities;

    /// <summary>For tests of a disk that fills up.</summary>
    internal void LimitPages(int count) => writer.LimitPages(count);

    /// <summary>Why identities stay in memory instead of moving to files; null while all is well.</summary>
    public Exception? IdentityFault => identities.Fault;

    /// <inheritdoc />
    public ValueTask<JournalProof?> ProveAsync(long sequence, long anchor, CancellationToken cancellationToken)
    {
        JournalProof.RequireRange(sequence, anchor);
        cancellationToken.ThrowIfCancellationRequested();
        return new(readers.Prove(sequence, anchor));
    }

    /// <summary>Verifies the journal while it is in use, up to what is durable now.</summary>
    public JournalVerdict Verify(CancellationToken cancellationToken) =>
        JournalVerifier.Verify(Folder.Journal, writer.File, isAtRest: false, cancellationToken);

    /// <summary>Writes a verified copy while appends go on; see <see cref="JournalBackup.Write"/>.</summary>
    public JournalHead Backup(string toFile, CancellationToken cancellationToken) =>
        JournalBackup.Write(Folder.Journal, toFile, cancellationToken);

    /// <summary>Closes the files and lets another process write.</summary>
    public ValueTask DisposeAsync()
    {
        lock (appending)
        {
            if (disposed)
                return default;

            disposed = true;
            identities.Dispose();
            readers.Dispose();
            writer.Dispose();
            headFile.Dispose();
            writerLock.Dispose();
        }

        return default;
    }

    private long Append(IReadOnlyList<JournalTurn> turns)
    {
        try
        {
            if (headUncertain)
                ReadHeadAgain();

            turns = TurnCheck.Require(turns, head.Sequence + 1);
            var first = head.Sequence + 1;
            var newHead = Write(turns);
            foreach (var turn in turns)
                identities.Add(turn.Identity);

            head = newHead;
            headFile.Write(newHead);
            identities.Covered(newHead);
            writer.CheckpointIfDue();
            return first;
        }
        catch (SqliteException failure) when (failure.IsStorageFault)
        {
            throw new JournalUnavailableException($"{Folder.Journal} could not be written: {failure.Message}", failure);
        }
        catch (SqliteException failure) when (failure.IsCorruption)
        {
            throw new JournalUnusableException($"{Folder.Journal} is damaged: {failure.Message}", failure);
        }
    }

    private JournalHead Write(IReadOnlyList<JournalTurn> turns)
    {
        try
        {
            return writer.Append(head, turns);
        }
        catch
        {
            headUncertain = true;
            throw;
        }
    }

    /// <summary>After a failed append: whether its entries are there all the same, only the file can say.</summary>
    private void ReadHeadAgain()
    {
        var now = writer.ReadHead();
        new JournalIdentities(readers).Read(head.Sequence, (_, identity) => identities.Add(identity));
        head = now;
        headUncertain = false;
    }
}
