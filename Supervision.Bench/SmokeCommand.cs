using System.CommandLine;
using System.Diagnostics;
using Supervision.Bench.Benchmarks;
using Supervision.Bench.Journals;
using Supervision.Bench.Reporting;

namespace Supervision.Bench;

/// <summary>Every benchmark in miniature, so that none can rot: fails when one did not run or was wrong.</summary>
internal static class SmokeCommand
{
    public static Command Create()
    {
        var command = new Command("smoke", "Runs every benchmark in miniature; speed does not matter.");
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        Func<Task<Result>>[] benchmarks =
        [
            () => BurstBenchmark.RunAsync(BurstBenchmark.Miniature),
            () => StormBenchmark.RunAsync(StormBenchmark.Miniature, cancellationToken),
            () => YearBenchmark.RunAsync(YearBenchmark.Miniature, cancellationToken),
            () => RankingsBenchmark.RunAsync(RankingsBenchmark.Miniature, cancellationToken),
            () => Task.FromResult(ClocksBenchmark.Run(1000)),
            () => DrawBenchmark.RunAsync(1000),
            () => SheetBenchmark.RunAsync(1000, cancellationToken),
            () => RunJournalAsync(cancellationToken),
            () => HostBenchmark.RunAsync(HostBenchmark.Miniature),
            () => FeedBenchmark.RunAsync(FeedBenchmark.Miniature, cancellationToken),
            () => OpenCasesBenchmark.RunAsync(OpenCasesBenchmark.Miniature, cancellationToken),
            () => LatencyBenchmark.RunAsync(LatencyBenchmark.Miniature, cancellationToken),
            () => PunchBenchmark.RunAsync(PunchBenchmark.Miniature, cancellationToken),
#if CLUSTER // alone, the embedded host is in the others
            () => HostsBenchmark.RunAsync(HostsBenchmark.Miniature, cancellationToken),
#endif
        ];
        var faults = 0;
        var beside = new ParallelOptions { MaxDegreeOfParallelism = 3, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(benchmarks, beside, async (run, _) => // most of the time is waiting for an instant
        {
            var result = await run();
            Console.WriteLine($"{result.Name}: {(result.Faults.Count == 0 ? "ok" : string.Join("; ", result.Faults))}");
            Interlocked.Add(ref faults, result.Faults.Count);
        });
        Console.WriteLine(FormattableString.Invariant(
            $"{benchmarks.Length} benchmarks in miniature in {clock.Elapsed.TotalSeconds:0.0} s, {faults} faults"));
        return faults == 0 ? 0 : 1;
    }

    private static async Task<Result> RunJournalAsync(CancellationToken cancellationToken)
    {
        var result = new Result("journal");
        var figures = await JournalBenchmark.RunAsync(
            rows: 2000, batch: 500, bodyBytes: 300, pageSizeBytes: 16_384, cancellationToken);
        result.Add("journal ÷ raw SQLite", figures.Ratio, "");
        return result;
    }
}
