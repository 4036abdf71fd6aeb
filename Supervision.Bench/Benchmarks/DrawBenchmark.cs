using System.Diagnostics;
using System.Globalization;
using Supervision.Bench.Load;
using Supervision.Bench.Reporting;
using Supervision.Core.Draws;
using Supervision.Silo.Draws;
using Command = System.CommandLine.Command;

namespace Supervision.Bench.Benchmarks;

/// <summary>A draw out of a large pool: frozen, drawn, its record written, and verified.</summary>
internal static class DrawBenchmark
{
    private const string No = "SJ-2026-0001";
    private const string FrozenAt = "2026-11-20T02:00:00.000Z";
    private const string DrawnAt = "2026-11-20T03:00:00.000Z";
    private const int OneInAHundred = 100;
    private const double SecondsTarget = 3;
    private const double MegabytesTarget = 300;

    public static Command Create()
    {
        var objects = BenchmarkCommand.Size("--objects", 1_000_000, "Objects in the pool.");
        return BenchmarkCommand.Of(
            "draw", "One object in a hundred out of a pool, with the record.", [objects],
            (parsed, _) => RunAsync(parsed.GetValue(objects)));
    }

    public static async Task<Result> RunAsync(int objects)
    {
        var result = new Result("draw");
        using var folder = new TemporaryFolder();
        var store = new PoolStore(folder.Path);
        var rule = DrawRule.Of(Math.Max(1, objects / OneInAHundred));
        var frozen = Freeze(result, store, rule, objects);
        GC.Collect(); // the draw comes hours after the freezing
        var meter = Effort.Begin();
        var clock = Stopwatch.StartNew();
        var pool = store.Open(frozen)!;
        var found = clock.Elapsed;
        PartyRecord[] parties = [Party("甲"), Party("乙"), Party("丙")];
        var seed = Digests.Seed(No, frozen, parties.Select(party => (party.Party, party.Secret)), null);
        var drawn = Lottery.Draw(rule, pool.Objects, pool.Inspectors, No, seed);
        var lottery = clock.Elapsed;
        var record = new DrawRecord(
            No, "bench", null, "", rule, new([], pool.Inspectors), frozen, FrozenAt, [.. parties], null, seed, drawn,
            DrawnAt, []);
        var path = Path.Combine(folder.Path, "record.json");
        await WriteAsync(pool, record, path);
        var effort = meter.End();
        result.Expect("objects drawn", rule.Count, drawn.Length);
        result.AddAtMost("drawn and recorded", effort.Elapsed.TotalSeconds, "s", SecondsTarget);
        result.Add("of which finding the pool undamaged", found.TotalSeconds, "s");
        result.Add("of which the lottery", (lottery - found).TotalSeconds, "s");
        result.Add("of which the record", (effort.Elapsed - lottery).TotalSeconds, "s");
        result.Add("processor time of both cores", effort.Processor.TotalSeconds, "s");
        result.AddAtMost("peak memory", Process.GetCurrentProcess().PeakWorkingSet64 / 1e6, "MB", MegabytesTarget);
        result.Add("record", new FileInfo(path).Length / 1e6, "MB");

        clock.Restart();
        var broken = RecordVerifier.Verify(File.ReadAllBytes(path)).Count(step => step.Fault is not null);
        result.Expect("steps that fail", 0, broken);
        result.Add("verified", clock.Elapsed.TotalSeconds, "s");
        return result;
    }

    /// <summary>In a method of its own, so that the pool is gone before the draw, as it is hours later.</summary>
    private static FrozenDigests Freeze(Result result, PoolStore store, DrawRule rule, int objects)
    {
        var pool = DrawPool.Of(
            Enumerable.Range(0, objects).Select(number => PoolObject.Of(
                string.Create(CultureInfo.InvariantCulture, $"2026-{number:00000000}"),
                organisation: number % 2 == 0 ? "HR" : "TAX")),
            Enumerable.Range(0, 50).Select(number => Inspector.Of(
                string.Create(CultureInfo.InvariantCulture, $"I{number:00}"), number % 3 == 0 ? "HR" : "DISCIPLINE")));
        var meter = Effort.Begin();
        result.Expect("faults of the pool", 0, PoolCheck.Look(rule, pool).Length);
        var frozen = store.Keep(rule, pool);
        var effort = meter.End();
        result.Add("checked and frozen before", effort.Elapsed.TotalSeconds, "s");
        result.Add("processor time of that", effort.Processor.TotalSeconds, "s");
        return frozen;
    }

    private static async Task WriteAsync(FrozenPool pool, DrawRecord record, string path)
    {
        await using var file = File.Create(path);
        await pool.WriteRecordAsync(record, file, CancellationToken.None);
        file.Flush(flushToDisk: true);
    }

    private static PartyRecord Party(string name)
    {
        var secret = Digests.Of(writer => writer.Text(name));
        return new(name, Digests.Commitment(No, name, secret), FrozenAt, secret, DrawnAt);
    }
}
