using System.Diagnostics;
using Supervision.Bench.Load;
using Supervision.Bench.Reporting;
using Supervision.Web.Exports;
using Command = System.CommandLine.Command;

namespace Supervision.Bench.Benchmarks;

/// <summary>An xlsx file of many rows: how long it takes, and how much of it is ever held.</summary>
internal static class SheetBenchmark
{
    private static readonly ExportColumn<int>[] Columns =
    [
        new("col.subject", row => $"2026-{row:D7}"), new("detail.item", row => $"事项 {row % 418}"),
        new("col.acceptedAt", row => new DateTime(2026, 1, 1, 9, 0, 0, DateTimeKind.Unspecified).AddMinutes(row)),
        new("investment.finishedOn", row => new DateOnly(2026, 1, 1).AddDays(row % 365)),
        new("detail.days", row => row % 40),
    ];

    public static Command Create()
    {
        var rows = BenchmarkCommand.Size("--rows", 1_000_000, "Rows of five cells.");
        return BenchmarkCommand.Of(
            "sheet", "Writes an xlsx file row by row.", [rows],
            (parsed, cancellationToken) => RunAsync(parsed.GetValue(rows), cancellationToken));
    }

    public static async Task<Result> RunAsync(int rows, CancellationToken cancellationToken)
    {
        var result = new Result("sheet");
        using var folder = new TemporaryFolder();
        var heldMax = 0L;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var clock = Stopwatch.StartNew();
        await using (var file = File.Create(Path.Combine(folder.Path, "sheet.xlsx")))
        {
            await XlsxWriter.WriteAsync(file, Columns, Rows(), cancellationToken);
            result.Add("file", file.Length / 1e6, "MB");
        }

        result.Add("rows", rows / clock.Elapsed.TotalSeconds, "rows/s");
        result.AddAtMost("held at most", heldMax / 1e6, "MB", 64);
        return result;

        IEnumerable<int> Rows()
        {
            for (var row = 0; row < rows; row++)
            {
                if (row % 50_000 == 0)
                {
                    heldMax = Math.Max(heldMax, GC.GetTotalMemory(forceFullCollection: true) - before);
                }

                yield return row;
            }
        }
    }
}
