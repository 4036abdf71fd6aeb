using Npgsql;
using Supervision.Core.Ports;
using Supervision.Silo.Journals.Verification;

namespace Supervision.Silo.Journals.Postgres;

/// <summary>
/// Reads a whole PostgreSQL journal in one snapshot and finds a change of any value of any entry, a missing or foreign
/// one, and a lost tail. How the server lays its pages out is its own affair; it checks them itself (data checksums).
/// </summary>
internal static class PostgresVerifier
{
    public static async Task<JournalVerdict> VerifyAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(
            System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        var recorded = await ReadHeadAsync(connection, cancellationToken);
        var chain = new ChainAudit(recorded);
        try
        {
            await ReadEntriesAsync(connection, chain, cancellationToken);
            chain.End();
            return chain.Sequence == recorded.Sequence
                ? new(chain.Head, null, null)
                : new(chain.Head, $"The head record ends at entry {recorded.Sequence}.", recorded.Sequence + 1);
        }
        catch (Exception fault) when (fault is AuditException or OverflowException
            or PostgresException { SqlState: PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted })
        {
            return new(chain.Head, fault.Message, chain.Sequence + 1);
        }
    }

    private static async Task<JournalHead> ReadHeadAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT sequence, hash FROM journal.head WHERE singleton", connection);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new(row.GetInt64(0), row.GetFieldValue<byte[]>(1))
            : JournalHead.Empty;
    }

    private static async Task ReadEntriesAsync(
        NpgsqlConnection connection, ChainAudit chain, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT {PostgresRows.Columns}, hash FROM journal.entry ORDER BY sequence", connection)
        {
            CommandTimeout = 0, // as long as the journal is
        };
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
            chain.Visit(PostgresRows.ColumnsOf(rows), rows.GetFieldValue<byte[]>(8));
    }
}
