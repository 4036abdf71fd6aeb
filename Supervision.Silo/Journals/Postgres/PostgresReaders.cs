using Npgsql;
using Polly;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Silo.Journals.Identities;

namespace Supervision.Silo.Journals.Postgres;

/// <summary>Every question to the journal, each on a pooled connection and tried again while that may help.</summary>
internal sealed class PostgresReaders(NpgsqlDataSource source, IEventCodec codec, ResiliencePipeline retries)
    : IIdentitySource
{
    /// <summary>The end of the chain as the server has it.</summary>
    public ValueTask<JournalHead> ReadHeadAsync(CancellationToken cancellationToken) => AskAsync(
        "SELECT sequence, hash FROM journal.head WHERE singleton", [],
        async (rows, token) => await rows.ReadAsync(token)
            ? new JournalHead(rows.GetInt64(0), rows.GetFieldValue<byte[]>(1))
            : throw new JournalUnusableException("The PostgreSQL journal has lost its head row."),
        cancellationToken);

    /// <summary>Entries after a position, in order.</summary>
    public ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(
        long afterSequence, int limit, CancellationToken cancellationToken) => AskAsync(
            $"SELECT {PostgresRows.Columns} FROM journal.entry WHERE sequence > $1 ORDER BY sequence LIMIT $2",
            [afterSequence, limit], EntriesAsync, cancellationToken);

    /// <summary>A stream's entries newer than a version, oldest first.</summary>
    public ValueTask<IReadOnlyList<JournalEntry>> ReadStreamAsync(
        StreamId stream, long afterVersion, CancellationToken cancellationToken) => AskAsync(
            $"SELECT {PostgresRows.Columns} FROM journal.entry WHERE stream = $1 AND version > $2 ORDER BY version",
            [stream.ToString(), afterVersion], EntriesAsync, cancellationToken);

    /// <summary>The proof of an entry; null when there is no such entry.</summary>
    public ValueTask<JournalProof?> ProveAsync(
        long sequence, long anchor, CancellationToken cancellationToken) => AskAsync(
            $"SELECT {PostgresRows.Columns}, hash FROM journal.entry "
            + "WHERE sequence BETWEEN $1 AND $2 ORDER BY sequence",
            [sequence - 1, anchor],
            async (rows, token) =>
            {
                var proof = new JournalProofBuilder(sequence);
                while (await rows.ReadAsync(token))
                    proof.Add(PostgresRows.ColumnsOf(rows), rows.GetFieldValue<byte[]>(8));

                return proof.Build();
            },
            cancellationToken);

    /// <summary>Whether an identity is in the journal at this moment.</summary>
    public bool Knows(UInt128 identity) => Ask(
        "SELECT 1 FROM journal.entry WHERE identity = $1", [PostgresRows.GuidOf(identity)], rows => rows.Read());

    /// <inheritdoc />
    public byte[]? HashAt(long sequence) => Ask(
        "SELECT hash FROM journal.entry WHERE sequence = $1", [sequence],
        rows => rows.Read() ? rows.GetFieldValue<byte[]>(0) : null);

    /// <inheritdoc />
    public void Read(long afterSequence, Action<long, UInt128> visit)
    {
        var position = afterSequence; // an attempt after a fault goes on where the one before it was cut off
        Ask(
            "SELECT sequence, identity FROM journal.entry WHERE sequence > $1 ORDER BY sequence", () => [position],
            rows =>
            {
                while (rows.Read())
                {
                    position = rows.GetInt64(0);
                    visit(position, rows.IsDBNull(1) ? UInt128.Zero : PostgresRows.IdentityOf(rows.GetGuid(1)));
                }

                return true;
            });
    }

    private async ValueTask<IReadOnlyList<JournalEntry>> EntriesAsync(
        NpgsqlDataReader rows, CancellationToken cancellationToken)
    {
        List<JournalEntry> entries = [];
        while (await rows.ReadAsync(cancellationToken))
            entries.Add(PostgresRows.EntryOf(rows, codec));

        return entries;
    }

    private async ValueTask<T> AskAsync<T>(
        string sql, object[] values, Func<NpgsqlDataReader, CancellationToken, ValueTask<T>> read,
        CancellationToken cancellationToken)
    {
        try
        {
            return await retries.ExecuteAsync(
                async token =>
                {
                    await using var command = Command(sql, values);
                    await using var rows = await command.ExecuteReaderAsync(token);
                    return await read(rows, token);
                },
                cancellationToken);
        }
        catch (Exception fault) when (PostgresFaults.IsOperational(fault))
        {
            throw PostgresFaults.Translate(fault);
        }
    }

    private T Ask<T>(string sql, object[] values, Func<NpgsqlDataReader, T> read) => Ask(sql, () => values, read);

    private T Ask<T>(string sql, Func<object[]> values, Func<NpgsqlDataReader, T> read)
    {
        try
        {
            return retries.Execute(() =>
            {
                using var command = Command(sql, values());
                using var rows = command.ExecuteReader();
                return read(rows);
            });
        }
        catch (Exception fault) when (PostgresFaults.IsOperational(fault))
        {
            throw PostgresFaults.Translate(fault);
        }
    }

    private NpgsqlCommand Command(string sql, object[] values)
    {
        var command = source.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.AddWithValue(value);

        return command;
    }
}
