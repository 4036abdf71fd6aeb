using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using Supervision.Core.Jobs;
using Supervision.Core.Scores;
using Supervision.Silo.Hosting;
using Supervision.Silo.Journals;
using Supervision.Silo.Runtime;
using Supervision.Silo.Storage;
using Supervision.Tests.Support;

namespace Supervision.Tests.Crash;

/// <summary>
/// <c>kill -9</c> while the job that closes months makes up for half a year: whatever it had begun is done once by the
/// next start, and nothing twice. One kill here; SUPERVISION_CRASH_ROUNDS=50 for more.
/// </summary>
[Collection(ProcessSuite.Name)]
public sealed class JobCrashTests(ITestOutputHelper output)
{
    private const int MonthsMissed = 6;
    private static readonly TimeSpan RunTakesAbout = TimeSpan.FromMilliseconds(1500);

    [Fact]
    public async Task Kill_WhileAJobRuns_LeavesEachPeriodDoneOnce()
    {
        using var folder = new TemporaryFolder();
        var rounds = CrashRounds.Asked(1);
        var current = Period.Of(DateOnly.FromDateTime(DateTimeOffset.UtcNow.ToOffset(TimeSpan.FromHours(8)).DateTime));
        Period[] months = [.. Enumerable.Range(1, MonthsMissed).Select(ago => current.Plus(-ago)).Order()];
        await MonthCases.FillAsync(folder.Path, months, departments: 1);
        SwitchOnEarlier(folder.Path);
        var chance = new Random();
        for (var round = 0; round < rounds; round++)
        {
            using var server = await ServerProcess.StartAsync(folder.Path);
            await server.StartedAsync();
            var (clock, after) = (Stopwatch.StartNew(), RunTakesAbout * chance.NextDouble());
            SpinWait.SpinUntil(() => clock.Elapsed >= after); // somewhere inside the run, which began with the start
            server.Kill();
        }

        var (runsBefore, _) = await HistoryAsync(folder.Path);
        output.WriteLine($"{rounds} kills; {runsBefore.Count} moves of the job had become durable before");
        await RunToTheEndAsync(folder.Path, months);
        await RunToTheEndAsync(folder.Path, months); // and once more, when nothing is left
        var (runs, closed) = await HistoryAsync(folder.Path);
        Assert.Equal(months, closed.Order());
        foreach (var month in months)
        {
            JobRun[] moves = [.. runs.Where(run => run.Period.ToString() == month.ToString())];
            Assert.Equal(JobRunState.Done, moves[^1].State);
            Assert.All(moves[..^1], run => Assert.Equal(JobRunState.Running, run.State));
            Assert.Equal(Enumerable.Range(1, moves.Length - 1), moves[..^1].Select(run => run.Attempt));
        }
    }

    /// <summary>Starts it and waits until every month is closed; then it ends in good order.</summary>
    private static async Task RunToTheEndAsync(string data, Period[] months)
    {
        var key = await ServerProcess.AddKeyAsync(data, Guid.NewGuid().ToString("N"), "read");
        using var server = await ServerProcess.StartAsync(data);
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var patience = new CancellationTokenSource(ServerProcess.Patience);
        foreach (var month in months)
        {
            while (await VersionOfAsync(month) is null)
            {
                await Task.Delay(100, patience.Token); // another process gets there by itself
            }
        }

        Assert.Equal(0, await server.StopAsync());

        async Task<string?> VersionOfAsync(Period month)
        {
            using var answer = JsonDocument.Parse(await http.GetStringAsync($"/api/rankings?period={month}"));
            var version = answer.RootElement.GetProperty("version");
            return version.ValueKind == JsonValueKind.Null ? null : version.ToString();
        }
    }

    /// <summary>
    /// As if jobs had been switched on before these months, and the process had been away since: the start before has
    /// made the file in which Quartz keeps that.
    /// </summary>
    private static void SwitchOnEarlier(string data)
    {
        using var jobs = SqliteDatabase.Open(new DataFolder(data).Jobs);
        using var move = jobs.Prepare(
            "UPDATE QRTZ_TRIGGERS SET START_TIME = ?1, NEXT_FIRE_TIME = ?1 WHERE TRIGGER_NAME = ?2");
        move.Bind(1, DateTimeOffset.UtcNow.AddDays(-31 * (MonthsMissed + 1)).UtcTicks)
            .Bind(2, nameof(JobKind.MonthClose)).Run();
        Assert.Equal(1, jobs.Scalar("SELECT changes()"));
    }

    /// <summary>Every move of the job, and every month that was closed, of a server that is gone.</summary>
    private static async Task<(List<JobRun> Runs, List<Period> Closed)> HistoryAsync(string data)
    {
        List<JobRun> runs = [];
        List<Period> closed = [];
        await using var journal = SqliteJournal.Open(
            new DataFolder(data).Journal, new JsonEventCodec(), new SqliteJournalOptions());
        foreach (var entry in await journal.ReadAsync(0, 10_000, CancellationToken.None))
        {
            runs.AddRange(entry.Turn.Events.OfType<JobMoved>().Select(moved => moved.After)
                .Where(run => run.Job == JobKind.MonthClose));
            closed.AddRange(
                entry.Turn.Events.OfType<MonthClosed>().Select(_ => Period.Parse(entry.Turn.Stream.Key)!.Value));
        }

        return (runs, closed);
    }
}
