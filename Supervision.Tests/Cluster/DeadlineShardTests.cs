using Supervision.Core.Cases;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Silo.Embedded;
using Supervision.Silo.Runtime;
using Supervision.Tests.Support;

namespace Supervision.Tests.Cluster;

/// <summary>Deadlines on the Orleans host by the wall clock, with limits that the source itself set.</summary>
public sealed class DeadlineShardTests
{
    [Fact]
    public async Task Deadline_ThatComesWhileTheSiloRuns_RaisesItsCardOnce()
    {
        await using var host = await OrleansHost.StartAsync(TestRules.Json, new EngineOptions());
        var dueAt = DateTimeOffset.UtcNow.AddSeconds(2);
        await host.SubmitAsync([Accepted("C1", dueAt), Accepted("C2", dueAt)]);
        Assert.Equal(["C1", "C2"], await CardsAsync(host.Journal, dueAt, 2));
    }

    [Fact]
    public async Task Deadline_ThatCameWhileNoSiloRan_RaisesItsCardAtTheNextStart()
    {
        using var folder = new TemporaryFolder();
        var dueAt = DateTimeOffset.UtcNow.AddSeconds(4);
        await using (var host = await OrleansHost.StartAsync(TestRules.Json, new EngineOptions(), folder.Path))
        {
            await host.SubmitAsync([Accepted("C1", dueAt)]);
        }

        var wait = dueAt - DateTimeOffset.UtcNow;
        Assert.True(wait > TimeSpan.Zero, "the silo stopped too late for this machine to test anything");
        await Task.Delay(wait + TimeSpan.FromMilliseconds(1));
        await using var again = await OrleansHost.StartAsync(TestRules.Json, new EngineOptions(), folder.Path);
        Assert.Equal(["C1"], await CardsAsync(again.Journal, dueAt, 1));
    }

    private static Fact Accepted(string no, DateTimeOffset dueAt) => new(
        "/halls/h1", $"{no}-accepted", no, DateTimeOffset.UtcNow.AddHours(-1),
        new CaseAccepted { Item = "PROMISED", PromisedDueAt = dueAt });

    /// <summary>Follows the journal until so many cards at an instant were raised.</summary>
    private static async Task<string[]> CardsAsync(IJournal journal, DateTimeOffset at, int count)
    {
        var feed = new JournalFeed(journal);
        using var follower = feed.Follow();
        List<string> found = [];
        using var patience = new CancellationTokenSource(ServerProcess.Patience);
        using var look = new Timer(_ => feed.Wake(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(50));
        for (var sequence = 0L; found.Count < count;)
        {
            foreach (var entry in await follower.NextAsync(sequence, 1000, patience.Token))
            {
                sequence = entry.Sequence;
                found.AddRange(entry.Turn.Events.OfType<AlertRaised>()
                    .Where(raised => raised.Alert.At.ToUnixTimeSeconds() == at.ToUnixTimeSeconds())
                    .Select(_ => entry.Turn.Stream.Key));
            }
        }

        return [.. found.Order(StringComparer.Ordinal)];
    }
}
