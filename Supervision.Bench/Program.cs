using System.CommandLine;
using Supervision.Bench;
using Supervision.Bench.Benchmarks;
using Supervision.Bench.Journals;
using Supervision.Bench.Load;

// One line per benchmark.
var root = new RootCommand("Measures Supervision. Each benchmark runs alone; 'smoke' runs all of them in miniature.")
{
    JournalBenchmark.Command(),
    HostBenchmark.Create(),
    FeedBenchmark.Create(),
    OpenCasesBenchmark.Create(),
    BurstBenchmark.Create(),
    StormBenchmark.Create(),
    LatencyBenchmark.Create(),
    PunchBenchmark.Create(),
    ClocksBenchmark.Create(),
    HostsBenchmark.Create(),
    DrawBenchmark.Create(),
    SheetBenchmark.Create(),
    YearBenchmark.Create(),
    RankingsBenchmark.Create(),
    SmokeCommand.Create(),
    FeedClientCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
