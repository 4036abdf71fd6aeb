using System.CommandLine;
using System.Diagnostics;
using Supervision.Bench.Load;
using Supervision.Bench.Processes;
using Supervision.Bench.Reporting;
using Supervision.Core.Alerts;
using Supervision.Core.Facts;
using Supervision.Core.Reading;
using Supervision.Ingest.Simulation;

namespace Supervision.Bench.Benchmarks;

/// <summary>Many limits crossed at one instant: from then until every card is durable and on the board.</summary>
internal static class BurstBenchmark
{
    private const double SecondsTarget = 1;
    private const int BatchFacts = 2000;
    private static readonly TimeSpan ShownMax = TimeSpan.FromMinutes(2);

    public sealed record Size(int Cases, int LeadSeconds);

    public static readonly Size Miniature = new(5_000, 20);

    public static Command Create()
    {
        var cases = BenchmarkCommand.Size("--cases", 100_000, "Limits crossed at once.");
        var lead = BenchmarkCommand.Size("--lead", 60, "Seconds from the start until the instant; loading takes some.");
        return BenchmarkCommand.Of(
            "burst", "Limits crossed at one instant.", [cases, lead],
            (parsed, _) => RunAsync(new Size(parsed.GetValue(cases), parsed.GetValue(lead))));
    }

    public static async Task<Result> RunAsync(Size size)
    {
        var result = new Result("burst");
        await RunAsync(size, restart: false, "memory warm", result);
        await RunAsync(size, restart: true, "after a restart", result);
        result.Notes.Add(FormattableString.Invariant(
            $"{size.Cases} cases due at one instant; engine and views in one process, real clock"));
        return result;
    }

    private static async Task RunAsync(Size size, bool restart, string circumstance, Result result)
    {
        using var folder = new TemporaryFolder();
        var dueAt = DateTimeOffset.UtcNow.AddSeconds(size.LeadSeconds);
        var system = await EmbeddedSystem.StartAsync(folder.Path, withViews: true);
        try
        {
            await LoadAsync(system, size, dueAt, result);
            if (restart)
            {
                await system.DisposeAsync();
                system = await EmbeddedSystem.StartAsync(folder.Path, withViews: true);
            }

            await MeasureAsync(system, size, dueAt, circumstance, result);
        }
        finally
        {
            await system.DisposeAsync();
        }
    }

    private static async Task LoadAsync(EmbeddedSystem system, Size size, DateTimeOffset dueAt, Result result)
    {
        var mix = new FactMix(CityRules.Read(), MixKind.Acceptances, '1', size.Cases, DateTimeOffset.UtcNow);
        var batches = mix.Batches(size.Cases, BatchFacts).Select(batch => Array.ConvertAll(
            batch, fact => fact with { Data = (CaseAccepted)fact.Data with { PromisedDueAt = dueAt } }));
        result.Expect("facts accepted", size.Cases, await system.SubmitAsync(batches, clients: 4));
        await system.SettledAsync();
    }

    private static async Task MeasureAsync(
        EmbeddedSystem system, Size size, DateTimeOffset dueAt, string circumstance, Result result)
    {
        var left = dueAt - DateTimeOffset.UtcNow;
        if (left < TimeSpan.Zero)
        {
            result.Faults.Add($"{circumstance}: loading took longer than --lead; give it more");
            return;
        }

        GC.Collect();
        var before = system.Journal.Head.Sequence;
        await Task.Delay(dueAt - DateTimeOffset.UtcNow);
        var clock = Stopwatch.StartNew();
        var meter = Effort.Begin();
        var durable = await UntilAsync(clock, () => system.Journal.Head.Sequence - before >= size.Cases);
        var shown = await UntilAsync(clock, () => system.Board.Current().Yellow >= size.Cases);
        var effort = meter.End();
        await system.ShownAsync();
        var listed = clock.Elapsed;
        var cards = system.Alerts.Find(new AlertQuery(Level: AlertLevel.Yellow, Clock: "promised", Limit: 1)).Total;
        result.Expect($"{circumstance}: cards in the list", size.Cases, cards);
        result.Expect($"{circumstance}: cards on the board", size.Cases, system.Board.Current().Yellow);
        result.Add($"{circumstance}: every card durable", durable.TotalSeconds, "s");
        result.AddAtMost($"{circumstance}: every card on the board", shown.TotalSeconds, "s", SecondsTarget);
        result.Add($"{circumstance}: processor time until then", effort.Processor.TotalSeconds, "s");
        result.Add($"{circumstance}: every card in the list", listed.TotalSeconds, "s");
    }

    private static async Task<TimeSpan> UntilAsync(Stopwatch clock, Func<bool> condition)
    {
        while (!condition() && clock.Elapsed < ShownMax)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5));
        }

        return clock.Elapsed;
    }
}
