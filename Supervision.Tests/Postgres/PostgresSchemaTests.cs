using Npgsql;
using Supervision.Core.Ports;
using Supervision.Silo.Journals.Postgres;
using Supervision.Tests.Support;

namespace Supervision.Tests.Postgres;

/// <summary>What a database must be like before anything is written to it.</summary>
[Collection(PostgresSuite.Name)]
public sealed class PostgresSchemaTests(PostgresServer server)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Open_OfAnEmptyDatabaseByManyAtOnce_MigratesOnce()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => database.OpenAsync()));
        Assert.Equal(
            PostgresSchema.Version, await database.AskAsync<long>("SELECT count(*) FROM journal.migration"));
        Assert.Equal(1, await opened[3].AppendAsync([PostgresWritersTests.First("a")], None));
        foreach (var journal in opened)
            await journal.DisposeAsync();
    }

    [Fact]
    public async Task Open_NewerJournal_IsRefusedAndUntouched()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using (await database.OpenAsync())
            await database.ExecuteAsync("INSERT INTO journal.migration (version) VALUES (99)");

        foreach (var access in Enum.GetValues<JournalAccess>())
            await RefusedAsync(database, access, "newer version");

        Assert.Equal(99, await database.AskAsync<int>("SELECT max(version) FROM journal.migration"));
    }

    [Fact]
    public async Task Open_SchemaOfAnotherProgram_IsRefusedAndUntouched()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await database.ExecuteAsync("CREATE SCHEMA journal; CREATE TABLE journal.entry (debit int, credit int)");
        await RefusedAsync(database, JournalAccess.Exclusive, "another program");
        Assert.False(await database.AskAsync<bool>("SELECT to_regclass('journal.head') IS NOT NULL"));
    }

    [Fact]
    public async Task Open_ByAReaderWithoutAJournal_IsRefusedAndCreatesNothing()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await RefusedAsync(database, JournalAccess.Read, "holds no journal");
        Assert.False(await database.AskAsync<bool>("SELECT to_regnamespace('journal') IS NOT NULL"));
    }

    [Fact]
    public async Task Open_ForWritingWithoutDurableCommits_IsRefused()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await database.ExecuteAsync(
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$");
        await RefusedAsync(database, JournalAccess.Exclusive, "synchronous_commit");
    }

    [Fact]
    public async Task Open_DatabaseThatDoesNotExist_IsRefused() => await RefusedAsync(
        new(await server.CreateDatabaseAsync() + "_missing"), JournalAccess.Exclusive, "does not exist");

    [Theory]
    [InlineData("UPDATE journal.entry SET occurred = 0")]
    [InlineData("DELETE FROM journal.entry")]
    [InlineData("TRUNCATE journal.entry")]
    public async Task Entry_ChangedByAnyStatement_IsRefusedByTheDatabase(string sql)
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var journal = await database.OpenAsync();
        await journal.AppendAsync([PostgresWritersTests.First("a")], None);
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => database.ExecuteAsync(sql));
        Assert.Contains("never changed", refusal.Message, StringComparison.Ordinal);
        Assert.True((await journal.VerifyAsync(None)).IsWhole);
    }

    [Theory]
    [InlineData("Host=db;Database=supervision", null)]
    [InlineData("Database=supervision", "Host")]
    [InlineData("Host=db;Colour=red", "Colour")]
    [InlineData("Host=db;Port=many", "port")]
    [InlineData("nonsense", "")]
    public void FaultOf_ConnectionString_NamesWhatIsWrong(string text, string? fault)
    {
        var found = PostgresJournalOptions.FaultOf(text);
        if (fault is null)
            Assert.Null(found);
        else
            Assert.Contains(fault, found, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task RefusedAsync(PostgresDatabase database, JournalAccess access, string because)
    {
        var refusal = await Assert.ThrowsAsync<JournalUnusableException>(() => database.OpenAsync(access));
        Assert.Contains(because, refusal.Message, StringComparison.Ordinal);
    }
}
