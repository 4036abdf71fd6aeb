using System.Diagnostics;
using System.Net;
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
        var rounds = CrashRounds.Asked(2);
        var chance = new Random();
        await AddInspectorAsync(folder.Path);
        Period[] months = [.. Enumerable.Range(0, rounds).Select(month => Period.Of(2016, 1).Plus(month))];
        await MonthCases.FillAsync(folder.Path, months, UnitsPerMonth);
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
