using Supervision.Core.Ports;
using Supervision.Silo.Journals.Postgres;
using Supervision.Tests.Support;

namespace Supervision.Tests.Postgres;

/// <summary>Tests on PostgreSQL share one server and run one after another, since some of them stop it.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresSuite : ICollectionFixture<PostgresServer>
{
    public const string Name = "postgres";
}

/// <summary>A database of its own, and the ways to open the journal in it.</summary>
internal sealed class PostgresDatabase(string connectionString)
{
    public string ConnectionString { get; } = connectionString;

    public static async Task<PostgresDatabase> CreateAsync(PostgresServer server) =>
        new(await server.CreateDatabaseAsync());

    public Task<PostgresJournal> OpenAsync(
        JournalAccess access = JournalAccess.Shared, IEventCodec? codec = null, string? identityFolder = null) =>
        PostgresJournal.OpenAsync(
            new PostgresJournalOptions
            {
                ConnectionString = ConnectionString,
                IdentityFolder = identityFolder,
                LockPatience = TimeSpan.FromSeconds(2),
                PollEvery = TimeSpan.FromMinutes(10), // what is heard was told, not polled
            },
            access, codec ?? NoteCodec.Instance, TimeProvider.System, CancellationToken.None);

    public Task ExecuteAsync(string sql) => PostgresServer.ExecuteAsync(ConnectionString, sql);

    public Task<T> AskAsync<T>(string sql) => PostgresServer.AskAsync<T>(ConnectionString, sql);

    public Task CutAsync(string which = "true") => PostgresServer.CutAsync(ConnectionString, which);
}
