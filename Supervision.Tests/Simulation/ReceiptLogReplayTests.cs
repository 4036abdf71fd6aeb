using System.Text;
using Supervision.Core.Alerts;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Reading;
using Supervision.Ingest.Files;
using Supervision.Tests.Support;
using Supervision.Tests.Unit.Feeds;

namespace Supervision.Tests.Simulation;

/// <summary>A real municipal permit log through the engine: the known cards, whatever the order.</summary>
public class ReceiptLogReplayTests
{
    private static readonly DateTimeOffset End = DateTimeOffset.Parse("2012-01-23T15:42:54.644+01:00", null);

    [Theory]
    [InlineData("event-time", 1000)]
    [InlineData("file", 333)]
    [InlineData("shuffle:1", 1000)]
    [InlineData("shuffle:2", 7)]
    public async Task Replay_AnyOrderAndSplit_EndsInTheKnownCards(string order, int batch)
    {
        var facts = Facts(order);
        await using var replay = await ReplayEngine.StartAsync(TestRules.Json);
        Assert.Equal(11_340, await replay.SubmitAsync(facts, batch));
        Assert.Equal(0, await replay.SubmitAsync(facts, batch));
        await replay.Engine.AdvanceAsync(End, CancellationToken.None);

        var states = await StatesAsync(replay, facts);
        Assert.Equal(1434, states.Count);
        Assert.Equal((377, 39), Count(states, "statutory.red"));
        Assert.Equal((389, 41), Count(states, "promised.yellow"));
        Assert.Equal(105, states.Count(state => state.Row.State != CaseStatus.Finished));
    }

    [Fact]
    public async Task Replay_InEventTimeOrder_GivesTheSameJournalWhateverTheSplit()
    {
        var facts = Facts("event-time");
        await using var one = await ReplayEngine.StartAsync(TestRules.Json);
        await using var other = await ReplayEngine.StartAsync(TestRules.Json);
        await one.SubmitAsync(facts, 1);
        await other.SubmitAsync(facts, 4000);
        await one.Engine.AdvanceAsync(End.AddDays(-30), CancellationToken.None);
        await one.Engine.AdvanceAsync(End, CancellationToken.None);
        await other.Engine.AdvanceAsync(End, CancellationToken.None);

        Assert.Equal(one.Journal.Head.Sequence, other.Journal.Head.Sequence);
        Assert.Equal(one.Journal.Head.Hash.ToArray(), other.Journal.Head.Hash.ToArray());
    }

    private static List<Fact> Facts(string order)
    {
        var log = LogFile.Find(SharedFiles.Require("data/receipt.xes.gz"));
        var plan = ReplayPlan.Make(log, null, ReplayOrder.Parse(order)!);
        return [.. plan.Lines.Select(line => FeedSamples.Fact(Encoding.UTF8.GetString(line.Utf8.Span)))];
    }

    private static async Task<List<CaseState>> StatesAsync(ReplayEngine replay, List<Fact> facts)
    {
        List<CaseState> states = [];
        foreach (var no in facts.Select(fact => fact.Subject).Distinct(StringComparer.Ordinal))
        {
            var snapshot = await replay.Engine.ReadAsync(new StreamId(EntityKind.Case, no), CancellationToken.None);
            states.Add((CaseState)snapshot!.State);
        }

        return states;
    }

    /// <summary>Standing cards of finished cases and of open ones.</summary>
    private static (int Finished, int Open) Count(List<CaseState> states, string key)
    {
        var carded = states.Where(state => state.Alerts.Any(mark =>
            mark is { Standing: true, Kind: AlertKind.Card } && mark.Key == key)).ToArray();
        var finished = carded.Count(state => state.Row.EndedAt is not null);
        return (finished, carded.Length - finished);
    }
}
