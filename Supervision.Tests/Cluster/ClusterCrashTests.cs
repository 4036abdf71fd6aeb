using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Supervision.Core.Entities;
using Supervision.Silo.Journals.Postgres;
using Supervision.Silo.Runtime;
using Supervision.Tests.Crash;
using Supervision.Tests.Postgres;
using Supervision.Tests.Support;

namespace Supervision.Tests.Cluster;

/// <summary>
/// Two silos, a door and a Web node as processes; one silo after the other goes away under load. Two times kill -9
/// here; SUPERVISION_CRASH_ROUNDS=10 for more.
/// </summary>
[Collection(PostgresSuite.Name)]
public sealed class ClusterCrashTests(PostgresServer server, ITestOutputHelper output)
{
    private const int Clients = 3;
    private const int BodiesPerRound = 30;

    [Fact]
    public Task KillSilo_UnderLoad_LosesNothingAndAppliesNothingTwice() => HurtAsync(Rounds, (cluster, round) =>
    {
        cluster.KillSilo(round % 2);
        return Task.CompletedTask;
    });

    [Fact]
    public Task StopSilo_UnderLoad_DrainsAndLosesNothing() => HurtAsync(2, async (cluster, round) =>
        Assert.Equal(0, await cluster.StopSiloAsync(round % 2)));

    [Fact]
    public Task RestartPostgres_UnderLoad_LosesNothingAndGoesOn() => HurtAsync(1, async (cluster, round) =>
    {
        await server.StopAsync();
        await server.StartAsync();
        cluster.KillSilo(round % 2); // what comes back finds the others through the database
    });

    [Fact]
    public async Task LoseTheNetworkBetweenSilos_UnderLoad_LosesNothingAndGoesOn()
    {
        using var network = SplitNetwork.Create();
        await HurtAsync(
            1,
            async (cluster, _) =>
            {
                network.Cut();
                var ended = await cluster.WhenSilosEndAsync(); // each takes the other for dead, and one is first to say
                network.Join();
                output.WriteLine($"gave way: {string.Join(", ", ended)}");
                foreach (var silo in ended)
                {
                    await cluster.StartSiloAsync(silo); // as a service manager does
                }
            },
            network);
    }

    private async Task HurtAsync(
        int rounds, Func<ClusterProcesses, int, Task> hurt, SplitNetwork? network = null)
    {
        var connection = await server.CreateDatabaseAsync();
        using var cluster = await ClusterProcesses.StartAsync(connection, silos: 2, network: network);
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed} (the moments themselves depend on the machine)");
        var chance = new Random(seed);
        var key = await ServerProcess.AddKeyAsync(cluster.Shared, "feed", "facts");
        LoadClient[] clients =
            [.. Enumerable.Range(0, Clients).Select(i => new LoadClient(i, key, new Random(chance.Next())))];
        try
        {
            await LoadAsync(cluster, clients, rounds, hurt);
            await FinishAsync(cluster, clients);
            await HoldsAsync(connection, clients);
            Assert.Empty(clients.SelectMany(client => client.Surprises));
        }
        catch
        {
            output.WriteLine(cluster.Printed);
            throw;
        }

