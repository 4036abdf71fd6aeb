using Npgsql;
using Polly;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Silo.Journals.Identities;
using Supervision.Silo.Journals.Verification;

namespace Supervision.Silo.Journals.Postgres;

/// <summary>
/// The journal in a PostgreSQL database, for one writing process or for several. Every append is checked against the
/// newest entry of each stream and against every fact ever taken, while the end of the chain is locked.
/// </summary>
public sealed class PostgresJournal : IJournal, IJournalProofs
{
    private const int ReadLimitMax = 10_000;

    private readonly NpgsqlDataSource source;
    private readonly JournalAccess access;
    private readonly ResiliencePipeline retries;
    private readonly PostgresReaders readers;
    private readonly WriterSession session;
    private readonly PostgresWriter writer;
    private readonly SemaphoreSlim appending = new(1);
    private readonly Lock moving = new();
    private volatile JournalHead head = JournalHead.Empty;
    private IdentityIndex? identities;
    private PostgresListener? listener;
    private bool outcomeUnknown;
    private bool disposed;

    private PostgresJournal(PostgresJournalOptions options, JournalAccess access, IEventCodec codec, TimeProvider time)
    {
        this.access = access;
        source = options.CreateSource();
        retries = PostgresFaults.Retries(options.AttemptsMax, time);
        readers = new PostgresReaders(source, codec, retries);
        session = new WriterSession(source, access);
        writer = new PostgresWriter(session);
    }

    /// <summary>
    /// Raised on any thread after <see cref="Head"/> has grown, by whichever process; followers look again.
    /// </summary>
    public event Action? Grown;

    /// <inheritdoc />
    public JournalHead Head => head;

    /// <summary>Why this process hears nothing of others at the moment; null while all is well.</summary>
    public Exception? ListenerFault => listener?.Fault;

    /// <summary>Opens a journal; a writer creates it or brings it to this version first.</summary>
    /// <param name="options">Where it lies.</param>
    /// <param name="access">What this process does with it.</param>
    /// <param name="codec">How events are stored.</param>
    /// <param name="time">The wall clock.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="JournalUnusableException">
    /// It is newer or of another program, another process writes it, or the server refuses the login.
    /// </exception>
    /// <exception cref="JournalUnavailableException">The server does not answer. Try again later.</exception>
    public static async Task<PostgresJournal> OpenAsync(
        PostgresJournalOptions options, JournalAccess access, IEventCodec codec, TimeProvider time,
        CancellationToken cancellationToken)
    {
        var journal = new PostgresJournal(options, access, codec, time);
        try
        {
            await journal.BeginAsync(options, time, cancellationToken);
            return journal;
        }
        catch (Exception fault)
        {
            await journal.DisposeAsync();
            if (PostgresFaults.IsOperational(fault))
                throw PostgresFaults.Translate(fault);

            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask<JournalHead> RefreshAsync(CancellationToken cancellationToken)
    {
        await appending.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            await TakeOverAsync(cancellationToken);
            return head;
        }
        catch (Exception fault) when (PostgresFaults.IsOperational(fault))
        {
            throw PostgresFaults.Translate(fault);
        }
        finally
        {
            appending.Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask<long> AppendAsync(IReadOnlyList<JournalTurn> turns, CancellationToken cancellationToken)
    {
        if (turns.Count == 0)
            throw new ArgumentException("At least one turn is needed.", nameof(turns));

        if (access == JournalAccess.Read)
            throw new InvalidOperationException("This journal was opened for reading.");

        await appending.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return await retries.ExecuteAsync(token => AppendOnceAsync(turns, token), cancellationToken);
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new JournalUnusableException(
                $"The PostgreSQL journal has an entry its head does not know ({fault.ConstraintName}); verify it.",
                fault);
        }
        catch (Exception fault) when (PostgresFaults.IsOperational(fault))
        {
            throw PostgresFaults.Translate(fault);
        }
        finally
        {
            appending.Release();
        }
    }

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(
        long afterSequence, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterSequence);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, ReadLimitMax);
        return readers.ReadAsync(afterSequence, limit, cancellationToken);
    }

