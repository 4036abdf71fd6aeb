using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.People;
using Supervision.Core.Ports;
using Supervision.Tests.Support;

namespace Supervision.Tests.Cluster;

/// <summary>What a leader sees of the history store: an answer, its file, and words when there is none.</summary>
public sealed class HistoryPagesTests : IAsyncLifetime
{
    private static readonly Actor Leader = new("U9", "领导", Role.Leader, null);

    private readonly TemporaryFolder folder = new();
    private ClickHouseFront front = null!;
    private RealSystem system = null!;

    public async ValueTask InitializeAsync()
    {
        front = await ClickHouseFront.StartAsync();
        await File.WriteAllTextAsync(folder.File("rules.json"), TestRules.Json);
        system = HistorySystem.Of(front, folder.Path, SignedIn.Arguments);
        await system.InitializeAsync();
        await FeedAsync("C1");
        await HistorySystem.WrittenAsync(system);
    }

    public async ValueTask DisposeAsync()
    {
        if (system is not null)
        {
            await system.DisposeAsync();
        }

        if (front is not null)
        {
            await front.DisposeAsync();
        }

        folder.Dispose();
    }

    [Fact]
    public async Task Question_IsAnsweredOnThePageAndAsAFile()
    {
        using var leader = system.ClientOf(Leader);
        var page = await leader.GetStringAsync("/questions?ask=onTime&from=2026-10-01&to=2026-10-31");
        Assert.Contains("data-answer=\"onTime\"", page, StringComparison.Ordinal);
        Assert.Contains("甲局", page, StringComparison.Ordinal);
        Assert.Contains("href=\"questions\"", page, StringComparison.Ordinal); // in the navigation
        var file = await leader.GetStringAsync("/questions/download?ask=onTime&from=2026-10-01&to=2026-10-31");
        Assert.Equal(
            "\"部门\",\"办结\",\"按时办结\",\"按时办结率（%）\"\r\n\"甲局\",\"1\",\"1\",\"100\"\r\n", file.TrimStart('\uFEFF'));
    }

    [Fact]
    public async Task Question_WhoseAnswerIsEmpty_SaysSo() => Assert.Contains(
        "这段时间没有数据", await PageAsync("/questions?ask=complaints&from=2026-10-01&to=2026-10-31"),
        StringComparison.Ordinal);

    [Fact]
    public async Task Rankings_ThatAgree_AreSaidToAgree() => Assert.Contains(
        "两者一致", await PageAsync("/questions/check?period=2026-10"), StringComparison.Ordinal);

    [Fact]
    public async Task Store_ThatIsAway_IsSaidToBeAway()
    {
        await front.StopAsync();
        Assert.Contains("历史库暂时不可用", await PageAsync("/questions"), StringComparison.Ordinal);
        Assert.Contains("历史库暂时不可用", await PageAsync("/questions/check"), StringComparison.Ordinal);
        using var leader = system.ClientOf(Leader);
        using var file = await leader.GetAsync("/questions/download?ask=onTime");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, file.StatusCode);
        await FeedAsync("C2");
        Assert.Contains("\nhistory: The history store is ", await HealthAsync(), StringComparison.Ordinal);
        await front.ResumeAsync();
        await HistorySystem.WrittenAsync(system);
        Assert.DoesNotContain("历史库暂时不可用", await PageAsync("/questions"), StringComparison.Ordinal);
    }

    private async Task FeedAsync(string no)
    {
        var at = DateTimeOffset.Parse("2026-10-12T09:30:00+08:00", CultureInfo.InvariantCulture);
        await system.Services.GetRequiredService<IEngine>().SubmitAsync(
            [
                HistoryStory.Fact("case.accepted", no, at, """{"item":"PROMISED","hall":"H1","department":"D1"}"""),
                HistoryStory.Fact("case.finished", no, at.AddDays(1), """{"handler":"U1"}"""),
            ],
            Patience.Wait, CancellationToken.None);
    }

    /// <summary>What health says once the writer has noticed.</summary>
    private async Task<string> HealthAsync()
    {
        await HistorySystem.UntilAsync(system, writer => writer.WaitsBecause is not null && writer.Behind > 0);
        using var answer = await system.Stranger.GetAsync("/healthz/ready");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode); // supervision goes on
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task<string> PageAsync(string address)
    {
        using var leader = system.ClientOf(Leader);
        return await leader.GetStringAsync(address);
    }
}
