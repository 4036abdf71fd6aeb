using Supervision.Tests.Crash;
using Supervision.Tests.Support;

namespace Supervision.Tests.Postgres;

/// <summary>The real program on PostgreSQL: killed, started twice, and its commands with their exit codes.</summary>
[Collection(PostgresSuite.Name)]
public sealed class PostgresProcessTests(PostgresServer server) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Kill_UnderLoad_LosesNothingAndTheChainIsWhole()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        var key = await ServerProcess.AddKeyAsync(folder.Path, "feed", "facts");
        var client = new LoadClient(1, key, new Random(1));
        for (var round = 0; round < 3; round++)
        {
            using var process = await ServerProcess.StartAsync(folder.Path, Arguments(database));
            var answers = 5;
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            client.Answered = () => _ = --answers == 0 && enough.TrySetResult();
            var sending = client.SendAsync(process.Address, CancellationToken.None);
            await enough.Task.WaitAsync(ServerProcess.Patience);
            process.Kill();
            await sending;
        }

        Assert.Empty(client.Surprises);
        var (exit, output, _) = await RunAsync(database, "verify-journal");
        Assert.True(exit == 0, output);
        var known = await database.AskAsync<string[]>("""
            SELECT coalesce(array_agg(fact ->> 'id'), '{}') FROM journal.entry,
                jsonb_path_query(convert_from(body, 'UTF8')::jsonb, '$[*].fact') AS fact
            """);
        Assert.Equal(known.Length, known.Distinct(StringComparer.Ordinal).Count());
        Assert.Subset(known.ToHashSet(), client.Acknowledged.Keys.ToHashSet());
    }

    [Fact]
    public async Task Commands_OnAJournalInPostgres_EndAsTheContractSays()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        using (await ServerProcess.StartAsync(folder.Path, Arguments(database)))
        {
            var second = await ServerProcess.RunAsync(
                ["--urls", "http://127.0.0.1:0", "--data", folder.Path, .. Arguments(database)]);
            Assert.Equal(2, second.Exit);
            Assert.Contains("another process", second.Errors, StringComparison.Ordinal);
        }

        // The one entry says where orders began.
        await EndsAsync(database, 0, "ok: 1 entries", "verify-journal");
        await EndsAsync(database, 0, "rebuilt from 1 entries", "rebuild");
        await EndsAsync(database, 2, "pg_dump", "backup", folder.File("copy"));
        await database.ExecuteAsync("INSERT INTO journal.entry SELECT 2, 'case/1', 1, 0, 0, 0, NULL, '', ''");
        await EndsAsync(database, 1, "broken at entry 2", "verify-journal");
        await database.ExecuteAsync("INSERT INTO journal.migration (version) VALUES (99)");
        await EndsAsync(database, 2, "newer version", "verify-journal");
        await EndsAsync(database, 2, "newer version", "rebuild");
        await EndsAsync(new(database.ConnectionString + "_missing"), 2, "does not exist", "verify-journal");
        await EndsAsync(new("Host=127.0.0.1;Port=1;Database=none"), 1, "does not answer", "verify-journal");
        await EndsAsync(new("Database=none"), 2, "Supervision:Journal:ConnectionString", "verify-journal");
    }

    private async Task EndsAsync(PostgresDatabase database, int exit, string said, params string[] command)
    {
        var (ended, output, errors) = await RunAsync(database, command);
        Assert.True(ended == exit, output + errors);
        Assert.Contains(said, output + errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    private static string[] Arguments(PostgresDatabase database) =>
    [
        "--Supervision:Journal:Kind", "Postgres",
        "--Supervision:Journal:ConnectionString", database.ConnectionString,
    ];

    private Task<(int Exit, string Output, string Errors)> RunAsync(
        PostgresDatabase database, params string[] command) => ServerProcess.RunAsync(
            new Dictionary<string, string>
            {
                ["Supervision__Journal__Kind"] = "Postgres",
                ["Supervision__Journal__ConnectionString"] = database.ConnectionString,
            },
            [.. command, "--data", folder.Path]);
}
