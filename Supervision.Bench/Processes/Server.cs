using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using Supervision.Bench.Load;
using Supervision.Core.Facts;
using Supervision.Ingest.Simulation;
using Supervision.Silo.Embedded;
using Supervision.Silo.Hosting;
using Supervision.Silo.Storage;

namespace Supervision.Bench.Processes;

/// <summary>The real Supervision.Web on loopback, with the rule book of the generated city.</summary>
internal sealed class Server : IAsyncDisposable
{
    public const string Assembly = "Supervision.Web.dll";
    private static readonly TimeSpan StartMax = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    private readonly HttpClient client;
    private readonly string views;

    private Server(
        DotnetProcess process, string directory, string url, string feedKey, string readKey, TimeSpan startedIn)
    {
        (Process, Url, FeedKey, ReadKey, StartedIn) = (process, url, feedKey, readKey, startedIn);
        views = new DataFolder(directory).Views;
        client = new HttpClient { BaseAddress = new Uri(url), Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", readKey);
    }

    public DotnetProcess Process { get; }

    public string Url { get; }

    public string FeedKey { get; }

    public string ReadKey { get; }

    /// <summary>From the start of the process until it was ready.</summary>
    public TimeSpan StartedIn { get; }

    /// <summary>Starts a server on a data directory, new or with history, and waits until it is ready.</summary>
    /// <param name="directory">Where the data lies.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="rulesText">The rule book; null means the generated city's.</param>
    /// <param name="clock">How now moves: Replay goes through history as it was.</param>
    /// <param name="host">What runs the entities.</param>
    public static async Task<Server> StartAsync(
        string directory, CancellationToken cancellationToken, string? rulesText = null,
        ClockMode clock = ClockMode.Live, EngineKind host = EngineKind.Embedded)
    {
        var rules = Path.Combine(directory, "rules.json");
        await File.WriteAllTextAsync(rules, rulesText ?? CityRules.Text(), cancellationToken);
        var name = Guid.NewGuid().ToString("N");
        var feedKey = await AddKeyAsync(directory, "feed-" + name, "facts", cancellationToken);
        var readKey = await AddKeyAsync(directory, "read-" + name, "read", cancellationToken);
        var url = $"http://127.0.0.1:{FreePort()}";
        var environment = new Dictionary<string, string>
        {
            ["Supervision__Rules"] = rules,
            ["Supervision__Clock"] = clock.ToString(),
            ["Supervision__Engine__Kind"] = host.ToString(),
            ["Supervision__Cluster__SiloPort"] = $"{FreePort()}",
            ["Supervision__Cluster__GatewayPort"] = $"{FreePort()}",
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
        };
        var starting = Stopwatch.StartNew();
        var process = new DotnetProcess(Assembly, ["--data", directory, "--urls", url], environment);
        try
        {
            await WaitUntilReadyAsync(process, url, cancellationToken);
            return new Server(process, directory, url, feedKey, readKey, starting.Elapsed);
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads a JSON answer of the API.</summary>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken)
    {
        var text = await client.GetStringAsync(new Uri(path, UriKind.Relative), cancellationToken);
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>Reads a JSON answer of the API; null when there is no such thing yet.</summary>
    public async Task<JsonElement?> FindAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        answer.EnsureSuccessStatusCode();
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        return document.RootElement.Clone();
    }

    /// <summary>Sends facts in one body; returns how many were new.</summary>
    /// <exception cref="InvalidOperationException">One was rejected: no fact of a benchmark should be.</exception>
    public async Task<long> SendAsync(IEnumerable<Fact> facts, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/facts", UriKind.Relative));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", FeedKey);
        request.Content = new FactBody(facts);
        using var answer = await client.SendAsync(request, cancellationToken);
        answer.EnsureSuccessStatusCode();
        using var receipt = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        var rejected = receipt.RootElement.GetProperty("rejected");
        return rejected.GetArrayLength() == 0
            ? receipt.RootElement.GetProperty("accepted").GetInt64()
            : throw new InvalidOperationException($"A fact was rejected: {rejected[0].GetRawText()}");
    }

    /// <summary>Entries that are durable, and how many of them the views show; facts and what reactions did.</summary>
    public async Task<(long Durable, long Shown)> PositionsAsync(CancellationToken cancellationToken)
    {
        var head = await GetAsync("/api/journal/head", cancellationToken);
        using var database = SqliteDatabase.Open(views, readOnly: true);
        return (head.GetProperty("seq").GetInt64(), database.Scalar("SELECT sequence FROM position") ?? 0);
    }

    /// <summary>Waits until the views show every entry that is durable now.</summary>
    public async Task ShownAsync(CancellationToken cancellationToken)
    {
        while (await PositionsAsync(cancellationToken) is var (durable, shown) && shown < durable)
        {
            await Task.Delay(LookEvery, cancellationToken);
        }
    }

    /// <summary>Facts the board shows.</summary>
    public async Task<long> FactsShownAsync(CancellationToken cancellationToken)
    {
        var board = await GetAsync("/api/board", cancellationToken);
        return board.GetProperty("sources").EnumerateArray().Sum(source => source.GetProperty("facts").GetInt64());
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await Process.DisposeAsync();
    }

    private static async Task<string> AddKeyAsync(
        string directory, string name, string scope, CancellationToken cancellationToken)
    {
        await using var process = new DotnetProcess(
            Assembly, ["keys", "add", "--name", name, "--scope", scope, "--data", directory]);
        return (await process.OutputAsync(cancellationToken)).Trim().Split('\n')[^1];
    }

    private static async Task WaitUntilReadyAsync(
        DotnetProcess process, string url, CancellationToken cancellationToken)
    {
        using var visitor = new HttpClient { BaseAddress = new Uri(url) };
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var answer = await visitor.GetAsync("/healthz/ready", cancellationToken);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!process.HasExited && clock.Elapsed < StartMax)
            {
                // It does not listen yet.
            }

            await Task.Delay(LookEvery, cancellationToken);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
