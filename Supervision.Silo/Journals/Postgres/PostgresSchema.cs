using System.Reflection;
using Npgsql;
using Supervision.Core.Ports;

namespace Supervision.Silo.Journals.Postgres;

/// <summary>
/// The storage format of the PostgreSQL journal: numbered scripts, applied once each and in order, forward only. All
/// tables are in the schema <c>journal</c>.
/// </summary>
internal static class PostgresSchema
{
    /// <summary>Key of the advisory lock that writers hold: "SVJL".</summary>
    public const int WriterLock = 0x53564A4C;

    private const int MigrationLock = WriterLock + 1;
    private const string Prefix = "journal.";
    private static readonly Assembly Scripts = typeof(PostgresSchema).Assembly;

    private static readonly string[] Names =
    [
        .. Scripts.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)
                && name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The version this program writes: the number of scripts.</summary>
    public static int Version => Names.Length;

    /// <summary>Brings the database to <see cref="Version"/>, or refuses it untouched.</summary>
    /// <param name="source">The database.</param>
    /// <param name="mayMigrate">Whether scripts may be applied; a reader only looks.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="JournalUnusableException">The journal is newer, of another program, or not there.</exception>
    public static async Task PrepareAsync(
        NpgsqlDataSource source, bool mayMigrate, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await RequireServerAsync(connection, mayMigrate, cancellationToken);
        if (await ReadVersionAsync(connection, cancellationToken) is not { } found || found < Version)
        {
            if (!mayMigrate)
                throw Unusable("holds no journal of this version yet; start a process that writes it first");

            await MigrateAsync(connection, cancellationToken);
        }
    }

    private static async Task MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(
            System.Data.IsolationLevel.ReadCommitted, cancellationToken);
        await ExecuteAsync($"SELECT pg_advisory_xact_lock({MigrationLock})");
        var found = await ReadVersionAsync(connection, cancellationToken); // another process may have been quicker
        if (found is null)
        {
            await ExecuteAsync("""
                CREATE SCHEMA journal;
                CREATE TABLE journal.migration (
                    version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now()
                )
                """);
        }

        for (var version = (found ?? 0) + 1; version <= Version; version++)
        {
            await ExecuteAsync(Read(Names[version - 1]));
            await ExecuteAsync($"INSERT INTO journal.migration (version) VALUES ({version})");
        }

        await transaction.CommitAsync(cancellationToken);

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>The version that was reached; null when there is no journal yet.</summary>
    private static async Task<int?> ReadVersionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        // Asked of the catalogue itself: functions such as to_regclass may answer from before the wait for the lock.
        if (!await AskAsync<bool>(
            connection, "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'journal')", cancellationToken))
        {
            return null;
        }

        if (!await AskAsync<bool>(
            connection,
            "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'journal' AND tablename = 'migration')",
            cancellationToken))
        {
            throw Unusable("has a schema named journal that belongs to another program");
        }

        var version = await AskAsync<int>(
            connection, "SELECT coalesce(max(version), 0) FROM journal.migration", cancellationToken);
        return version <= Version
            ? version
            : throw Unusable($"was written by a newer version of the program (format {version}, known is {Version})");
    }

    private static async Task RequireServerAsync(
        NpgsqlConnection connection, bool mayMigrate, CancellationToken cancellationToken)
    {
        if (await AskAsync<string>(connection, "SHOW server_encoding", cancellationToken) != "UTF8")
            throw Unusable("is not encoded as UTF8, so it cannot hold every name");

        if (mayMigrate && await AskAsync<string>(connection, "SHOW synchronous_commit", cancellationToken) == "off")
            throw Unusable("has synchronous_commit off, which would lose facts that were answered; turn it on");
    }

    private static async Task<T> AskAsync<T>(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static string Read(string name)
    {
        using var text = new StreamReader(Scripts.GetManifestResourceStream(name)!);
        return text.ReadToEnd();
    }

    private static JournalUnusableException Unusable(string because) => new($"The PostgreSQL database {because}.");
}
