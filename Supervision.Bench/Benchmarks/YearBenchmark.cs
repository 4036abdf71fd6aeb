using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Supervision.Bench.Load;
using Supervision.Bench.Processes;
using Supervision.Bench.Reporting;
using Supervision.Core.Scores;
using Supervision.Silo.Embedded;

namespace Supervision.Bench.Benchmarks;

/// <summary>
/// A year of a city through the feed door of the real server, decided on a clock that runs through it; each month is
/// closed when it is over. Then, after a restart, the pages that leaders read of it.
/// </summary>
internal static class YearBenchmark
{
    private const double PageMillisecondsTarget = 50;
    private const double SheetSecondsTarget = 5;
    private const double SheetMegabytesTarget = 200;
    private static readonly string[] Ranked = ["window", "department", "hall", "town", "staff"];

    /// <summary>How much.</summary>
    /// <param name="CasesPerDay">Cases on an average working day; 5600 make 1.4 million a year.</param>
    /// <param name="Months">Months from January on.</param>
    /// <param name="Rounds">How often each ranking is asked for after the first time.</param>
    /// <param name="Folder">
    /// Keeps the year; months that are closed in it are not sent again. Null for a folder that is removed.
    /// </param>
    public sealed record Size(int CasesPerDay, int Months, int Rounds, string? Folder = null);

    public static readonly Size Miniature = new(5, 1, 1);

    public static Command Create()
    {
        var cases = BenchmarkCommand.Size("--cases-per-day", 5600, "Cases on a working day; 5600 are 1.4 M a year.");
        var months = BenchmarkCommand.Size("--months", 12, "Months, 1 to 12.");
        var rounds = BenchmarkCommand.Size("--rounds", 5, "How often each ranking is asked for again.");
        var folder = new Option<string?>("--folder")
        {
            Description = "Keeps the year here, and goes on with one that is here.",
        };
        return BenchmarkCommand.Of(
            "year", "A year of a city: load, close every month, rankings, bulletins.",
            [cases, months, rounds, folder],
            (parsed, cancellationToken) => RunAsync(
                new Size(
                    parsed.GetValue(cases), parsed.GetValue(months), parsed.GetValue(rounds),
                    parsed.GetValue(folder)),
                cancellationToken));
    }

    public static async Task<Result> RunAsync(Size size, CancellationToken cancellationToken)
    {
        var result = new Result("year");
        using var temporary = size.Folder is null ? new TemporaryFolder() : null;
        var directory = size.Folder ?? temporary!.Path;
        Period[] months = [.. Enumerable.Range(0, size.Months).Select(month => YearCity.First.Plus(month))];
        Directory.CreateDirectory(directory);
        await LoadAsync(directory, size.CasesPerDay, months, result, cancellationToken);
        await using var server = await Server.StartAsync(directory, cancellationToken, clock: ClockMode.Replay);
        result.Add("restart to ready", server.StartedIn.TotalSeconds, "s");
        using var reader = await Browser.SignInAsync(
            server, directory, $"reader-{Guid.NewGuid():N}", "inspector", null, cancellationToken);
        foreach (var month in months)
        {
            result.Expect($"closed version of {month}", 1, await VersionAsync(server, month, cancellationToken) ?? 0);
        }

        await AskRankingsAsync(server, reader, months, size.Rounds, result, cancellationToken);
        await AskBulletinsAsync(server, reader, months, result, cancellationToken);
        return result;
    }

