using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.Scores;
using Supervision.Silo.History;
using Supervision.Tests.Scores;
using Supervision.Tests.Support;

namespace Supervision.Tests.Cluster;

/// <summary>The whole system with the real engine: what rankings keep is what the store counts.</summary>
public sealed class HistoryCheckTests
{
    [Fact]
    public async Task Rankings_OfTheReceiptLog_AgreeWithTheStoreMonthByMonth()
    {
        var lines = ReceiptCase.Lines();
        await using var front = await ClickHouseFront.StartAsync();
        await using var system = HistorySystem.Of(front);
        await system.InitializeAsync();
        var (status, _) = await system.PostAsync(string.Join('\n', lines));
        Assert.Equal(HttpStatusCode.OK, status);
        using var moved = await system.Feed.PostAsJsonAsync("/api/clock", new { now = ReceiptCase.End });
        moved.EnsureSuccessStatusCode();
        await HistorySystem.WrittenAsync(system);
        Assert.InRange(await AgreedAsync(system, Period.Of(2010, 10), Period.Of(2012, 1)), 10_000, 100_000);

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
        await using var front = await ClickHouseFront.StartAsync();
        using var folder = new TemporaryFolder();
        await using var system = await HistorySystem.LiveAsync(front, folder.Path, days: 30, casesPerDay: 30);
        Assert.InRange(await AgreedAsync(system, Period.Of(2026, 9), Period.Of(2026, 10)), 1000, 100_000);
        string[] watched = ["ratings", "attendance", "complaints", "alerts"];
        Assert.All(watched, table => Assert.NotEqual("0", front.Ask($"SELECT count() FROM {table}")));
    }

    private static RankingCheck CheckOf(RealSystem system) => system.Services.GetRequiredService<RankingCheck>();

    /// <summary>How many figures were compared; none differs.</summary>
    private static async Task<int> AgreedAsync(RealSystem system, Period first, Period last)
    {
        var compared = 0;
        for (var month = first; month <= last; month = month.Plus(1))
        {
            var result = await CheckOf(system).CompareAsync(month, CancellationToken.None);
            Assert.True(result.IsLevel);
            Assert.Empty(result.Differences);
            compared += result.Compared;
        }

        return compared;
    }
}
