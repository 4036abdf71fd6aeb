using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Supervision.Ingest.Files;
using Supervision.Silo.Embedded;
using Supervision.Silo.Journals.Postgres;
using Supervision.Silo.Runtime;
using Supervision.Tests.Postgres;
using Supervision.Tests.Support;
using Supervision.Tests.Unit.Feeds;

namespace Supervision.Tests.Cluster;

/// <summary>
/// The real permit log in Replay: two silos on PostgreSQL, fed over HTTP, write what the embedded host writes.
/// </summary>
[Collection(PostgresSuite.Name)]
public sealed class ClusterReplayTests(PostgresServer server)
{
    [Fact]
    public async Task ReceiptLog_ThroughTwoSilos_GivesTheCardsAndStreamsOfTheEmbeddedHost()
    {
        var connection = await server.CreateDatabaseAsync();
        var log = LogFile.Find(SharedFiles.Require("data/receipt.xes.gz"));
        var plan = ReplayPlan.Make(log, null, ReplayOrder.Parse("event-time")!);
        string[] lines = [.. plan.Lines.Select(line => Encoding.UTF8.GetString(line.Utf8.Span))];
        var facts = Array.ConvertAll(lines, FeedSamples.Fact);
        var end = facts[^1].OccurredAt.AddDays(30);

        using var cluster = await ClusterProcesses.StartAsync(
            connection, silos: 2, ClockMode.Replay, TestRules.Json);
        await FeedAsync(cluster, lines, end);
        await using var embedded = await ReplayEngine.StartAsync(TestRules.Json);
        await embedded.SubmitAsync(facts);
        await embedded.Engine.AdvanceAsync(end, CancellationToken.None);

        await using var journal = await PostgresJournal.OpenAsync(
            new PostgresJournalOptions { ConnectionString = connection }, JournalAccess.Read, new JsonEventCodec(),
            TimeProvider.System, CancellationToken.None);
        var cards = await StreamHistory.CardsAsync(embedded.Journal);
        Assert.NotEmpty(cards);
        Assert.Equal(cards, await StreamHistory.CardsAsync(journal));
        Assert.Equal(await StreamHistory.ReadAsync(embedded.Journal), await StreamHistory.ReadAsync(journal));
    }

    private static async Task FeedAsync(ClusterProcesses cluster, string[] lines, DateTimeOffset end)
    {
        var key = await ServerProcess.AddKeyAsync(cluster.Shared, "feed", "facts");
        using var http = new HttpClient { Timeout = ServerProcess.Patience };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var body = new StringContent(
            string.Join('\n', lines), Encoding.UTF8, new MediaTypeHeaderValue(RealSystem.Lines));
        using var fed = await http.PostAsync(new Uri(cluster.Door.Address, "/api/facts"), body);
        Assert.Contains(
            $"\"accepted\":{lines.Length},", await fed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var advanced = await http.PostAsJsonAsync(
            new Uri(cluster.Web.Address, "/api/clock"), new { now = end.ToString("O") });
        Assert.True(advanced.IsSuccessStatusCode, await advanced.Content.ReadAsStringAsync());
    }
}
