using System.CommandLine;
using Supervision.Bench.Load;
using Supervision.Bench.Processes;
using Supervision.Bench.Reporting;
using Supervision.Ingest.Simulation;
using Supervision.Silo.Hosting;
using Supervision.Silo.Journals;

namespace Supervision.Bench.Benchmarks;

/// <summary>Appends through the embedded host against raw SQLite inserting the very same rows, in turns.</summary>
internal static class HostBenchmark
{
    private const double OfRawTarget = 0.5;

    public sealed record Size(int Facts, int Batch, int Clients, int Rounds);

    public static readonly Size Miniature = new(2_000, 500, 2, 1);

    public static Command Create()
    {
        var facts = BenchmarkCommand.Size("--facts", 200_000, "Facts in each round.");
        var batch = BenchmarkCommand.Size("--batch", 1000, "Facts in one SubmitAsync, up to 4096.");
        var clients = BenchmarkCommand.Size("--clients", 8, "Callers at once.");
        var rounds = BenchmarkCommand.Size("--rounds", 3, "Rounds; the best of each side counts.");
        return BenchmarkCommand.Of(
            "host", "Journal append through the embedded host, against raw SQLite.", [facts, batch, clients, rounds],
            (parsed, _) => RunAsync(new Size(
                parsed.GetValue(facts), parsed.GetValue(batch), parsed.GetValue(clients), parsed.GetValue(rounds))));
    }

    public static async Task<Result> RunAsync(Size size)
    {
        var result = new Result("host");
        Effort? host = null;
        Effort? raw = null;
        var rowBytes = 0.0;
        for (var round = 0; round < size.Rounds; round++)
        {
            using var folder = new TemporaryFolder();
            host = Effort.Best(host, await AppendAsync(size, folder.Path, result));
            var rows = RawSqlite.ReadRows(new JournalFolder(new DataFolder(folder.Path).Journal).Journal, size.Facts);
            result.Expect("rows in the journal", size.Facts, rows.Count);
            rowBytes = rows.Average(row => row.SizeBytes);
            raw = Effort.Best(raw, RawSqlite.Insert(Path.Combine(folder.Path, "raw.db"), rows));
        }

        result.Add("raw SQLite", size.Facts / raw!.Value.Elapsed.TotalSeconds, "rows/s");
        result.Add("embedded host", size.Facts / host!.Value.Elapsed.TotalSeconds, "facts/s");
        result.AddAtLeast("host ÷ raw", raw.Value.Elapsed / host.Value.Elapsed, "", OfRawTarget);
        result.Add("processor time of raw SQLite", raw.Value.Processor.TotalMicroseconds / size.Facts, "µs/row");
        result.Add("processor time of the host", host.Value.Processor.TotalMicroseconds / size.Facts, "µs/fact");
        result.Add("paused for garbage collection", host.Value.Paused / host.Value.Elapsed * 100, "% of the time");
        result.Add("allocated by the host", host.Value.AllocatedBytes / (double)size.Facts, "bytes/fact");
        result.Add("mean row", rowBytes, "bytes");
        result.Notes.Add(FormattableString.Invariant(
            $"{size.Facts} facts, {size.Batch} a batch, {size.Clients} callers; best of {size.Rounds} rounds"));
        return result;
    }

    private static async Task<Effort> AppendAsync(Size size, string directory, Result result)
    {
        var mix = new FactMix(CityRules.Read(), MixKind.Lives, '1', size.Facts, DateTimeOffset.UtcNow);
        var batches = mix.Batches(size.Facts, size.Batch);
        await using var system = await EmbeddedSystem.StartAsync(directory, withViews: false);
        GC.Collect();
        var meter = Effort.Begin();
        var accepted = await system.SubmitAsync(batches, size.Clients);
        var effort = meter.End();
        result.Expect("facts accepted", size.Facts, accepted);
        return effort;
    }
}
