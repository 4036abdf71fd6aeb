using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Supervision.Core.Scores;
using Supervision.Silo.Hosting;
using Supervision.Silo.Journals;
using Supervision.Silo.Runtime;
using Supervision.Tests.Support;

namespace Supervision.Tests.Crash;

/// <summary>
/// <c>kill -9</c> while a month is being closed: it is closed once and complete, or not at all until it is asked for
/// again. The kill falls anywhere within the time the last close took. Two rounds here; SUPERVISION_CRASH_ROUNDS=50 for
/// more.
/// </summary>
[Collection(ProcessSuite.Name)]
public sealed class MonthCrashTests(ITestOutputHelper output)
{
    private const string Password = "swordfish-2026";
    private const int UnitsPerMonth = 40;

    [Fact]
    public async Task Kill_WhileAMonthIsClosed_LeavesOneCloseComplete()
    {
        using var folder = new TemporaryFolder();
        var rounds = int.TryParse(
            Environment.GetEnvironmentVariable("SUPERVISION_CRASH_ROUNDS"), CultureInfo.InvariantCulture, out var asked)
            ? asked
            : 2;
        var chance = new Random();
        var key = await ServerProcess.AddKeyAsync(folder.Path, "feed", "facts");
        await AddInspectorAsync(folder.Path);
        Period[] months = [.. Enumerable.Range(0, rounds).Select(month => Period.Of(2016, 1).Plus(month))];
        await FillAsync(folder.Path, key, months);
        var durable = 0;
        var took = TimeSpan.FromMilliseconds(200);
        foreach (var month in months)
        {
            await KillWhileClosingAsync(folder.Path, month, took * chance.NextDouble());
            var isDurable = (await VersionsAsync(folder.Path)).Any(closed => closed.Month == month);
            durable += isDurable ? 1 : 0;
            using var server = await ServerProcess.StartAsync(folder.Path);
            using var visitor = await SignInAsync(server);
            var clock = Stopwatch.StartNew();
            using var again = await visitor.Http.PostAsync($"/api/months/{month}/close", null);
            took = isDurable ? took : clock.Elapsed;
            Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
        }

        var versions = await VersionsAsync(folder.Path);
        Assert.Equal(months, versions.Select(closed => closed.Month).Order());
        Assert.All(versions, closed => Assert.Equal((1, UnitsPerMonth), (closed.Version, closed.Departments)));
        output.WriteLine($"{rounds} kills; {durable} closes had become durable before");
    }

    private static async Task KillWhileClosingAsync(string data, Period month, TimeSpan after)
    {
        using var server = await ServerProcess.StartAsync(data);
        using var visitor = await SignInAsync(server);
        var clock = Stopwatch.StartNew();
        var closing = visitor.Http.PostAsync($"/api/months/{month}/close", null);
        SpinWait.SpinUntil(() => clock.Elapsed >= after); // somewhere inside what is under way now
        server.Kill();
        try
        {
            using var answer = await closing;
        }
        catch (HttpRequestException)
        {
            // It died before it could answer, which is the point.
        }
    }

    private static async Task AddInspectorAsync(string data)
    {
        var (exit, _, errors) = await ServerProcess.RunAsync(
            [], [Password],
            ["users", "add", "inspector", "--role", "inspector", "--password-stdin", "--data", data]);
        Assert.True(exit == 0, errors);
    }

    private static async Task<Visitor> SignInAsync(ServerProcess server)
    {
        var visitor = new Visitor(server.Address);
        using var answer = await visitor.SignInAsync("inspector", Password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return visitor;
    }

    /// <summary>One case in each of so many departments, every month.</summary>
    private static async Task FillAsync(string data, string key, Period[] months)
    {
        using var server = await ServerProcess.StartAsync(data);
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var lines = months.SelectMany(month => Enumerable.Range(0, UnitsPerMonth).Select(unit =>
            JsonSerializer.Serialize(new
            {
                specversion = "1.0",
                id = $"{month}-{unit}",
                source = "/test",
                type = "case.accepted",
                subject = $"{month}-{unit}",
                time = $"{month}-10T10:00:00+08:00",
                data = new
                {
                    department = $"D{unit}",
                    promisedDueAt = "2090-01-01T00:00:00+08:00",
                    statutoryDueAt = "2090-01-01T00:00:00+08:00",
                },
            })));
        using var content = new StringContent(
            string.Join('\n', lines), new MediaTypeHeaderValue(RealSystem.Lines));
        using var answer = await http.PostAsync("/api/facts", content);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        server.Kill();
    }

    /// <summary>Every close in the journal of a server that is gone.</summary>
    private static async Task<List<(Period Month, int Version, int Departments)>> VersionsAsync(string data)
    {
        List<(Period, int, int)> versions = [];
        await using var journal = SqliteJournal.Open(
            new DataFolder(data).Journal, new JsonEventCodec(), new SqliteJournalOptions());
        for (var sequence = 0L; sequence < journal.Head.Sequence;)
        {
            foreach (var entry in await journal.ReadAsync(sequence, 10_000, CancellationToken.None))
            {
                sequence = entry.Sequence;
                versions.AddRange(entry.Turn.Events.OfType<MonthClosed>().Select(closed => (
                    Period.Parse(entry.Turn.Stream.Key)!.Value, closed.Version,
                    closed.Figures.Units.Count(unit => unit.Of == ScoreOf.Department))));
            }
        }

        return versions;
    }
}
