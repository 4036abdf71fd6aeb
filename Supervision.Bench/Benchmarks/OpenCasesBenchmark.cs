using System.CommandLine;
using System.Diagnostics;
using System.Net.Http.Headers;
using Supervision.Bench.Load;
using Supervision.Bench.Processes;
using Supervision.Bench.Reporting;

namespace Supervision.Bench.Benchmarks;

/// <summary>What open cases cost in resident memory, and how long a server that has them takes to be back.</summary>
internal static class OpenCasesBenchmark
{
    private const double BytesPerCaseTarget = 600;
    private const double RestartSecondsTarget = 5;

    public sealed record Size(int Cases, int SettleSeconds);

    public static readonly Size Miniature = new(1_000, 0);

    public static Command Create()
    {
        var cases = BenchmarkCommand.Size("--cases", 1_000_000, "Open cases.");
        var settle = BenchmarkCommand.Size("--settle", 30, "Seconds of rest before memory is read.");
        return BenchmarkCommand.Of(
            "open", "Memory of open cases, and restart to ready.", [cases, settle],
            (parsed, cancellationToken) =>
                RunAsync(new Size(parsed.GetValue(cases), parsed.GetValue(settle)), cancellationToken));
    }

    public static async Task<Result> RunAsync(Size size, CancellationToken cancellationToken)
    {
        var result = new Result("open");
        var settle = TimeSpan.FromSeconds(size.SettleSeconds);
        using var folder = new TemporaryFolder();
        long empty;
        long filled;
        await using (var server = await Server.StartAsync(folder.Path, cancellationToken))
        {
            await Task.Delay(settle / 3, cancellationToken);
            empty = server.Process.ResidentBytes;
            await FillAsync(server, size, result, cancellationToken);
            await Task.Delay(settle, cancellationToken);
            filled = server.Process.ResidentBytes;
            await server.Process.StopAsync();
        }

        result.Add("empty start", empty / 1e6, "MB");
        result.AddAtMost(
            "each open case after they came in", (filled - empty) / (double)size.Cases, "bytes", BytesPerCaseTarget);
        await using (var server = await Server.StartAsync(folder.Path, cancellationToken))
        {
            result.AddAtMost("restart to ready", server.StartedIn.TotalSeconds, "s", RestartSecondsTarget);
            await AnswerAsync(server, size, "first fact durable after a restart", result, cancellationToken);
            await Task.Delay(settle, cancellationToken);
            var resident = (server.Process.ResidentBytes - empty) / (double)size.Cases;
            result.AddAtMost("each open case after a restart", resident, "bytes", BytesPerCaseTarget);
            await server.Process.KillAsync();
        }

        await using (var server = await Server.StartAsync(folder.Path, cancellationToken))
        {
            result.AddAtMost("restart to ready after a kill", server.StartedIn.TotalSeconds, "s", RestartSecondsTarget);
        }

        result.Notes.Add(FormattableString.Invariant(
            $"{size.Cases} accepted cases, limits in 2 to 20 working days; {size.SettleSeconds} s of rest"));
        return result;
    }

    private static async Task FillAsync(Server server, Size size, Result result, CancellationToken cancellationToken)
    {
        await using var client = new FeedClient(server, MixKind.Acceptances, size.Cases, lanes: 1);
        result.Expect("facts accepted", size.Cases, (await client.ReportAsync(cancellationToken)).Accepted);
        while (await server.PositionsAsync(cancellationToken) is var (durable, shown) && shown < durable)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(250), cancellationToken);
        }

        result.Expect("facts on the board", size.Cases, await server.FactsShownAsync(cancellationToken));
        var board = await server.GetAsync("/api/board", cancellationToken);
        result.Expect("open cases on the board", size.Cases, board.GetProperty("open").GetInt64());
    }

    /// <summary>Ready should mean ready: a fact about a case from before the restart is sent and answered.</summary>
    private static async Task AnswerAsync(
        Server server, Size size, string figure, Result result, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.FeedKey);
        using var body = new StringContent(
            $$"""
            {"specversion":"1.0","id":"after-restart","source":"/bench","type":"case.withdrawn",
             "subject":"2026-1{{size.Cases - 1:00000000}}","time":"{{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ssZ}}"}
            """, new MediaTypeHeaderValue("application/cloudevents+json"));
        using var answer = await client.PostAsync(new Uri(server.Url + "/api/facts"), body, cancellationToken);
        answer.EnsureSuccessStatusCode();
        result.Add(figure, clock.Elapsed.TotalSeconds, "s");
        var board = await server.GetAsync("/api/board", cancellationToken);
        result.Expect("open cases after it", size.Cases - 1, await ShownAsync(board));

        async Task<long> ShownAsync(System.Text.Json.JsonElement shown)
        {
            for (var look = 0; look < 100 && shown.GetProperty("open").GetInt64() != size.Cases - 1; look++)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
                shown = await server.GetAsync("/api/board", cancellationToken);
            }

            return shown.GetProperty("open").GetInt64();
        }
    }
}
