using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Supervision.Silo.Hosting;

namespace Supervision.Web.Identity.Postgres;

/// <summary>
/// Accounts in the journal's PostgreSQL database, in a schema of their own beside it: one store for all processes.
/// </summary>
internal static class PeopleInPostgres
{
    /// <summary>Name of the schema.</summary>
    public const string Schema = "people";

    /// <summary>Any number will do that nothing else in the database locks.</summary>
    private const long LockNumber = 0x5045_4F50_4C45;

    /// <summary>Connections of one process; a <c>Maximum Pool Size</c> in the connection string goes before.</summary>
    private const int ConnectionsMax = 8;

    /// <summary>A server that is away is asked for about five seconds; longer nobody waits at a door.</summary>
    private const int TriesMax = 6;

    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(1);

    public static PeopleDialect Dialect { get; } = new(
        Schema: Schema + ".",
        Lock: string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({LockNumber})"),
        IsMade: "SELECT count(*) FROM information_schema.tables "
            + $"WHERE table_schema = '{Schema}' AND table_name = 'form'",
        HasColumn: (table, column) => "SELECT count(*) FROM information_schema.columns "
            + $"WHERE table_schema = '{Schema}' AND table_name = '{table}' AND column_name = '{column}'",
        ReadVersion: $"SELECT max(version) FROM {Schema}.form",
        WriteVersion: version => string.Create(
            CultureInfo.InvariantCulture,
            $"""
            CREATE TABLE IF NOT EXISTS {Schema}.form(version integer NOT NULL);
            DELETE FROM {Schema}.form;
            INSERT INTO {Schema}.form VALUES ({version});
            """));

    /// <summary>Keeps accounts where the journal is.</summary>
    /// <param name="database">What is to be set up.</param>
    /// <param name="journal">Where the journal is; of kind Postgres.</param>
    public static void Use(DbContextOptionsBuilder database, JournalOptions journal)
    {
        var given = new NpgsqlConnectionStringBuilder(journal.ConnectionString);
        given.ApplicationName ??= "supervision people";
        given.MaxPoolSize = given.ContainsKey("Maximum Pool Size") ? given.MaxPoolSize : ConnectionsMax;
        database.UseNpgsql(
            given.ConnectionString, server => server.EnableRetryOnFailure(TriesMax, PauseMax, errorCodesToAdd: null));
    }
}
