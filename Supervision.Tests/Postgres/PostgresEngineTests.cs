using System.Net;
using System.Text;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Ingest.Files;
using Supervision.Silo.Hosting;
using Supervision.Silo.Journals.Postgres;
using Supervision.Silo.Runtime;
using Supervision.Tests.Engine;
using Supervision.Tests.Support;
using Supervision.Tests.Unit.Feeds;

namespace Supervision.Tests.Postgres;

/// <summary>The embedded engine and the whole system with their journal in PostgreSQL.</summary>
[Collection(PostgresSuite.Name)]
public sealed class PostgresEngineTests(PostgresServer server)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task Replay_OfARealLog_GivesTheSameJournalAsSqlite()
    {
        var log = LogFile.Find(SharedFiles.Require("data/receipt.xes.gz"));
        var plan = ReplayPlan.Make(log, null, ReplayOrder.Parse("event-time")!);
        Fact[] facts = [.. plan.Lines.Select(line => FeedSamples.Fact(Encoding.UTF8.GetString(line.Utf8.Span)))];
        var database = await PostgresDatabase.CreateAsync(server);
        await using var file = await ReplayEngine.StartAsync(TestRules.Json);
        await using var replay = await ReplayEngine.StartAsync(TestRules.Json, folder => OpenAsync(database, folder));
        Assert.Equal(facts.Length, await file.SubmitAsync(facts));
        Assert.Equal(facts.Length, await replay.SubmitAsync(facts, batch: 700));
        Assert.Equal(0, await replay.SubmitAsync(facts));
        Assert.Equal(file.Journal.Head.Sequence, replay.Journal.Head.Sequence);
        Assert.Equal(file.Journal.Head.Hash.ToArray(), replay.Journal.Head.Hash.ToArray());
    }

    [Fact]
    public async Task Submit_WhileSessionsAreCut_LosesNothingAndAppliesNothingTwice()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        Fact[] facts = [.. Enumerable.Range(0, 1500).Select(i => EngineStory.Fact($"{i}", $"C-{i % 300}"))];
        await using var replay = await ReplayEngine.StartAsync(TestRules.Json, folder => OpenAsync(database, folder));
        foreach (var batch in facts.Chunk(50))
            await Task.WhenAll(SendAsync(replay.Engine, batch), database.CutAsync());

        var applied = await FactsOfAsync(replay.Journal);
        Assert.Equal(facts.Select(fact => fact.Id).Order(StringComparer.Ordinal), applied);
        var verdict = await ((PostgresJournal)replay.Journal).VerifyAsync(None);
        Assert.True(verdict.IsWhole, verdict.Fault);
    }

    [Fact]
    public async Task Submit_AcrossAServerRestart_GoesOnByItself()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var replay = await ReplayEngine.StartAsync(TestRules.Json, folder => OpenAsync(database, folder));
        await SendAsync(replay.Engine, [EngineStory.Fact("1", "C-1")]);
        await server.StopAsync();
        var sending = Task.Run(() => SendAsync(replay.Engine, [EngineStory.Fact("2", "C-1")]));
        try
        {
            var health = await new JournalHealth(replay.Journal).CheckHealthAsync(new HealthCheckContext());
            Assert.Equal(HealthStatus.Unhealthy, health.Status);
            Assert.False(sending.IsCompleted);
        }
        finally
        {
            await server.StartAsync();
        }

        await sending;
        await SendAsync(replay.Engine, [EngineStory.Fact("2", "C-1"), EngineStory.Fact("3", "C-2")]);
        Assert.Equal(["1", "2", "3"], await FactsOfAsync(replay.Journal));
    }

    [Fact]
    public async Task System_WithItsJournalInPostgres_AnswersAsWithAFile()
    {
        var database = await PostgresDatabase.CreateAsync(server);
        await using var system = new RealSystem
        {
            Arguments =
            [
                "--Supervision:Journal:Kind", "Postgres",
                "--Supervision:Journal:ConnectionString", database.ConnectionString,
            ],
        };
        await system.InitializeAsync();
        var accepted = $$$"""
            {"specversion":"1.0","id":"1","source":"/halls/h1","type":"case.accepted","subject":"C-1",
             "time":"{{{TimeProvider.System.GetUtcNow():O}}}","data":{"item":"GENERAL-PROMISED"}}
            """;
        var (status, answer) = await system.PostAsync(accepted, RealSystem.Single);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
        var (_, again) = await system.PostAsync(accepted, RealSystem.Single);
        Assert.Equal(1, again.GetProperty("duplicates").GetInt32());
        var (_, found) = await system.GetAsync("/api/cases/C-1");
        Assert.Equal("C-1", found.GetProperty("case").GetProperty("no").GetString());
        var (_, head) = await system.GetAsync("/api/journal/head");
        var stored = await database.AskAsync<long>("SELECT sequence FROM journal.head");
        Assert.Equal(stored, head.GetProperty("seq").GetInt64());
        var (_, proof) = await system.GetAsync("/api/journal/proof?seq=1");
        Assert.Equal(head.GetProperty("hash").GetString(), proof.GetProperty("anchorHash").GetString());
        Assert.Equal(HttpStatusCode.OK, (await system.Stranger.GetAsync("/healthz/ready")).StatusCode);
    }

    private static async Task<IJournal> OpenAsync(PostgresDatabase database, DataFolder folder) =>
        await database.OpenAsync(JournalAccess.Exclusive, new JsonEventCodec(), folder.Journal);

    /// <summary>Sends as a feed does: again until it is acknowledged.</summary>
    private static async Task SendAsync(IEngine engine, Fact[] facts)
    {
        while (true)
        {
            try
            {
                await engine.SubmitAsync(facts, Patience.Wait, None);
                return;
            }
            catch (JournalUnavailableException)
            {
                // The journal says when it is back by taking the facts.
            }
        }
    }

    private static async Task<IEnumerable<string>> FactsOfAsync(IJournal journal)
    {
        var entries = await journal.ReadAsync(0, 10_000, None);
        return entries.SelectMany(entry => entry.Turn.Events.OfType<FactRecorded>())
            .Select(recorded => recorded.Fact.Id).Order(StringComparer.Ordinal);
    }
}
