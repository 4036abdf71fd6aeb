using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Supervision.Core.Alerts;
using Supervision.Core.Cases;
using Supervision.Core.Orders;
using Supervision.Core.Reading;
using Supervision.Silo.Hosting;
using Supervision.Silo.Journals.Postgres;
using Supervision.Silo.Notifications;
using Supervision.Silo.Runtime;
using Supervision.Silo.Storage;
using Supervision.Tests.Postgres;
using Supervision.Tests.Support;

namespace Supervision.Tests.Cluster;

/// <summary>
/// Reactions and notifications of a cluster: one Web node does them, and when it is killed the other goes on. Every
/// card leads to one order and one message, whichever node was at it.
/// </summary>
[Collection(PostgresSuite.Name)]
public sealed class ErrandTests(PostgresServer server, ITestOutputHelper output)
{
    private const string Manager = "manager";
    private const string Password = "swordfish-2026";
    private const string Taken = "holds the errands of the cluster";
    private const int CasesPerRound = 40;
    private const int Rounds = 3;

    /// <summary>Messages a sender has in hand; those of one that died come again, under the same identity.</summary>
    private static readonly int InHandMax = new NotificationOptions().AtOnceMax;

    [Fact]
    public Task KillWebNode_ThatHoldsTheErrands_OrdersAndMessagesAreMadeOnce() => HurtAsync(webs: 2, async hurt =>
    {
        var holder = await HolderAsync(hurt.Cluster);
        hurt.Cluster.Webs[holder]!.Kill(); // some cards have their orders, others not yet
        await HolderAsync(hurt.Cluster);
        await hurt.Cluster.StartWebAsync(holder);
    });

    [Fact]
    public Task CutOff_FromTheLock_TheOnlyNodeTakesItAgainAndMakesThemOnce() => HurtAsync(webs: 1, async hurt =>
    {
        var times = Regex.Count(hurt.Cluster.Web.Printed, Taken, RegexOptions.None, ServerProcess.Patience);
        await PostgresServer.CutAsync(hurt.Connection, "application_name = 'supervision errands'");
        await UntilAsync(() => Task.FromResult(
            Regex.Count(hurt.Cluster.Web.Printed, Taken, RegexOptions.None, ServerProcess.Patience) > times));
    });

    private async Task HurtAsync(int webs, Func<(ClusterProcesses Cluster, string Connection), Task> hurt)
    {
        var connection = await server.CreateDatabaseAsync();
        await using var gateway = await FakeGateway.StartAsync();
        using var cluster = await ClusterProcesses.StartAsync(
            connection, silos: 1, rules: TestRules.Json, webs: webs, more:
            [
                "--Logging:LogLevel:Supervision.Silo.Cluster.Hosting.ErrandKeeper=Information",
                "--Supervision:Notifications:CardLevels=yellow", "--Supervision:Notifications:Urgent=card issued",
                "--Supervision:Notifications:GroupWindow=00:00:00", "--Supervision:Notifications:PerHourMax=1000",
                "--Supervision:Notifications:InboxPerHourMax=10000",
                $"--Supervision:Notifications:Webhook:Url={gateway.Url}",
                $"--Supervision:Notifications:Webhook:Secret={FakeGateway.Secret}",
            ]);
        try
        {
            await AddManagerAsync(cluster.Shared, connection);
            await FeedAsync(cluster, connection, () => hurt((cluster, connection)));
            await SettleAsync(cluster, connection, gateway);
        }
        catch
        {
            output.WriteLine(cluster.Printed);
            throw;
        }

        // One card of each case comes into being, and what it leads to does once, whoever was killed in between.
        var (cards, causes) = await ReadAsync(connection);
        Assert.Equal(Rounds * CasesPerRound, cards.Count);
        Assert.Equal(cards.Order(StringComparer.Ordinal), causes.Order(StringComparer.Ordinal));
        Assert.InRange(gateway.Taken.Count - gateway.Delivered.Count, 0, Rounds * InHandMax);
        Assert.Equal(0, gateway.Forged);
        output.WriteLine($"{cards.Count} cards, {causes.Count} causes of orders, {gateway.Delivered.Count} messages");
    }

    /// <summary>In each round something happens to the holder of the errands while cards come due.</summary>
    private static async Task FeedAsync(ClusterProcesses cluster, string connection, Func<Task> hurt)
    {
        var key = await ServerProcess.AddKeyAsync(cluster.Shared, "feed", "facts");
        using var http = new HttpClient { Timeout = ServerProcess.Patience };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        for (var round = 0; round < Rounds; round++)
        {
            await HolderAsync(cluster);
            var done = (round * CasesPerRound) + (CasesPerRound / 4);
            await SendAsync(http, cluster.Door.Address, round);
            await UntilAsync(async () => (await ReadAsync(connection)).Causes.Count >= done);
            await hurt();
        }
    }

