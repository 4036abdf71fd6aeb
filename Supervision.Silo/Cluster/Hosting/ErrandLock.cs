using System.Diagnostics.CodeAnalysis;
using Npgsql;

namespace Supervision.Silo.Cluster.Hosting;

/// <summary>
/// The right to the errands of a cluster: an advisory lock of one session, which ends with it. A holder that is cut off
/// gives up after <see cref="AnswerFor"/>; the server lets go of it later, after some <see cref="LostAfterSeconds"/>.
/// </summary>
internal sealed class ErrandLock : IAsyncDisposable
{
    /// <summary>How long the database may take to say that the lock is still held.</summary>
    public static readonly TimeSpan AnswerFor = TimeSpan.FromSeconds(5);

    /// <summary>Seconds after which the server ends the session of a holder it does not hear.</summary>
    private const int LostAfterSeconds = 20;

    /// <summary>Key of the lock; any number that nothing else in the database uses.</summary>
    private const long Key = 0x5375_7065_4475;

    private readonly NpgsqlConnection connection;

    private ErrandLock(NpgsqlConnection connection) => this.connection = connection;

    /// <summary>Takes the lock unless another process holds it: then null.</summary>
    /// <exception cref="NpgsqlException">The database does not answer.</exception>
    public static async Task<ErrandLock?> TryTakeAsync(string connectionString, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "supervision errands",
            Pooling = false, // its end is the end of the lock
            Timeout = (int)AnswerFor.TotalSeconds,
            CommandTimeout = (int)AnswerFor.TotalSeconds,
        };
        var held = new ErrandLock(new NpgsqlConnection(settings.ConnectionString));
        try
        {
            await held.connection.OpenAsync(cancellationToken);
            await held.AskAsync(
                $"SET tcp_keepalives_idle = {LostAfterSeconds / 2}; SET tcp_keepalives_interval = 2; "
                + $"SET tcp_keepalives_count = {LostAfterSeconds / 4}",
                cancellationToken);
            if (await held.AskAsync($"SELECT pg_try_advisory_lock({Key})", cancellationToken) is true)
            {
                return held;
            }
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }

        await held.DisposeAsync();
        return null;
    }

    /// <summary>Makes sure that it is still held.</summary>
    /// <exception cref="NpgsqlException">It is not, or nobody knows.</exception>
    public async Task RenewAsync(CancellationToken cancellationToken) =>
        await AskAsync("SELECT 1", cancellationToken);

    /// <summary>Gives it back.</summary>
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    [SuppressMessage("Security", "CA2100", Justification = "The text is made of constants and numbers.")]
    private async Task<object?> AskAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellationToken);
    }
}
