using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Tests.Support;
using Supervision.Tests.Unit.Feeds;

namespace Supervision.Tests.Cluster;

/// <summary>
/// Against the real engine: whatever happens to inserts, the store holds each row once, goes on by itself, and answers.
/// </summary>
public sealed class HistoryWriterTests : IAsyncLifetime
{
    private const int Cases = 60;

    private ReplayEngine engine = null!;
    private ClickHouseFront front = null!;

    private IJournal Journal => engine.Journal;

    public async ValueTask InitializeAsync()
    {
        front = await ClickHouseFront.StartAsync();
        engine = await ReplayEngine.StartAsync(TestRules.Json);
        await FeedAsync(0);
    }

    public async ValueTask DisposeAsync()
    {
        if (front is not null)
        {
            await front.DisposeAsync();
        }

        if (engine is not null)
        {
            await engine.DisposeAsync();
        }
    }

    [Fact]
    public async Task Writer_OverAJournal_WritesEveryRowAndWhereItStands()
    {
        await using var host = new HistoryHost(Journal, front);
        await host.CatchUpAsync();
        AssertWhole(Cases);
    }

    private void AssertWhole(int cases)
    {
        Assert.Equal($"{cases}", front.Ask("SELECT count() FROM cases FINAL"));
        Assert.Equal($"{2 * cases}", front.Ask("SELECT count() FROM facts FINAL"));
        Assert.Equal($"{Journal.Head.Sequence}", front.Ask("SELECT max(sequence) FROM progress"));
    }

    /// <summary>Cases that are accepted and finished, a third of them too late.</summary>
    private async Task FeedAsync(int first)
    {
        var accepted = DateTimeOffset.Parse("2026-03-02T09:30:00+08:00", System.Globalization.CultureInfo.InvariantCulture);
        List<Fact> facts = [];
        for (var i = first; i < first + Cases; i++)
        {
            var at = accepted.AddDays(i);
            facts.Add(FeedSamples.Fact(
                $$"""
                {"specversion":"1.0","id":"a{{i}}","source":"/halls/h1","type":"case.accepted","subject":"C-{{i}}",
                "time":"{{at:O}}","data":{"item":"PROMISED","hall":"H1","window":"W01","department":"D{{1 + (i % 2)}}",
                "handler":"U1"} }
                """));
            facts.Add(FeedSamples.Fact(
                $$"""
                {"specversion":"1.0","id":"f{{i}}","source":"/halls/h1","type":"case.finished","subject":"C-{{i}}",
                "time":"{{at.AddDays(i % 3 == 0 ? 40 : 2):O}}","data":{"handler":"U1"} }
                """));
        }

        await engine.SubmitAsync(facts.OrderBy(fact => fact.OccurredAt));
        await engine.Engine.AdvanceAsync(facts[^1].OccurredAt.AddDays(60), CancellationToken.None);
    }
}
