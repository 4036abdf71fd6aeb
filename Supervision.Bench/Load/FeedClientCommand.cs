using System.CommandLine;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Supervision.Bench.Reporting;
using Supervision.Ingest.Simulation;

namespace Supervision.Bench.Load;

/// <summary>What a feed client reports on its last line.</summary>
/// <param name="Accepted">Facts the server called new.</param>
/// <param name="Rejected">Facts it refused.</param>
/// <param name="Seconds">From the first byte to the last answer.</param>
/// <param name="CpuSeconds">Processor time the client itself took meanwhile.</param>
internal sealed record FeedReport(long Accepted, long Rejected, double Seconds, double CpuSeconds);

/// <summary>The sending process of the benchmarks. The key comes through the environment: no list shows it.</summary>
internal static class FeedClientCommand
{
    public const string Name = "feed-client";
    public const string KeyVariable = "SUPERVISION_BENCH_KEY";

    public static Command Create()
    {
        var url = new Option<string>("--url") { Required = true, Description = "Where the server listens." };
        var kind = new Option<MixKind>("--kind") { Description = "Which facts." };
        var facts = BenchmarkCommand.Size("--facts", 1000, "Facts over all lanes.");
        var lanes = BenchmarkCommand.Size("--lanes", 1, "Connections, 1 to 9.");
        var rate = BenchmarkCommand.Size("--rate", 0, "Facts a second over all lanes; 0 is as fast as it goes.");
        var command = new Command(Name, "Sends facts; benchmarks start it.") { url, kind, facts, lanes, rate };
        command.Hidden = true;
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var report = await SendAsync(
                parsed.GetValue(url)!, parsed.GetValue(kind), parsed.GetValue(facts), parsed.GetValue(lanes),
                parsed.GetValue(rate), cancellationToken);
            Console.WriteLine(JsonSerializer.Serialize(report));
            return 0;
        });
        return command;
    }

    private static async Task<FeedReport> SendAsync(
        string url, MixKind kind, int facts, int lanes, int rate, CancellationToken cancellationToken)
    {
        var book = CityRules.Read();
        var now = DateTimeOffset.UtcNow;
        var share = facts / lanes;
        var bodies = Enumerable.Range(0, lanes).Select(lane => new FactStream(
            new FactLines(new FactMix(book, kind, (char)('1' + lane), share, now)), share, rate / lanes)).ToArray();
        using var client = new HttpClient { BaseAddress = new Uri(url), Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", Environment.GetEnvironmentVariable(KeyVariable));

        using var process = Process.GetCurrentProcess();
        var cpuBefore = process.TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var answers = await Task.WhenAll(bodies.Select(body => PostAsync(client, body, cancellationToken)));
        clock.Stop();
        process.Refresh();
        return new FeedReport(
            answers.Sum(answer => answer.Accepted), answers.Sum(answer => answer.Rejected), clock.Elapsed.TotalSeconds,
            (process.TotalProcessorTime - cpuBefore).TotalSeconds);
    }

    private static async Task<(long Accepted, long Rejected)> PostAsync(
        HttpClient client, FactStream body, CancellationToken cancellationToken)
    {
        body.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        using var response = await client.PostAsync("/api/facts", body, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStreamAsync(cancellationToken));
        return (Number("accepted"), Number("rejectedTotal"));

        long Number(string name) => answer.RootElement.GetProperty(name).GetInt64();
    }
}
