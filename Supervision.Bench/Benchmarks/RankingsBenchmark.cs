using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Supervision.Bench.Load;
using Supervision.Bench.Processes;
using Supervision.Bench.Reporting;
using Supervision.Core.Scores;
using Supervision.Silo.Embedded;

namespace Supervision.Bench.Benchmarks;

/// <summary>
/// Rankings of thousands of windows after a year of cases that came through the feed door of the real server: right
/// after a start, again and again, and of the running month while its figures change between any two requests.
/// </summary>
internal static class RankingsBenchmark
{
    private const double MillisecondsTarget = 50;
    private const int Months = 12;
    private static readonly Period First = Period.Of(2025, 1);

    /// <summary>How much.</summary>
    /// <param name="Windows">Windows.</param>
    /// <param name="Cases">Cases of a window in a month; from 5 on it is ranked.</param>
    /// <param name="Rounds">How often each month is asked for after the first time.</param>
    /// <param name="Folder">Keeps the year, and takes one that is there. Null for a folder that is removed.</param>
    public sealed record Size(int Windows, int Cases, int Rounds, string? Folder = null);

    public static readonly Size Miniature = new(20, 6, 1);

    public static Command Create()
    {
        var windows = BenchmarkCommand.Size("--windows", 5000, "Windows.");
        var cases = BenchmarkCommand.Size("--cases", 10, "Cases of a window in a month; from 5 on it is ranked.");
        var rounds = BenchmarkCommand.Size("--rounds", 20, "How often each month is asked for again.");
        var folder = new Option<string?>("--folder")
        {
            Description = "Keeps the year here, and takes one that is here.",
        };
        return BenchmarkCommand.Of(
            "rankings", "Rankings of thousands of windows over 12 months, page and API.",
            [windows, cases, rounds, folder],
            (parsed, cancellationToken) => RunAsync(
                new Size(
                    parsed.GetValue(windows), parsed.GetValue(cases), parsed.GetValue(rounds),
                    parsed.GetValue(folder)),
                cancellationToken));
    }

