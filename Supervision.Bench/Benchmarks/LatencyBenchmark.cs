using System.CommandLine;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Supervision.Bench.Load;
using Supervision.Bench.Processes;
using Supervision.Bench.Reporting;

namespace Supervision.Bench.Benchmarks;

/// <summary>From a fact's acceptance to a hub client that sees it, while a live feed flows.</summary>
internal static class LatencyBenchmark
{
    private const double MillisecondsTarget = 250;
    private const string MarkerSource = "/bench/marker";
    private static readonly TimeSpan SeenMax = TimeSpan.FromSeconds(10);

    public sealed record Size(int Rate, int Seconds);

    public static readonly Size Miniature = new(500, 2);

    public static Command Create()
    {
        var rate = BenchmarkCommand.Size("--rate", 5000, "Facts a second that flow meanwhile.");
        var seconds = BenchmarkCommand.Size("--seconds", 60, "How long.");
        return BenchmarkCommand.Of(
            "latency", "From acceptance to a hub client, under a live feed.", [rate, seconds],
            (parsed, cancellationToken) =>
                RunAsync(new Size(parsed.GetValue(rate), parsed.GetValue(seconds)), cancellationToken));
    }

    public static async Task<Result> RunAsync(Size size, CancellationToken cancellationToken)
    {
        var result = new Result("latency");
        var facts = size.Rate * size.Seconds;
        using var folder = new TemporaryFolder();
        await using var server = await Server.StartAsync(folder.Path, cancellationToken);
        var sightings = new Sightings();
        await using var hub = new HubClient(sightings.Look);
        await hub.ConnectAsync(server, cancellationToken);
        await using var client = new FeedClient(server, MixKind.Lives, facts, lanes: 1, size.Rate);
        var markers = await SendMarkersAsync(server, client, cancellationToken);
        var report = await client.ReportAsync(cancellationToken);
        await sightings.WaitForAsync(markers.Count, SeenMax);
        result.Expect("facts accepted", facts, report.Accepted);
        result.Expect("markers seen by the hub client", markers.Count, sightings.Count);
        if (result.Faults.Count == 0)
        {
            Report(result, markers, sightings);
        }

        result.Add("facts that flowed", facts / report.Seconds, "facts/s");
        result.Notes.Add(FormattableString.Invariant(
            $"{markers.Count} marked facts sent one by one at random moments; a delta at most every 250 ms"));
        return result;
    }

    private static void Report(Result result, List<(long SentAt, long AnsweredAt)> markers, Sightings sightings)
    {
        var sinceSent = new Times(markers.Select((marker, i) => sightings.MillisecondsSince(marker.SentAt, i)));
        var sinceAnswer = new Times(markers.Select((marker, i) => sightings.MillisecondsSince(marker.AnsweredAt, i)));
        result.Add("accepted to seen, median", sinceAnswer.At(0.5), "ms");
        result.AddAtMost("accepted to seen, p99", sinceAnswer.At(0.99), "ms", MillisecondsTarget);
        result.Add("sent to seen, median", sinceSent.At(0.5), "ms");
        result.Add("sent to seen, p99", sinceSent.At(0.99), "ms");
    }

    private static async Task<List<(long SentAt, long AnsweredAt)>> SendMarkersAsync(
        Server server, FeedClient load, CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = new Uri(server.Url) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.FeedKey);
        var chance = new Random(1);
        List<(long, long)> markers = [];
        await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken); // the feed is under way
        while (!load.HasExited)
        {
            using var body = new StringContent(
                $$"""
                {"specversion":"1.0","id":"{{markers.Count}}","source":"{{MarkerSource}}","type":"case.accepted",
                 "subject":"M-{{markers.Count}}","data":{"item":"I001"},
                 "time":"{{DateTimeOffset.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ}}"}
                """, new MediaTypeHeaderValue("application/cloudevents+json"));
            var sentAt = Stopwatch.GetTimestamp();
            using var answer = await client.PostAsync(new Uri("/api/facts", UriKind.Relative), body, cancellationToken);
            markers.Add((sentAt, Stopwatch.GetTimestamp()));
            answer.EnsureSuccessStatusCode();
            await Task.Delay(TimeSpan.FromMilliseconds(chance.Next(10, 90)), cancellationToken);
        }

        return markers;
    }

    /// <summary>When the hub client saw each marker: the board counts facts by source.</summary>
    private sealed class Sightings
    {
        private readonly Lock gate = new();
        private readonly List<long> seenAt = [];

        public int Count
        {
            get
            {
                lock (gate)
                {
                    return seenAt.Count;
                }
            }
        }

        public double MillisecondsSince(long timestamp, int marker) =>
            Stopwatch.GetElapsedTime(timestamp, seenAt[marker]).TotalMilliseconds;

        public void Look(string target, JsonElement argument)
        {
            if (target is not ("board" or "delta") || !argument.TryGetProperty("sources", out var sources))
            {
                return;
            }

            var now = Stopwatch.GetTimestamp();
            foreach (var source in sources.EnumerateArray())
            {
                if (!source.GetProperty("source").ValueEquals(MarkerSource))
                {
                    continue;
                }

                lock (gate)
                {
                    while (seenAt.Count < source.GetProperty("facts").GetInt64())
                    {
                        seenAt.Add(now);
                    }
                }
            }
        }

        public async Task WaitForAsync(int count, TimeSpan most)
        {
            var clock = Stopwatch.StartNew();
            while (Count < count && clock.Elapsed < most)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10));
            }
        }
    }
}
