using System.CommandLine;
using System.Diagnostics;
using Supervision.Bench.Load;
using Supervision.Bench.Processes;
using Supervision.Bench.Reporting;

namespace Supervision.Bench.Benchmarks;

/// <summary>NDJSON from a second process into the real server: speed, memory, how far the board is behind.</summary>
internal static class FeedBenchmark
{
    private const double FactsPerSecondTarget = 50_000;
    private const double PeakMegabytesTarget = 1000;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    public sealed record Size(int Facts, int Lanes);

    public static readonly Size Miniature = new(4_000, 2);

    public static Command Create()
    {
        var facts = BenchmarkCommand.Size("--facts", 2_000_000, "Facts sent.");
        var lanes = BenchmarkCommand.Size("--lanes", 4, "Connections, 1 to 9.");
        return BenchmarkCommand.Of(
            "feed", "POST /api/facts as NDJSON from a second process.", [facts, lanes],
            (parsed, cancellationToken) =>
                RunAsync(new Size(parsed.GetValue(facts), parsed.GetValue(lanes)), cancellationToken));
    }

    public static async Task<Result> RunAsync(Size size, CancellationToken cancellationToken)
    {
        var result = new Result("feed");
        var facts = size.Facts / size.Lanes * size.Lanes;
        using var folder = new TemporaryFolder();
        await using var server = await Server.StartAsync(folder.Path, cancellationToken);
        var cpuBefore = server.Process.ProcessorTime;
        await using var client = new FeedClient(server, MixKind.Lives, facts, size.Lanes);
        var (behindMax, lateRate) = await WatchAsync(server, client, facts / 2, cancellationToken);
        var report = await client.ReportAsync(cancellationToken);
        var cpu = server.Process.ProcessorTime - cpuBefore;
        result.Expect("facts accepted", facts, report.Accepted);
        result.Expect("facts rejected", 0, report.Rejected);

        var clock = Stopwatch.StartNew();
        var positions = await server.PositionsAsync(cancellationToken);
        var behind = positions.Durable - positions.Shown;
        while (positions.Shown < positions.Durable)
        {
            await Task.Delay(LookEvery, cancellationToken);
            positions = await server.PositionsAsync(cancellationToken);
        }

        result.Expect("facts on the board", facts, await server.FactsShownAsync(cancellationToken));
        result.AddAtLeast("facts durable", facts / report.Seconds, "facts/s", FactsPerSecondTarget);
        result.Add("entries durable in the second half", lateRate, "entries/s");
        var peak = server.Process.ResidentPeakBytes / 1e6;
        result.AddAtMost("peak memory of the server", peak, "MB", PeakMegabytesTarget);
        result.Add("board behind the journal, at most", behindMax, "entries");
        result.Add("board behind when the stream ended", behind, "entries");
        result.Add("time to catch up", clock.Elapsed.TotalSeconds, "s");
        result.Add("processor time of the server", cpu.TotalMicroseconds / facts, "µs/fact");
        result.Add("processor time of the client", report.CpuSeconds * 1e6 / facts, "µs/fact");
        result.Notes.Add(FormattableString.Invariant(
            $"{facts} facts over {size.Lanes} connections in {report.Seconds:0.0} s; the client shares the machine"));
        return result;
    }

    /// <summary>How far the board was behind at most, and how fast the journal grew once warm.</summary>
    private static async Task<(long BehindMax, double LateRate)> WatchAsync(
        Server server, FeedClient client, long half, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var behind = 0L;
        (double At, long Durable)? middle = null;
        (double At, long Durable) last = default;
        while (!client.HasExited)
        {
            var (durable, shown) = await server.PositionsAsync(cancellationToken);
            last = (clock.Elapsed.TotalSeconds, durable);
            middle ??= durable >= half ? last : null;
            behind = Math.Max(behind, durable - shown);
            await Task.Delay(LookEvery, cancellationToken);
        }

        var late = last.At - middle?.At;
        return (behind, late > 0 ? (last.Durable - middle!.Value.Durable) / late.Value : 0);
    }
}
