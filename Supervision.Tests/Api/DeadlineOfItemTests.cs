using Supervision.Tests.Support;

namespace Supervision.Tests.Api;

/// <summary>The calculator for an item of the rule book gives what a case of that item would get.</summary>
public sealed class DeadlineOfItemTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private RealSystem system = null!;

    public async ValueTask InitializeAsync()
    {
        var rules = folder.File("rules.json");
        await File.WriteAllTextAsync(rules, TestRules.Json.Replace(
            "\"id\": \"PROMISED\",", "\"id\": \"PROMISED\", \"convention\": \"elapsed\",", StringComparison.Ordinal));
        system = new RealSystem { Arguments = ["--Supervision:Rules", rules] };
        await system.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await system.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData("PROMISED", "elapsed", "2018-10-24T10:00:00+08:00")]
    [InlineData("PROMISED&convention=statutory", "statutory", "2018-10-24T17:00:00+08:00")]
    [InlineData("IMMEDIATE", "statutory", "2018-10-15T10:30:00+08:00")]
    [InlineData("REFERRED", "statutory", "2018-11-12T17:00:00+08:00")]
    public async Task Deadline_OfAnItem_FollowsItsOwnConventionAndLimit(string item, string convention, string due)
    {
        var (_, clock) = await system.GetAsync($"/api/deadline?acceptedAt=2018-10-15T10:00:00%2B08:00&item={item}");
        Assert.Equal(convention, clock.GetProperty("convention").GetString());
        Assert.Equal(due, clock.GetProperty("dueAt").GetString());
    }
}
