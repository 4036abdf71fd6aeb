using System.Text;
using Supervision.Core.Facts;
using Supervision.Ingest.Files;
using Supervision.Silo.Embedded;
using Supervision.Tests.Simulation;
using Supervision.Tests.Support;
using Supervision.Tests.Unit.Feeds;

namespace Supervision.Tests.Cluster;

/// <summary>Equal facts give equal journals, stream by stream, on the embedded host and on Orleans.</summary>
public sealed class BothHostsTests
{
    private const int Seeds = 5;

    [Fact]
    public async Task ReceiptLog_ThroughBothHosts_GivesTheSameStreams()
    {
        var log = LogFile.Find(SharedFiles.Require("data/receipt.xes.gz"));
        var plan = ReplayPlan.Make(log, null, ReplayOrder.Parse("event-time")!);
        Fact[] facts = [.. plan.Lines.Select(line => FeedSamples.Fact(Encoding.UTF8.GetString(line.Utf8.Span)))];
        await AssertEqualAsync(facts, facts[^1].OccurredAt.AddDays(30), batch: 1000);
    }

    [Fact]
    public async Task SimulatedCases_ThroughBothHosts_GiveTheSameStreams()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var chance = new Random(seed);
            var facts = SimulatedCases.Draw(chance);
            await AssertEqualAsync(facts, SimulatedCases.Start.AddDays(60), batch: chance.Next(1, 50));
        }
    }

    private static async Task AssertEqualAsync(Fact[] facts, DateTimeOffset end, int batch)
    {
        await using var embedded = await ReplayEngine.StartAsync(TestRules.Json);
        await using var orleans = await OrleansHost.StartAsync(
            TestRules.Json, new EngineOptions { Clock = ClockMode.Replay });
        Assert.Equal(await embedded.SubmitAsync(facts, batch), await orleans.SubmitAsync(facts, batch));
        Assert.Equal(0, await orleans.SubmitAsync(facts, batch));
        Assert.Equal(
            await embedded.Engine.AdvanceAsync(end, CancellationToken.None),
            await orleans.Engine.AdvanceAsync(end, CancellationToken.None));

        var expected = await StreamHistory.ReadAsync(embedded.Journal);
        var actual = await StreamHistory.ReadAsync(orleans.Journal);
        Assert.NotEmpty(expected);
        Assert.Equal(expected.Keys, actual.Keys);
        foreach (var (entry, text) in expected)
        {
            Assert.Equal((entry, text), (entry, actual[entry]));
        }
    }
}