        output.WriteLine($"{clients.Sum(client => client.Acknowledged.Count)} facts acknowledged, each applied once");
    }

    private static int Rounds => int.TryParse(
        Environment.GetEnvironmentVariable("SUPERVISION_CRASH_ROUNDS"), CultureInfo.InvariantCulture, out var asked)
        ? asked
        : 2;

    /// <summary>
    /// Under load all the time: in each round some bodies are acknowledged, a silo goes away, more are acknowledged by
    /// what is left, and the silo comes back.
    /// </summary>
    private static async Task LoadAsync(
        ClusterProcesses cluster, LoadClient[] clients, int rounds, Func<ClusterProcesses, int, Task> hurt)
    {
        using var stop = new CancellationTokenSource();
        var bodies = new Countdown(clients);
        var sending = clients.Select(
            client => Task.Run(() => client.SendAsync(cluster.Door.Address, stop.Token))).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            await bodies.MoreAsync(BodiesPerRound);
            await hurt(cluster, round);
            await bodies.MoreAsync(BodiesPerRound);
            await cluster.StartSiloAsync(round % 2);
        }

        await bodies.MoreAsync(BodiesPerRound);
        await stop.CancelAsync();
        await Task.WhenAll(sending);
    }

    /// <summary>What is still pending is taken, and the Web node shows every case.</summary>
    private static async Task FinishAsync(ClusterProcesses cluster, LoadClient[] clients)
    {
        foreach (var client in clients)
        {
            Assert.Equal(HttpStatusCode.OK, await client.TrySendPendingAsync(cluster.Door.Address));
            Assert.Equal(client.Sent, client.Acknowledged.Count);
        }

        var expected = clients.SelectMany((client, i) =>
            Enumerable.Range(0, client.Sent).Select(fact => LoadClient.CaseOf(i, fact))).Distinct().Count();
        using var http = new HttpClient { BaseAddress = cluster.Web.Address };
        var reader = await ServerProcess.AddKeyAsync(cluster.Shared, "reader", "read");
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", reader);
        await UntilAsync(expected, () => CountAsync("/api/cases", "total"), "cases in the list");
        var open = await CountAsync("/api/cases?state=accepted", "total")
            + await CountAsync("/api/cases?state=suspended", "total");
        await UntilAsync(open, () => CountAsync("/api/board", "open"), "open cases on the board");

        async Task<int> CountAsync(string path, string field)
        {
            using var answer = JsonDocument.Parse(await http.GetStringAsync(path));
            return answer.RootElement.GetProperty(field).GetInt32();
        }
    }

    private static async Task UntilAsync(int expected, Func<Task<int>> countAsync, string what)
    {
        var since = Stopwatch.StartNew();
        for (var found = await countAsync(); found != expected; found = await countAsync())
        {
            Assert.True(since.Elapsed < ServerProcess.Patience, $"{found} instead of {expected} {what}");
            await Task.Delay(TimeSpan.FromMilliseconds(100)); // another process gets there by itself
        }
    }

    private static async Task HoldsAsync(string connection, LoadClient[] clients)
    {
        await using var journal = await PostgresJournal.OpenAsync(
            new PostgresJournalOptions { ConnectionString = connection }, JournalAccess.Read, new JsonEventCodec(),
            TimeProvider.System, CancellationToken.None);
        Assert.Null((await journal.VerifyAsync(CancellationToken.None)).Fault);
        Dictionary<string, int> times = [];
        for (var sequence = 0L; sequence < journal.Head.Sequence;)
        {
            foreach (var entry in await journal.ReadAsync(sequence, 10_000, CancellationToken.None))
            {
                Assert.Equal(++sequence, entry.Sequence);
                foreach (var recorded in entry.Turn.Events.OfType<FactRecorded>())
                {
                    var name = $"{recorded.Fact.Source}#{recorded.Fact.Id}";
                    times[name] = times.GetValueOrDefault(name) + 1;
                }
            }
        }

        Assert.Empty(times.Where(entry => entry.Value != 1).Select(entry => $"{entry.Key} {entry.Value} times"));
        Assert.Equal(clients.Sum(client => client.Sent), times.Count);
    }

    /// <summary>Waits for bodies to be acknowledged.</summary>
    private sealed class Countdown
    {
        private int left;
        private TaskCompletionSource reached = new();

        public Countdown(LoadClient[] clients)
        {
            foreach (var client in clients)
            {
                client.Answered = () =>
                {
                    if (Interlocked.Decrement(ref left) == 0)
                    {
                        reached.TrySetResult();
                    }
                };
            }
        }

        public Task MoreAsync(int bodies)
        {
            reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Interlocked.Exchange(ref left, bodies);
            return reached.Task.WaitAsync(ServerProcess.Patience);
        }
    }
}