    public static async Task<Result> RunAsync(Size size, CancellationToken cancellationToken)
    {
        var result = new Result("rankings");
        var city = new RankedCity(size.Windows, size.Cases);
        using var temporary = size.Folder is null ? new TemporaryFolder() : null;
        var directory = size.Folder ?? temporary!.Path;
        Directory.CreateDirectory(directory);
        await LoadAsync(directory, city, result, cancellationToken);
        await using var server = await Server.StartAsync(
            directory, cancellationToken, city.RulesText(), ClockMode.Replay);
        using var reader = await Browser.SignInAsync(
            server, directory, $"reader-{Guid.NewGuid():N}", "inspector", null, cancellationToken);
        await ExpectRankedAsync(server, city, result, cancellationToken);
        await server.Process.StopAsync();
        await AskAsync(directory, city, size.Rounds, result, cancellationToken);
        result.Notes.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{size.Windows} windows and as many people; {Months} months, all but the last closed; "
            + $"{size.Cases} cases of a window in a month"));
        result.Notes.Add("by a signed-in inspector, whole answers over loopback, one after another");
        result.Notes.Add("first time after a start: as soon as it is ready and somebody signed in, each month once");
        result.Notes.Add("else: the first page of a month, one from the middle, and the first 1000 by API");
        result.Notes.Add("while figures change: a case of the running month is told before each request");
        return result;
    }

    private static async Task LoadAsync(
        string directory, RankedCity city, Result result, CancellationToken cancellationToken)
    {
        await using var server = await Server.StartAsync(
            directory, cancellationToken, city.RulesText(), ClockMode.Replay);
        if ((await server.PositionsAsync(cancellationToken)).Durable == 0)
        {
            using var closer = await Browser.SignInAsync(
                server, directory, "closer", "inspector", null, cancellationToken);
            var (accepted, loading) = (0L, Stopwatch.StartNew());
            for (var month = 0; month < Months; month++)
            {
                accepted += await server.SendAsync(city.Of(First.Plus(month)), cancellationToken);
            }

            var facts = 2L * city.Windows * city.CasesPerMonth * Months;
            result.Expect("facts accepted", facts, accepted);
            result.Add("facts durable", facts / loading.Elapsed.TotalSeconds, "facts/s");
            await server.ShownAsync(cancellationToken);
            List<double> closed = [];
            for (var month = 0; month < Months - 1; month++)
            {
                closed.Add(await closer.PostAsync(
                    $"/api/months/{First.Plus(month)}/close", cancellationToken));
            }

            result.Add("close of a month, longest", new Times(closed).Longest, "ms");
            await server.ShownAsync(cancellationToken);
        }

        var list = await server.GetAsync("/api/cases?limit=1", cancellationToken);
        result.Add("cases", list.GetProperty("total").GetInt64(), "");
        await server.Process.StopAsync();
    }

    /// <summary>Every window of every month is in its ranking, and all but the running one are closed.</summary>
    private static async Task ExpectRankedAsync(
        Server server, RankedCity city, Result result, CancellationToken cancellationToken)
    {
        for (var month = 0; month < Months; month++)
        {
            var ranking = await server.GetAsync(
                $"/api/rankings?of=window&period={First.Plus(month)}&limit=1", cancellationToken);
            result.Expect($"windows of {First.Plus(month)}", city.Windows, ranking.GetProperty("total").GetInt64());
            result.Expect(
                $"best rank of {First.Plus(month)}", 1,
                ranking.GetProperty("items")[0].GetProperty("rank").GetInt64());
        }
    }

    private static async Task AskAsync(
        string directory, RankedCity city, int rounds, Result result, CancellationToken cancellationToken)
    {
        await using var server = await Server.StartAsync(
            directory, cancellationToken, city.RulesText(), ClockMode.Replay);
        using var reader = await Browser.SignInAsync(
            server, directory, $"asker-{Guid.NewGuid():N}", "inspector", null, cancellationToken);
        await reader.AskAsync("/rankings?of=channel&period=2025-01", cancellationToken); // the program, not the figures
        Period[] months = [.. Enumerable.Range(0, Months).Select(month => First.Plus(month))];
        List<double> first = [];
        var start = server.Process.ProcessorTime;
        foreach (var month in months)
        {
            first.Add(await reader.AskAsync(PageOf(month), cancellationToken));
            first.Add(await reader.AskAsync(AnswerOf(month), cancellationToken));
        }

        var spentFirst = (server.Process.ProcessorTime - start).TotalMilliseconds / first.Count;
        List<double> pages = [];
        List<double> answers = [];
        var before = server.Process.ProcessorTime;
        for (var round = 0; round < rounds; round++)
        {
            foreach (var month in months)
            {
                pages.Add(await reader.AskAsync(PageOf(month), cancellationToken));
                pages.Add(await reader.AskAsync($"{PageOf(month)}&after={city.Windows / 2}", cancellationToken));
                answers.Add(await reader.AskAsync(AnswerOf(month), cancellationToken));
            }
        }

        var spent = server.Process.ProcessorTime - before;
        Report(result, "ranking page", pages);
        Report(result, "ranking by API, 1000 windows", answers);
        result.Add(
            "processor time of the server", spent.TotalMilliseconds / (pages.Count + answers.Count), "ms/request");
        Report(result, "asked for the first time after a start", first);
        result.Add("processor time of the server, first time", spentFirst, "ms/request");
        result.Add("first of all", first[0], "ms");
        await AskWhileItChangesAsync(server, reader, city, rounds, result, cancellationToken);
        result.Add("peak memory of the server", server.Process.ResidentPeakBytes / 1e6, "MB");
    }

    /// <summary>What is remembered of the running month never serves twice.</summary>
    private static async Task AskWhileItChangesAsync(
        Server server, Browser reader, RankedCity city, int rounds, Result result, CancellationToken cancellationToken)
    {
        var running = First.Plus(Months - 1);
        var turn = city.CasesPerMonth + (int)((await server.PositionsAsync(cancellationToken)).Durable % 1_000_000);
        List<double> pages = [];
        List<double> answers = [];
        for (var round = 0; round < rounds; round++)
        {
            pages.Add(await ChangedAsync(PageOf(running), round));
            answers.Add(await ChangedAsync(AnswerOf(running), round));
        }

        Report(result, "page of the running month while figures change", pages);
        Report(result, "the same by API", answers);

        async Task<double> ChangedAsync(string path, int window)
        {
            await server.SendAsync(city.LifeOf(running, window % city.Windows, turn++), cancellationToken);
            await server.ShownAsync(cancellationToken);
            return await reader.AskAsync(path, cancellationToken);
        }
    }

    /// <summary>On a machine that others use, too, processor time says more than how long an answer took.</summary>
    private static void Report(Result result, string what, List<double> took)
    {
        var times = new Times(took);
        result.Add(what + ", median", times.At(0.5), "ms");
        result.AddAtMost(what + ", p95", times.At(0.95), "ms", MillisecondsTarget);
    }

    private static string PageOf(Period month) => $"/rankings?of=window&period={month}";

    private static string AnswerOf(Period month) => $"/api/rankings?of=window&period={month}&limit=1000";
}
