using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Supervision.Bench.Load;
using Supervision.Bench.Processes;
using Supervision.Bench.Reporting;

namespace Supervision.Bench.Benchmarks;

/// <summary>
/// From a punch at a terminal to the tile of its window and to the wall, while all other terminals go on uploading. A
/// hall map hears <c>windowsChanged</c> and asks again; the wall is told how many windows are staffed.
/// </summary>
internal static class PunchBenchmark
{
    private const double MillisecondsTarget = 1000;
    private static readonly TimeSpan SeenMax = TimeSpan.FromSeconds(10);

    public sealed record Size(int Windows, int Staff, int Terminals, int Rate, int Seconds);

    public static readonly Size Miniature = new(20, 60, 5, 20, 2);

    public static Command Create()
    {
        var windows = BenchmarkCommand.Size("--windows", 5000, "Windows.");
        var staff = BenchmarkCommand.Size("--staff", 30_000, "People, more than windows.");
        var terminals = BenchmarkCommand.Size("--terminals", 500, "Terminals.");
        var rate = BenchmarkCommand.Size("--rate", 500, "Posts of terminals a second.");
        var seconds = BenchmarkCommand.Size("--seconds", 60, "How long.");
        return BenchmarkCommand.Of(
            "punch", "From a punch to its tile and the wall, under the posts of all terminals.",
            [windows, staff, terminals, rate, seconds],
            (parsed, cancellationToken) => RunAsync(
                new Size(
                    parsed.GetValue(windows), parsed.GetValue(staff), parsed.GetValue(terminals),
                    parsed.GetValue(rate), parsed.GetValue(seconds)),
                cancellationToken));
    }

    public static async Task<Result> RunAsync(Size size, CancellationToken cancellationToken)
    {
        var result = new Result("punch");
        var city = new PunchCity(size.Windows, size.Staff, size.Terminals);
        using var folder = new TemporaryFolder();
        city.ListTerminals(folder.Path);
        await using var server = await Server.StartAsync(folder.Path, cancellationToken, city.RulesText());
        using var client = new PunchClient(server.Url, city);
        var sightings = new Sightings();
        await using var hub = new HubClient(sightings.Look);
        await hub.ConnectAsync(server, cancellationToken);

        var flow = client.FlowAsync(size.Rate, size.Seconds, cancellationToken);
        var markers = await MarkAsync(server, client, sightings, flow, size.Windows, cancellationToken);
        var flowed = await flow;
        result.Expect("posts answered with OK", flowed + markers.Count, client.Answered);
        result.Expect("marked punches seen on their tile", markers.Count, markers.Count(one => one.TileMs is not null));
        result.Expect("marked punches seen on the wall", markers.Count, markers.Count(one => one.WallMs is not null));
        if (result.Faults.Count == 0)
        {
            Report(result, "punch to tile", new Times(markers.Select(one => one.TileMs!.Value)));
            Report(result, "punch to wall", new Times(markers.Select(one => one.WallMs!.Value)));
        }

        result.Add("posts that flowed", flowed / (double)size.Seconds, "posts/s");
        result.Add("peak memory of the server", server.Process.ResidentPeakBytes / 1e6, "MB");
        result.Notes.Add(FormattableString.Invariant(
            $"{size.Windows} windows, {size.Staff} people, {size.Terminals} terminals, one record a post"));
        result.Notes.Add(FormattableString.Invariant(
            $"{markers.Count} marked punches, one after another; the terminals share the machine"));
        return result;
    }

    private static void Report(Result result, string what, Times times)
    {
        result.Add(what + ", median", times.At(0.5), "ms");
        result.AddAtMost(what + ", p99", times.At(0.99), "ms", MillisecondsTarget);
    }

    /// <summary>Holders come one after another, each as soon as the last one's window was seen staffed.</summary>
    private static async Task<List<Marker>> MarkAsync(
        Server server, PunchClient client, Sightings sightings, Task flow, int windows,
        CancellationToken cancellationToken)
    {
        List<Marker> markers = [];
        for (var window = 0; window < windows && !flow.IsCompleted; window++)
        {
            var sentAt = Stopwatch.GetTimestamp();
            var tile = WatchTileAsync(server, sightings, window, sentAt, cancellationToken);
            await client.PunchAsync(window, 0, cancellationToken);
            var tileMs = await tile;
            var wallMs = await sightings.StaffedAsync(window + 1, sentAt, SeenMax);
            markers.Add(new(tileMs, wallMs));
        }

        return markers;
    }

    /// <summary>As the hall map does: asks again after each word that something changed.</summary>
    private static async Task<double?> WatchTileAsync(
        Server server, Sightings sightings, int window, long sentAt, CancellationToken cancellationToken)
    {
        var path = "/api/windows/" + PunchCity.WindowOf(window);
        var change = sightings.NextChangeAsync(SeenMax);
        while (Stopwatch.GetElapsedTime(sentAt) < SeenMax && await change)
        {
            change = sightings.NextChangeAsync(SeenMax); // what changes while it is asked is not missed
            if (await server.FindAsync(path, cancellationToken) is { } file
                && file.GetProperty("window").GetProperty("state").GetString() == "staffed")
            {
                return Stopwatch.GetElapsedTime(sentAt).TotalMilliseconds;
            }
        }

        return null;
    }

    /// <summary>When a punch was seen, in milliseconds after it was sent; null for never.</summary>
    private sealed record Marker(double? TileMs, double? WallMs);

    /// <summary>What the hub told.</summary>
    private sealed class Sightings
    {
        private readonly Lock gate = new();
        private readonly Dictionary<long, long> staffedAt = [];
        private long staffed;
        private TaskCompletionSource changed = New();
        private TaskCompletionSource counted = New();

        public void Look(string target, JsonElement argument)
        {
            var now = Stopwatch.GetTimestamp();
            TaskCompletionSource? done = null;
            lock (gate)
            {
                if (target == "windowsChanged")
                {
                    (done, changed) = (changed, New());
                }
                else if (target is "board" or "delta" && argument.TryGetProperty("windows", out var windows))
                {
                    for (var count = windows.GetProperty("staffed").GetInt64(); staffed < count;)
                    {
                        staffedAt[++staffed] = now;
                    }

                    (done, counted) = (counted, New());
                }
            }

            done?.SetResult();
        }

        /// <summary>Waits for the next word that windows changed; false when none comes in time.</summary>
        public Task<bool> NextChangeAsync(TimeSpan most)
        {
            Task next;
            lock (gate)
            {
                next = changed.Task;
            }

            return WithinAsync(next, most);
        }

        /// <summary>How long after an instant the wall first told of so many staffed windows.</summary>
        public async Task<double?> StaffedAsync(long count, long since, TimeSpan most)
        {
            while (true)
            {
                Task next;
                lock (gate)
                {
                    if (staffedAt.TryGetValue(count, out var at))
                    {
                        return Stopwatch.GetElapsedTime(since, at).TotalMilliseconds;
                    }

                    next = counted.Task;
                }

                if (!await WithinAsync(next, most))
                {
                    return null;
                }
            }
        }

        private static async Task<bool> WithinAsync(Task task, TimeSpan most) =>
            await Task.WhenAny(task, Task.Delay(most)) == task;

        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