    private static async Task<int> HolderAsync(ClusterProcesses cluster)
    {
        var holder = -1;
        await UntilAsync(() =>
        {
            holder = cluster.Webs.ToList().FindIndex(web => web is { HasExited: false }
                && web.Printed.Contains(Taken, StringComparison.Ordinal));
            return Task.FromResult(holder >= 0);
        });
        return holder;
    }

    private static async Task SendAsync(HttpClient http, Uri door, int round)
    {
        var dueAt = DateTimeOffset.UtcNow.AddSeconds(3);
        var lines = Enumerable.Range(0, CasesPerRound).Select(i =>
            $$"""
            {"specversion":"1.0","id":"{{round}}-{{i}}","source":"/halls/h1","type":"case.accepted",
            "subject":"C-{{round}}-{{i}}","time":"{{DateTimeOffset.UtcNow:O}}","data":{"item":"PROMISED","hall":"H1",
            "window":"W01","promisedDueAt":"{{dueAt.AddMilliseconds(i * 50):O}}"} }
            """.ReplaceLineEndings(""));
        using var body = new StringContent(
            string.Join('\n', lines), Encoding.UTF8, new MediaTypeHeaderValue(RealSystem.Lines));
        using var answer = await http.PostAsync(new Uri(door, "/api/facts"), body);
        Assert.Contains(
            $"\"accepted\":{CasesPerRound},", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>Until every card has its order, and everything that is to be sent is.</summary>
    private static async Task SettleAsync(ClusterProcesses cluster, string connection, FakeGateway gateway)
    {
        var cards = Rounds * CasesPerRound;
        await UntilAsync(async () => (await ReadAsync(connection)).Causes.Count >= cards);
        using var file = SqliteDatabase.Open(new DataFolder(cluster.Shared).Notifications, readOnly: true);
        await UntilAsync(() => Task.FromResult(
            file.Scalar("SELECT count(*) FROM notice WHERE kind = 'card'") >= cards
            && file.Scalar("SELECT count(*) FROM message WHERE channel = 'webhook' AND state = 'queued'") == 0));
        Assert.Equal(cards, file.Scalar("SELECT count(*) FROM notice WHERE kind = 'card'"));
        Assert.Equal(0, file.Scalar("SELECT count(*) FROM message WHERE state = 'failed'"));
        Assert.Equal(file.Scalar("SELECT count(*) FROM message WHERE channel = 'webhook'"), gateway.Delivered.Count);
    }

    /// <summary>Cards of the promised limit, and causes for which orders were opened or extended.</summary>
    private static async Task<(List<string> Cards, List<string> Causes)> ReadAsync(string connection)
    {
        await using var journal = await PostgresJournal.OpenAsync(
            new PostgresJournalOptions { ConnectionString = connection }, JournalAccess.Read, new JsonEventCodec(),
            TimeProvider.System, CancellationToken.None);
        List<string> cards = [];
        List<string> causes = [];
        for (var sequence = 0L; sequence < journal.Head.Sequence;)
        {
            foreach (var entry in await journal.ReadAsync(sequence, 10_000, CancellationToken.None))
            {
                sequence = entry.Sequence;
                foreach (var @event in entry.Turn.Events)
                {
                    switch (@event)
                    {
                        case AlertRaised { Alert: { Kind: AlertKind.Card, Level: AlertLevel.Yellow } card }:
                            cards.Add(new CauseReference(entry.Turn.Stream, card.Key, 1).ToString());
                            break;
                        case OrderIssued { Cause.Source: OrderSource.Card } issued:
                            causes.Add(issued.Cause.Reference);
                            break;
                        case CauseAdded { Cause.Source: OrderSource.Card } added:
                            causes.Add(added.Cause.Reference);
                            break;
                    }
                }
            }
        }

        return (cards, causes);
    }

    private static async Task AddManagerAsync(string data, string connection)
    {
        Dictionary<string, string> settings = new()
        {
            ["Supervision__Journal__Kind"] = "Postgres",
            ["Supervision__Journal__ConnectionString"] = connection,
        };
        var (exit, _, errors) = await ServerProcess.RunAsync(
            settings, [Password],
            ["users", "add", Manager, "--role", "manager", "--org", "H1", "--password-stdin", "--data", data]);
        Assert.True(exit == 0, errors);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(ServerProcess.Patience);
        while (!await holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), patience.Token); // another process gets there by itself
        }
    }
}
