using Npgsql;
using NpgsqlTypes;
using Supervision.Core.Ports;

namespace Supervision.Silo.Journals.Postgres;

/// <summary>
/// Appends one batch in one transaction of three round trips: lock the head and look up what the turns build on, write
/// them, commit. Writers of all processes queue at the head's row. Not safe for concurrent use.
/// </summary>
internal sealed class PostgresWriter(WriterSession session) : IDisposable
{
    /// <summary>Where the end of the chain is told; the payload is its sequence and hash.</summary>
    public const string Channel = "supervision_journal";

    private readonly ChainHasher chain = new();

    /// <summary>Appends; gives the chain's ends before and after.</summary>
    /// <param name="turns">The batch.</param>
    /// <param name="onlyAfter">Where the chain must end for the batch to follow; null: anywhere.</param>
    /// <param name="cancellationToken">Looked at until the commit is sent.</param>
    /// <exception cref="JournalConflictException">A turn cannot follow; nothing was written.</exception>
    /// <exception cref="JournalDuplicateException">A fact is known; nothing was written.</exception>
    /// <exception cref="JournalUnavailableException">The commit was not answered, or the end is another.</exception>
    /// <exception cref="NpgsqlException">Nothing was written.</exception>
    public async Task<(JournalHead Before, JournalHead After)> AppendAsync(
        IReadOnlyList<JournalTurn> turns, long? onlyAfter, CancellationToken cancellationToken)
    {
        var connection = await session.GetAsync(cancellationToken);
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(
                System.Data.IsolationLevel.ReadCommitted, cancellationToken);
            var footing = await LockAsync(connection, turns, cancellationToken);
            if (onlyAfter is { } expected && footing.Head.Sequence != expected)
            {
                throw new JournalUnavailableException(
                    $"The journal ends at entry {footing.Head.Sequence} instead of {expected}: another process wrote "
                    + "it. Refresh and reload.");
            }

            var numbered = footing.Check(turns);
            var after = await WriteAsync(connection, footing.Head, numbered, cancellationToken);
            await CommitAsync(transaction);
            return (footing.Head, after);
        }
        catch (Exception fault) when (fault is not (JournalConflictException or JournalDuplicateException))
        {
            await session.DropAsync();
            throw;
        }
    }

    public void Dispose() => chain.Dispose();

    private static async Task<BatchFooting> LockAsync(
        NpgsqlConnection connection, IReadOnlyList<JournalTurn> turns, CancellationToken cancellationToken)
    {
        // Each statement sees what was committed before it began; the first one waits for whoever holds the head.
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("SELECT sequence, hash FROM journal.head WHERE singleton FOR UPDATE"),
                Lookup(
                    "SELECT newest.stream, newest.version, newest.sequence FROM unnest($1) AS wanted (stream) "
                    + "CROSS JOIN LATERAL (SELECT stream, version, sequence FROM journal.entry "
                    + "WHERE stream = wanted.stream ORDER BY version DESC LIMIT 1) AS newest",
                    NpgsqlDbType.Text, BatchFooting.StreamsOf(turns)),
                Lookup(
                    "SELECT identity FROM journal.entry WHERE identity = ANY ($1)",
                    NpgsqlDbType.Uuid, BatchFooting.KeysOf(turns)),
            },
        };
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        return await BatchFooting.ReadAsync(rows, cancellationToken);
    }

    private async Task<JournalHead> WriteAsync(
        NpgsqlConnection connection, JournalHead head, IReadOnlyList<JournalTurn> turns,
        CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(TurnColumns.InsertOf(head, turns, chain));
        var after = new JournalHead(head.Sequence + turns.Count, chain.Hash.ToArray());
        batch.BatchCommands.Add(new("UPDATE journal.head SET sequence = $1, hash = $2 WHERE singleton")
        {
            Parameters =
            {
                new NpgsqlParameter<long> { TypedValue = after.Sequence },
                new NpgsqlParameter<byte[]> { TypedValue = after.Hash.ToArray() },
            },
        });
        batch.BatchCommands.Add(new($"SELECT pg_notify('{Channel}', $1)")
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = HeadNotice.Of(after) } },
        });
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return after;
    }

    private static async Task CommitAsync(NpgsqlTransaction transaction)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception fault) when (PostgresFaults.IsOperational(fault))
        {
            throw new JournalUnavailableException(
                $"PostgreSQL did not answer the commit, so its outcome is unknown: {fault.Message}", fault);
        }
    }

    private static NpgsqlBatchCommand Lookup<T>(string sql, NpgsqlDbType type, T[] keys) => new(sql)
    {
        Parameters = { new NpgsqlParameter<T[]> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = keys } },
    };
}
