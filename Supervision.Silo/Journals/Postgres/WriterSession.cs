using System.Diagnostics.CodeAnalysis;
using Npgsql;
using Supervision.Core.Ports;

namespace Supervision.Silo.Journals.Postgres;

/// <summary>
/// The one connection of this process that appends, and its right to: an advisory lock of the session, exclusive or
/// shared. Losing the connection loses the right, so an append that was cut off cannot come late: whoever holds an
/// exclusive lock again knows that the session before it has ended. Not safe for concurrent use.
/// </summary>
internal sealed class WriterSession(NpgsqlDataSource source, JournalAccess access) : IAsyncDisposable
{
    private NpgsqlConnection? connection;
    private int process; // at the server, of the newest session

    /// <summary>The connection, opened anew and with its right if it was lost.</summary>
    /// <exception cref="NpgsqlException">The server cannot be reached, or another writer is in the way.</exception>
    public async ValueTask<NpgsqlConnection> GetAsync(CancellationToken cancellationToken)
    {
        if (connection is { FullState: System.Data.ConnectionState.Open })
            return connection;

        await DropAsync();
        var opened = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            await EndLostSessionAsync(opened, cancellationToken);
            await ExecuteAsync(opened, LockStatement, cancellationToken);
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }

        process = opened.ProcessID;
        return connection = opened;
    }

    /// <summary>Gives the connection up after a failure; the next use opens another.</summary>
    public async ValueTask DropAsync()
    {
        if (connection is not { } dropped)
            return;

        connection = null;
        // Closed for good instead of going back to the pool: what is wrong with it is not known.
        NpgsqlConnection.ClearPool(dropped);
        await dropped.DisposeAsync();
    }

    /// <summary>Gives the right back.</summary>
    public async ValueTask DisposeAsync()
    {
        if (connection is { } open)
            await open.DisposeAsync(); // resetting the session ends its locks
    }

    /// <summary>Takes the right for the first time.</summary>
    /// <exception cref="JournalUnusableException">Another process appends in a way that excludes this one.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await GetAsync(cancellationToken);
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new JournalUnusableException(
                "The PostgreSQL journal is being written by another process. Stop that first: an embedded engine is "
                + "the only writer of its journal, and only silos of a cluster share one.", fault);
        }
    }

    private string LockStatement => access == JournalAccess.Exclusive
        ? $"SELECT pg_advisory_lock({PostgresSchema.WriterLock})"
        : $"SELECT pg_advisory_lock_shared({PostgresSchema.WriterLock})";

    /// <summary>
    /// A session whose connection broke may live on at the server for hours, which waits for it: end it, if it is
    /// still the holder of the lock.
    /// </summary>
    private async Task EndLostSessionAsync(NpgsqlConnection opened, CancellationToken cancellationToken)
    {
        if (process != 0)
        {
            await ExecuteAsync(
                opened,
                "SELECT pg_terminate_backend(pid, 1000) FROM pg_locks WHERE locktype = 'advisory' "
                + $"AND objid = {PostgresSchema.WriterLock} AND granted AND pid = {process}",
                cancellationToken);
        }
    }

    [SuppressMessage("Security", "CA2100", Justification = "The text is made of constants and numbers.")]
    private static async Task ExecuteAsync(
        NpgsqlConnection opened, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, opened);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
