using System.Net;
using Supervision.Core.People;
using Supervision.Tests.Support;

namespace Supervision.Tests.History;

/// <summary>Without a history store the pages say so, and nothing leads to them.</summary>
public sealed class HistoryPageTests : IAsyncLifetime
{
    private readonly RealSystem system = new() { Arguments = SignedIn.Arguments };

    public ValueTask InitializeAsync() => system.InitializeAsync();

    public ValueTask DisposeAsync() => system.DisposeAsync();

    [Theory]
    [InlineData("/questions")]
    [InlineData("/questions/check")]
    public async Task Page_WithoutAStore_SaysThatThereIsNone(string address)
    {
        using var leader = system.ClientOf(new Actor("U9", "领导", Role.Leader, null));
        var page = await leader.GetStringAsync(address);
        Assert.Contains("没有配置历史库", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"questions\"", page, StringComparison.Ordinal);
        using var file = await leader.GetAsync("/questions/download");
        Assert.Equal(HttpStatusCode.NotFound, file.StatusCode);
    }
}