    /// <summary>Reads one stream, oldest first, by its index: where its newest entry is need not be known.</summary>
    public ValueTask<IReadOnlyList<JournalEntry>> ReadStreamAsync(
        StreamId stream, long lastSequence, long afterVersion, CancellationToken cancellationToken) =>
        readers.ReadStreamAsync(stream, afterVersion, cancellationToken);

    /// <inheritdoc />
    public bool Knows(UInt128 identity) => identities?.Knows(identity) ?? readers.Knows(identity);

    /// <inheritdoc />
    public ValueTask<JournalProof?> ProveAsync(long sequence, long anchor, CancellationToken cancellationToken)
    {
        JournalProof.RequireRange(sequence, anchor);
        return readers.ProveAsync(sequence, anchor, cancellationToken);
    }

    /// <summary>Reads every entry and checks the chain up to what is durable at its start; others may append.</summary>
    /// <exception cref="JournalUnavailableException">The server stopped answering; nothing is known.</exception>
    public async Task<JournalVerdict> VerifyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await PostgresVerifier.VerifyAsync(source, cancellationToken);
        }
        catch (Exception fault) when (PostgresFaults.IsOperational(fault))
        {
            throw PostgresFaults.Translate(fault);
        }
    }

    /// <summary>Closes the connections and lets another process write.</summary>
    public async ValueTask DisposeAsync()
    {
        await appending.WaitAsync();
        var again = disposed;
        disposed = true;
        appending.Release();
        if (again)
            return;

        if (listener is not null)
            await listener.DisposeAsync();

        await session.DisposeAsync();
        writer.Dispose();
        identities?.Dispose();
        await source.DisposeAsync();
    }

    private async Task BeginAsync(
        PostgresJournalOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        await PostgresSchema.PrepareAsync(source, access != JournalAccess.Read, cancellationToken);
        if (access != JournalAccess.Read)
            await session.OpenAsync(cancellationToken);

        MoveTo(await readers.ReadHeadAsync(cancellationToken));
        if (access == JournalAccess.Exclusive)
        {
            if (options.IdentityFolder is { } folder)
                identities = IdentityIndex.Open(folder, new SqliteJournalOptions(), readers);
        }
        else
        {
            listener = new PostgresListener(source, readers, MoveTo, options.PollEvery, time);
        }
    }

    private async ValueTask<long> AppendOnceAsync(
        IReadOnlyList<JournalTurn> turns, CancellationToken cancellationToken)
    {
        if (outcomeUnknown)
            await TakeOverAsync(cancellationToken);

        try
        {
            var onlyAfter = access == JournalAccess.Exclusive ? head.Sequence : (long?)null;
            var (before, after) = await writer.AppendAsync(turns, onlyAfter, cancellationToken);
            foreach (var turn in turns)
                identities?.Add(turn.Identity);

            MoveTo(after);
            identities?.Covered(after);
            return before.Sequence + 1;
        }
        catch (JournalUnavailableException)
        {
            outcomeUnknown = true;
            throw;
        }
    }

    /// <summary>
    /// Learns what is durable. A writer gets its right back first: then no earlier append of its own can come late.
    /// </summary>
    private async ValueTask TakeOverAsync(CancellationToken cancellationToken)
    {
        if (access == JournalAccess.Exclusive)
            await session.GetAsync(cancellationToken);

        var now = await readers.ReadHeadAsync(cancellationToken);
        if (identities is not null && now.Sequence > head.Sequence)
            readers.Read(head.Sequence, (_, identity) => identities.Add(identity));

        MoveTo(now);
        outcomeUnknown = false;
    }

    private void MoveTo(JournalHead newer)
    {
        lock (moving)
        {
            if (newer.Sequence <= head.Sequence)
                return;

            head = newer;
        }

        Grown?.Invoke();
    }
}
