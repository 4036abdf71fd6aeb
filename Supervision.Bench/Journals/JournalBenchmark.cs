using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Silo.Journals;
using Command = System.CommandLine.Command;

namespace Supervision.Bench.Journals;

/// <summary>Durable appends per second through the journal, beside raw SQLite inserting the same rows.</summary>
/// <param name="RawRowsPerSecond">Of SQLite itself: WAL, synchronous=FULL, one transaction a batch.</param>
/// <param name="JournalRowsPerSecond">Of <see cref="SqliteJournal.AppendAsync"/> with the same batches.</param>
public sealed record JournalFigures(double RawRowsPerSecond, double JournalRowsPerSecond)
{
    /// <summary>The journal's part of raw speed.</summary>
    public double Ratio => JournalRowsPerSecond / RawRowsPerSecond;
}

/// <summary>The subcommand <c>journal</c>.</summary>
public static class JournalBenchmark
{
    /// <summary>Describes the command line.</summary>
    public static Command Command()
    {
        var rows = new Option<int>("--rows") { Description = "Rows per round.", DefaultValueFactory = _ => 200_000 };
        var batch = new Option<int>("--batch") { Description = "Rows per commit.", DefaultValueFactory = _ => 1000 };
        var body = new Option<int>("--body") { Description = "Bytes of one body.", DefaultValueFactory = _ => 300 };
        var pages = new Option<int>("--page-size")
        {
            Description = "Bytes of a page.",
            DefaultValueFactory = _ => 16_384,
        };
        var rounds = new Option<int>("--rounds") { Description = "Rounds, alternating.", DefaultValueFactory = _ => 7 };
        var command = new Command("journal", "Journal appends beside raw SQLite") { rows, batch, body, pages, rounds };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var ratios = new List<double>();
            for (var round = 0; round < arguments.GetValue(rounds); round++)
            {
                var figures = await RunAsync(
                    arguments.GetValue(rows), arguments.GetValue(batch), arguments.GetValue(body),
                    arguments.GetValue(pages), cancellationToken);
                ratios.Add(figures.Ratio);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"raw SQLite {figures.RawRowsPerSecond:N0} rows/s, journal {figures.JournalRowsPerSecond:N0}, "
                    + $"ratio {figures.Ratio:P0}"));
            }

            var median = ratios.Order().ElementAt(ratios.Count / 2);
            Console.WriteLine(FormattableString.Invariant($"median ratio {median:P0}"));
        });
        return command;
    }

    /// <summary>Runs both once, in a folder of its own.</summary>
    public static async Task<JournalFigures> RunAsync(
        int rows, int batch, int bodyBytes, int pageSizeBytes, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("supervision-bench-").FullName;
        try
        {
            var batches = BenchmarkTurns.Make(rows, bodyBytes).Chunk(batch).ToList();
            var raw = RawJournal.Insert(Path.Combine(folder, "raw.db"), batches, pageSizeBytes);
            await using var journal = SqliteJournal.Open(
                Path.Combine(folder, "journal"), new NoCodec(), new() { PageSizeBytes = pageSizeBytes });
            GC.Collect();
            var started = Stopwatch.GetTimestamp();
            foreach (var turns in batches)
                await journal.AppendAsync(turns, cancellationToken);

            return new(rows / raw.TotalSeconds, rows / Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Bodies are made beforehand and never read back.</summary>
    private sealed class NoCodec : IEventCodec
    {
        public void Encode(ImmutableArray<DomainEvent> events, System.Buffers.IBufferWriter<byte> output) =>
            throw new NotSupportedException();

        public ImmutableArray<DomainEvent> Decode(ReadOnlyMemory<byte> body) => throw new NotSupportedException();
    }
}
