using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.Ports;
using Supervision.Core.Scores;
using Supervision.Ingest.Simulation;
using Supervision.Silo.History;
using Supervision.Silo.Hosting;
using Supervision.Tests.Scores;
using Supervision.Tests.Support;

namespace Supervision.Tests.Cluster;

/// <summary>The whole system with the real engine: what rankings keep by differences is what the store counts.</summary>
public sealed class HistoryCheckTests
{
    [Fact]
    public async Task Rankings_OfTheReceiptLog_AgreeWithTheStoreMonthByMonth()
    {
        var lines = ReceiptCase.Lines();
        await using var front = await ClickHouseFront.StartAsync();
        await using var system = SystemOf(front);
        await system.InitializeAsync();
        var (status, _) = await system.PostAsync(string.Join('\n', lines));
        Assert.Equal(HttpStatusCode.OK, status);
        using var moved = await system.Feed.PostAsJsonAsync("/api/clock", new { now = ReceiptCase.End });
        moved.EnsureSuccessStatusCode();
        await AssertAgreeAsync(system, Period.Of(2010, 10), Period.Of(2012, 1), comparedMin: 10_000);

        // The comparison is worth something only if it notices.
        front.Ask(
            "INSERT INTO cases SELECT * REPLACE (sequence + 1 AS sequence, 'nobody' AS department) "
            + "FROM cases FINAL WHERE month = '2011-05-01' LIMIT 1");
        var result = await CheckOf(system).CompareAsync(Period.Of(2011, 5), CancellationToken.None);
        Assert.Contains(result.Differences, difference =>
            difference is { Unit: { Of: ScoreOf.Department, Id: "nobody" }, Figure.Id: "accepted", History: 1 });
    }

    [Fact]
    public async Task Rankings_OfAGeneratedCity_AgreeWithTheStore()
    {
        var from = DateTimeOffset.Parse("2026-09-21T00:00:00+08:00", System.Globalization.CultureInfo.InvariantCulture);
        var to = from.AddDays(30);
        await using var front = await ClickHouseFront.StartAsync();
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(new DataFolder(folder.Path).Rules, CityRules.Text());
        await using var system = SystemOf(front, folder.Path);
        await system.InitializeAsync();
        var city = new CityFeed(
            CityRules.Read(), system.Services.GetRequiredService<RuleShelf>().Calendars.Common.IsWorkingDay,
            new CityFeedOptions { CasesPerDay = 30 });
        var engine = system.Services.GetRequiredService<IEngine>();
        foreach (var facts in city.History(from, to).Chunk(IEngine.FactsMax))
        {
            await engine.SubmitAsync(facts, Core.Ports.Patience.Wait, CancellationToken.None);
        }

        await engine.AdvanceAsync(to, CancellationToken.None);
        await AssertAgreeAsync(system, Period.Of(2026, 9), Period.Of(2026, 10), comparedMin: 1000);
        string[] watched = ["ratings", "attendance", "complaints", "alerts"];
        Assert.All(watched, table => Assert.NotEqual("0", front.Ask($"SELECT count() FROM {table}")));
    }

    private static RealSystem SystemOf(ClickHouseFront front, string? data = null) => new()
    {
        Data = data,
        Arguments =
        [
            "--Supervision:Clock", "Replay", "--Supervision:History:Every", "00:00:01",
            "--Supervision:History:Connection", front.ConnectionOf(ClickHouseFront.Writer),
            "--Supervision:History:ReadConnection", front.ConnectionOf(ClickHouseFront.Reader),
        ],
    };

    private static RankingCheck CheckOf(RealSystem system) => system.Services.GetRequiredService<RankingCheck>();

    private static async Task AssertAgreeAsync(RealSystem system, Period first, Period last, int comparedMin)
    {
        await HistoryHost.WrittenAsync(system.Services);
        var compared = 0;
        for (var month = first; month <= last; month = month.Plus(1))
        {
            var result = await CheckOf(system).CompareAsync(month, CancellationToken.None);
            Assert.True(result.IsLevel);
            Assert.Empty(result.Differences);
            compared += result.Compared;
        }

        Assert.True(compared > comparedMin, $"{compared}");
    }
}
