using Microsoft.Data.Sqlite;
using Npgsql;
using Quartz;
using Supervision.Silo.Hosting;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Jobs;

/// <summary>
/// Where Quartz remembers when each job fires next: a file of its own in the data directory, or a schema of its own
/// beside the journal in PostgreSQL. Losing it loses no run and repeats none: those are in the journal.
/// </summary>
internal static class JobStore
{
    /// <summary>Raised whenever Quartz's tables change: <see cref="Prepare"/> then makes them anew.</summary>
    private const int Version = 1;

    private const string Schema = "jobs";
    private const string Prefix = "QRTZ_";

    /// <summary>Makes the tables where they are missing.</summary>
    public static void Prepare(DataFolder folder, JournalOptions journal)
    {
        if (journal.Kind == JournalKind.Postgres)
        {
            PrepareServer(journal);
        }
        else
        {
            PrepareFile(folder.Jobs);
        }
    }

    /// <summary>Has a scheduler use it.</summary>
    public static void Use(IPersistentStoreBuilder store, DataFolder folder, JournalOptions journal)
    {
        store.ConfigureStore(options => options.StoreJobDataAsStrings = true);
        if (journal.Kind == JournalKind.Postgres)
        {
            store.UsePostgres(NpgsqlFactory.Instance, ConnectionOf(journal));
            store.UseClustering(_ => { });
        }
        else
        {
            var file = new SqliteConnectionStringBuilder { DataSource = folder.Jobs, Pooling = false };
            store.UseSqlite(SqliteFactory.Instance, file.ConnectionString);
        }
    }

    private static void PrepareFile(string path)
    {
        if (IsOlder(path))
        {
            DerivedFile.Delete(path);
        }

        using var database = SqliteDatabase.Open(path);
        database.Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
        database.InTransaction(() =>
        {
            foreach (var statement in Statements("sqlite"))
            {
                database.Execute(statement);
            }

            database.Execute($"PRAGMA user_version = {Version}");
        });
    }

    private static bool IsOlder(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var database = SqliteDatabase.Open(path);
        return database.Scalar("PRAGMA user_version") != Version;
    }

    private static void PrepareServer(JournalOptions journal)
    {
        using var connection = new NpgsqlConnection(ConnectionOf(journal));
        connection.Open();
        using var transaction = connection.BeginTransaction();
        // Of several processes that start at once, one makes the tables and the others find them.
        Execute($"SELECT pg_advisory_xact_lock(hashtext('{Schema}'))");
        Execute($"CREATE SCHEMA IF NOT EXISTS {Schema}");
        foreach (var statement in Statements("postgres"))
        {
            Execute(statement);
        }

        transaction.Commit();

        void Execute(string sql)
        {
            using var command = new NpgsqlCommand(sql, connection, transaction);
            command.ExecuteNonQuery();
        }
    }

    private static string ConnectionOf(JournalOptions journal) =>
        new NpgsqlConnectionStringBuilder(journal.ConnectionString)
        {
            SearchPath = Schema,
            ApplicationName = "supervision jobs",
            MaxPoolSize = 4,
        }.ConnectionString;

    /// <summary>Quartz brings its tables as statements that create what is missing and change nothing else.</summary>
    private static IEnumerable<string> Statements(string dialect)
    {
        const string between = "--;;";
        using var script = new StreamReader(typeof(IScheduler).Assembly.GetManifestResourceStream(
            $"Quartz.Impl.AdoJobStore.Schema.create_{dialect}.sql")!);
        return script.ReadToEnd().ReplaceLineEndings("\n")
            .Split($"\n{between}\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part
                .Replace("{0}", Prefix, StringComparison.Ordinal).Replace("{1}", Prefix, StringComparison.Ordinal))
            .Where(part => part.Split('\n').Any(line =>
                line.Length > 0 && !line.StartsWith("--", StringComparison.Ordinal)));
    }
}
