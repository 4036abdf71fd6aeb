using Supervision.Core.Ports;
using Supervision.Silo.Journals.Postgres;
using Supervision.Tests.Support;

namespace Supervision.Tests.Postgres;

/// <summary>Connections that break at the worst moment, servers that restart: nothing twice, nothing lost.</summary>
[Collection(PostgresSuite.Name)]
public sealed class PostgresFaultTests(PostgresServer server)
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly JournalTurn[] Turns = new TurnWriter().Many(4);

    public static TheoryData<JournalAccess> Writers => [JournalAccess.Shared, JournalAccess.Exclusive];

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task Append_AfterItsSessionWasCut_SucceedsByItself(JournalAccess access)
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var journal = await database.OpenAsync(access);
        await journal.AppendAsync([Turns[0]], None);
        await database.CutAsync();
        Assert.Equal(2, await journal.AppendAsync([Turns[1]], None));
        await database.CutAsync();
        Assert.Equal(2, (await journal.ReadAsync(0, 10, None)).Count);
        await RequireWholeAsync(journal, 2);
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task Append_CutWhileItWaitsForTheHead_WritesOnce(JournalAccess access)
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var journal = await database.OpenAsync(access);
        await using var held = await HeldAsync(database, "SELECT 1 FROM journal.head FOR UPDATE");
        var appending = journal.AppendAsync([Turns[0]], None).AsTask();
        await WaitingAsync(database, "transactionid");
        await database.CutAsync("wait_event = 'transactionid'");
        await held.DisposeAsync();
        Assert.Equal(1, await appending);
        await RequireWholeAsync(journal, 1);
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task Append_CutInsideItsCommit_IsOfUnknownOutcomeUntilRefreshed(JournalAccess access)
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var journal = await database.OpenAsync(access);
        await database.ExecuteAsync("""
            CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_advisory_xact_lock(77); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER hold AFTER INSERT ON journal.entry DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW EXECUTE FUNCTION hold()
            """);
        await using (await HeldAsync(database, "SELECT pg_advisory_xact_lock(77)"))
        {
            var appending = journal.AppendAsync([Turns[0]], None).AsTask();
            await WaitingAsync(database, "advisory");
            await database.CutAsync("wait_event = 'advisory'");
            await Assert.ThrowsAsync<JournalUnavailableException>(() => appending);
        }

        Assert.Equal(0, (await journal.RefreshAsync(None)).Sequence);
        Assert.False(journal.Knows(Turns[0].Identity));
        Assert.Equal(1, await journal.AppendAsync([Turns[0]], None));
        await RequireWholeAsync(journal, 1);
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task Append_WhoseCommitSucceededUnheard_IsKnownAfterRefreshing(JournalAccess access)
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var proxy = new CuttingProxy(database.ConnectionString);
        using var folder = new TemporaryFolder();
        await using var journal = await new PostgresDatabase(proxy.ConnectionString)
            .OpenAsync(access, identityFolder: folder.Path);
        await journal.AppendAsync([Turns[0]], None);
        proxy.CutAfterNext("COMMIT\0");
        await Assert.ThrowsAsync<JournalUnavailableException>(
            async () => await journal.AppendAsync([Turns[1], Turns[2]], None));
        Assert.Equal(3, (await journal.RefreshAsync(None)).Sequence);
        Assert.True(journal.Knows(Turns[2].Identity));
        Assert.Equal(4, await journal.AppendAsync([Turns[3]], None));
        await RequireWholeAsync(journal, 4);
    }

    [Fact]
    public async Task Append_WhileTheHeadIsHeldForLong_IsUnavailableAndWritesNothing()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var journal = await database.OpenAsync(JournalAccess.Exclusive);
        await using (await HeldAsync(database, "SELECT 1 FROM journal.head FOR UPDATE"))
        {
            await Assert.ThrowsAsync<JournalUnavailableException>(
                async () => await journal.AppendAsync([Turns[0]], None));
        }

        Assert.Equal(0, (await journal.RefreshAsync(None)).Sequence);
        Assert.Equal(1, await journal.AppendAsync([Turns[0]], None));
    }

    [Fact]
    public async Task Append_AfterAnotherProcessWroteAnExclusiveJournal_AsksForAReload()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var journal = await database.OpenAsync(JournalAccess.Exclusive);
        await database.ExecuteAsync("UPDATE journal.head SET sequence = 7");
        await Assert.ThrowsAsync<JournalUnavailableException>(
            async () => await journal.AppendAsync([Turns[0]], None));
        Assert.Equal(7, (await journal.RefreshAsync(None)).Sequence);
    }

    [Fact]
    public async Task Journal_WhileTheServerIsDown_IsUnavailableAndRecoversByItself()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var journal = await database.OpenAsync();
        await using var reader = await database.OpenAsync(JournalAccess.Read);
        await journal.AppendAsync([Turns[0]], None);
        await server.StopAsync();
        try
        {
            await Assert.ThrowsAsync<JournalUnavailableException>(
                async () => await journal.AppendAsync([Turns[1]], None));
            await Assert.ThrowsAsync<JournalUnavailableException>(async () => await journal.ReadAsync(0, 1, None));
            await Assert.ThrowsAsync<JournalUnavailableException>(async () => await journal.RefreshAsync(None));
            await Assert.ThrowsAsync<JournalUnavailableException>(() => database.OpenAsync(JournalAccess.Read));
        }
        finally
        {
            await server.StartAsync();
        }

        Assert.Equal(1, (await journal.RefreshAsync(None)).Sequence);
        Assert.Equal(2, await journal.AppendAsync([Turns[1]], None));
        await PostgresFollowerTests.ReachesAsync(reader, 2); // its listener connected again
    }

    private static async Task RequireWholeAsync(PostgresJournal journal, long entries)
    {
        var verdict = await journal.VerifyAsync(None);
        Assert.True(verdict.IsWhole, verdict.Fault);
        Assert.Equal(entries, verdict.Head.Sequence);
        Assert.Equal(entries, journal.Head.Sequence);
    }

    /// <summary>A transaction that holds what it locked until disposed.</summary>
    private static async Task<Npgsql.NpgsqlConnection> HeldAsync(PostgresDatabase database, string sql)
    {
        var connection = new Npgsql.NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand("BEGIN; " + sql, connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Returns once a session of the journal waits for a lock.</summary>
    private static async Task WaitingAsync(PostgresDatabase database, string lockType)
    {
        while (!await database.AskAsync<bool>(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() "
            + $"AND wait_event_type = 'Lock' AND wait_event = '{lockType}')"))
        {
            await Task.Yield();
        }
    }
}
