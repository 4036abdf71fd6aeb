using System.Net.Http.Headers;
using System.Text.Json;
using Supervision.Tests.Support;

namespace Supervision.Tests.Crash;

/// <summary>
/// <c>kill -9</c> of the real process under load, again and again. Five rounds here; SUPERVISION_CRASH_ROUNDS=50 for
/// more.
/// </summary>
[Collection(ProcessSuite.Name)]
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Clients = 3;

    [Fact]
    public async Task Kill_AtRandomMomentsUnderLoad_LosesNothingAndAppliesNothingTwice()
    {
        using var folder = new TemporaryFolder();
        var seed = Random.Shared.Next();
        var rounds = CrashRounds.Asked(5);
        output.WriteLine($"{rounds} rounds, seed {seed} (the moments themselves depend on the machine)");
        var chance = new Random(seed);
        var key = await ServerProcess.AddKeyAsync(folder.Path, "feed", "facts");
        var reader = await ServerProcess.AddKeyAsync(folder.Path, "reader", "read");
        LoadClient[] clients =
            [.. Enumerable.Range(0, Clients).Select(i => new LoadClient(i, key, new Random(chance.Next())))];
        for (var round = 0; round < rounds; round++)
        {
            await LoadAndKillAsync(folder.Path, clients, chance);
        }

        await FinishAsync(folder.Path, clients, reader);
        await JournalCheck.HoldsAsync(folder.Path, clients);
        Assert.Empty(clients.SelectMany(client => client.Surprises));
        output.WriteLine($"{clients.Sum(client => client.Acknowledged.Count)} facts acknowledged, each applied once");
    }

    /// <summary>Loads the server from all clients and kills it a moment after some bodies were acknowledged.</summary>
    private static async Task LoadAndKillAsync(string data, LoadClient[] clients, Random chance)
    {
        using var server = await ServerProcess.StartAsync(data);
        var bodies = chance.Next(0, 40);
        var moment = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        foreach (var client in clients)
        {
            client.Answered = () => _ = Interlocked.Decrement(ref bodies) <= 0 && moment.TrySetResult();
        }

        using var stop = new CancellationTokenSource();
        var sending = clients.Select(client => Task.Run(() => client.SendAsync(server.Address, stop.Token))).ToArray();
        await moment.Task.WaitAsync(ServerProcess.Patience);
        Thread.SpinWait(chance.Next(0, 200_000)); // somewhere inside what is under way now
        server.Kill();
        await stop.CancelAsync();
        await Task.WhenAll(sending);
    }

    /// <summary>After the last restart everything still pending is taken, and reading shows each fact once.</summary>
    private static async Task FinishAsync(string data, LoadClient[] clients, string reader)
    {
        using var server = await ServerProcess.StartAsync(data);
        foreach (var client in clients)
        {
            Assert.Equal(System.Net.HttpStatusCode.OK, await client.TrySendPendingAsync(server.Address));
            Assert.Equal(client.Sent, client.Acknowledged.Count);
        }

        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", reader);
        for (var i = 0; i < clients.Length; i++)
        {
            for (var fact = 0; fact < clients[i].Sent; fact += Math.Max(20, clients[i].Sent / 20))
            {
                await CheckTimelineAsync(http, LoadClient.CaseOf(i, fact));
            }
        }

        server.Kill();
    }

    private static async Task CheckTimelineAsync(HttpClient http, string no)
    {
        using var answer = JsonDocument.Parse(await http.GetStringAsync($"/api/cases/{no}"));
        var ids = answer.RootElement.GetProperty("timeline").EnumerateArray()
            .Where(line => line.GetProperty("change").GetString() == "fact")
            .Select(line => line.GetProperty("id").GetString())
            .ToArray();
        Assert.NotEmpty(ids);
        Assert.Equal(ids.Distinct(), ids);
    }
}