    private static async Task LoadAsync(
        string directory, int casesPerDay, Period[] months, Result result, CancellationToken cancellationToken)
    {
        var city = new YearCity(casesPerDay);
        await using var server = await Server.StartAsync(directory, cancellationToken, clock: ClockMode.Replay);
        using var closer = await Browser.SignInAsync(
            server, directory, $"closer-{Guid.NewGuid():N}", "inspector", null, cancellationToken);
        List<double> closed = [];
        var (sent, accepted, loading, behind) = (0L, 0L, new Stopwatch(), new Stopwatch());
        var isNew = (await server.PositionsAsync(cancellationToken)).Durable == 0;
        foreach (var month in months)
        {
            var before = city.Facts;
            if (!isNew && await VersionAsync(server, month, cancellationToken) is not null)
            {
                foreach (var _ in city.Through(month))
                {
                    // The city lives through it; the server has it.
                }

                continue;
            }

            loading.Start();
            accepted += await server.SendAsync(city.Through(month), cancellationToken);
            loading.Stop();
            sent += city.Facts - before;
            behind.Start();
            await server.ShownAsync(cancellationToken);
            behind.Stop();
            closed.Add(await closer.PostAsync($"/api/months/{month}/close", cancellationToken));
            var (memory, spent) = (server.Process.ResidentBytes / 1e6, server.Process.ProcessorTime);
            Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{month}: {city.Facts} facts of {city.Cases} cases in {loading.Elapsed:mm\\:ss}, "
                + $"lists behind for {behind.Elapsed.TotalSeconds:0} s, closed in {closed[^1]:0} ms, {memory:0} MB, "
                + $"{spent.TotalMicroseconds / sent:0} µs/fact"));
        }

        if (isNew)
        {
            var list = await server.GetAsync("/api/cases?limit=1", cancellationToken);
            result.Expect("cases in the list", city.Cases, list.GetProperty("total").GetInt64());
            result.Expect("facts accepted", sent, accepted); // of a month that was broken off some are known
        }

        result.Add("cases", city.Cases, "");
        result.Add("facts", city.Facts, "");
        if (sent > 0)
        {
            result.Add("facts sent in this run", sent, "");
            result.Add("facts durable", sent / loading.Elapsed.TotalSeconds, "facts/s");
            result.Add("lists behind the journal after a month, all months", behind.Elapsed.TotalSeconds, "s");
            result.Add("close of a month, longest", new Times(closed).Longest, "ms");
            result.Add(
                "processor time of the server, loading", server.Process.ProcessorTime.TotalMicroseconds / sent,
                "µs/fact");
            result.Add("peak memory of the server while loading", server.Process.ResidentPeakBytes / 1e6, "MB");
        }

        await server.Process.StopAsync();
        result.Add("data directory", SizeOf(directory) / 1e6, "MB");
    }

    /// <summary>Every ranking of every month, as page and through the API: once each, then again and again.</summary>
    private static async Task AskRankingsAsync(
        Server server, Browser reader, Period[] months, int rounds, Result result, CancellationToken cancellationToken)
    {
        string[] addresses =
        [
            .. months.SelectMany(month => Ranked.SelectMany(of => new[]
            {
                $"/rankings?of={of}&period={month}", $"/api/rankings?of={of}&period={month}&limit=1000",
            })),
        ];
        List<double> first = [];
        List<(string Path, double Took)> all = [];
        var before = server.Process.ProcessorTime;
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var path in addresses)
            {
                var took = await reader.AskAsync(path, cancellationToken);
                (round == 0 ? first : []).Add(took);
                all.Add((path, took));
            }
        }

        var spent = server.Process.ProcessorTime - before;
        var pages = new Times(all.Where(one => !IsApi(one.Path)).Select(one => one.Took));
        var answers = new Times(all.Where(one => IsApi(one.Path)).Select(one => one.Took));
        result.Add("ranking page, median", pages.At(0.5), "ms");
        result.AddAtMost("ranking page, p95", pages.At(0.95), "ms", PageMillisecondsTarget);
        result.Add("ranking by API, median", answers.At(0.5), "ms");
        result.AddAtMost("ranking by API, p95", answers.At(0.95), "ms", PageMillisecondsTarget);
        result.Add("page or answer asked for the first time, p95", new Times(first).At(0.95), "ms");
        result.Add("processor time of the server", spent.TotalMilliseconds / all.Count, "ms/request");
        result.Notes.Add(
            $"rankings: {addresses.Length} addresses (windows, departments, halls, towns, staff of {months.Length} "
            + "closed months)");
        result.Notes.Add(
            $"each {rounds + 1} times by a signed-in inspector, whole answers over loopback, one after another");
        Say(FormattableString.Invariant($"rankings: {pages.At(0.95):0.0} ms"));
    }

    /// <summary>The bulletin of every month as xlsx; none was issued, so each is computed from the lists.</summary>
    private static async Task AskBulletinsAsync(
        Server server, Browser reader, Period[] months, Result result, CancellationToken cancellationToken)
    {
        List<double> took = [];
        var sheet = 0;
        server.Process.ForgetPeak();
        var before = server.Process.ResidentBytes;
        foreach (var month in months)
        {
            took.Add(await reader.AskAsync(
                $"/reports/bulletin/{month}/download?format=xlsx", cancellationToken) / 1000);
            sheet = Math.Max(sheet, reader.LastAnswer.Length);
            Say(FormattableString.Invariant($"bulletin of {month}: {took[^1]:0.00} s"));
        }

        var times = new Times(took);
        result.Add("bulletin as xlsx, median of the months", times.At(0.5), "s");
        result.AddAtMost("bulletin as xlsx, longest", times.Longest, "s", SheetSecondsTarget);
        result.AddAtMost(
            "memory beyond what the server had, at most", (server.Process.ResidentPeakBytes - before) / 1e6, "MB",
            SheetMegabytesTarget);
        result.Add("bulletin as xlsx, largest", sheet / 1000.0, "kB");
        result.Notes.Add("bulletins: none was issued, so each is computed for its month and the month before");
    }

    /// <summary>The version a month is closed in; null while it is open.</summary>
    private static async Task<int?> VersionAsync(Server server, Period month, CancellationToken cancellationToken)
    {
        var ranking = await server.FindAsync($"/api/rankings?of=department&period={month}", cancellationToken);
        return ranking?.GetProperty("version") is { ValueKind: JsonValueKind.Number } version
            ? version.GetInt32()
            : null;
    }

    private static bool IsApi(string path) => path.StartsWith("/api/", StringComparison.Ordinal);

    private static long SizeOf(string directory) => new DirectoryInfo(directory)
        .EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    private static void Say(string line) =>
        Console.WriteLine($"  {TimeProvider.System.GetLocalNow():HH:mm:ss} {line}");
}
