using Supervision.Core.Cases;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Silo.Embedded;
using Supervision.Tests.Support;

namespace Supervision.Tests.Simulation;

/// <summary>Replay: what was fed decides the outcome, not how it was cut into batches nor, for cards, its order.</summary>
public sealed class ReplayTests
{
    private const int Seeds = 25;

    [Fact]
    public void Facts_InAnyOrderAndSplit_EndInTheSameOpenCards()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var chance = new Random(seed);
            var facts = Distinct(SimulatedCases.Draw(chance));
            var end = SimulatedCases.Start.AddDays(chance.Next(10, 60));
            var straight = Replay(facts, chance, end, advances: false);
            chance.Shuffle(facts);
            var shuffled = Replay([.. facts, .. facts[..(facts.Length / 3)]], chance, end, advances: true);
            Assert.Equal((seed, straight.Cards), (seed, shuffled.Cards));
            Assert.Equal((seed, straight.Rows), (seed, shuffled.Rows));
        }
    }

    [Fact]
    public void Facts_InEventTimeOrderInAnySplit_GiveTheSameJournal()
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var chance = new Random(seed);
            var facts = SimulatedCases.Draw(chance);
            var end = SimulatedCases.Start.AddDays(chance.Next(10, 60));
            var one = Replay(facts, chance, end, advances: false);
            var other = Replay(facts, chance, end, advances: true);
            Assert.Equal((seed, one.JournalHash), (seed, other.JournalHash));
        }
    }

    private static Fact[] Distinct(Fact[] facts) => [.. facts.DistinctBy(fact => fact.Identity)];

    /// <summary>Feeds facts in the order given, cut anywhere, with the clock moved on in between when asked to.</summary>
    private static (string Cards, string Rows, string JournalHash) Replay(
        Fact[] facts, Random chance, DateTimeOffset end, bool advances)
    {
        using var folder = new TemporaryFolder();
        var scheduler = new SeededScheduler(chance);
        var options = new EngineOptions { Clock = ClockMode.Replay, GroupMax = chance.Next(1, 50), CacheMax = 10 };
        var disk = new SimulatedDisk(folder.Path, new JournalDisk());
        var system = new SimulatedSystem(disk, options, new SimulatedTime(end));
        var result = ("", "", "");
        var work = scheduler.Start(async () =>
        {
            await system.StartAsync();
            await FeedAsync(system.Engine, facts, chance, advances);
            await system.Engine.AdvanceAsync(end, CancellationToken.None);
            result = await OutcomeAsync(system);
            await system.StopAsync();
            await system.DisposeAsync();
        });
        scheduler.RunUntilIdle();
        Assert.False(scheduler.LeftTheThread);
        Assert.True(work.IsCompleted);
        work.GetAwaiter().GetResult();
        return result;
    }

    private static async Task FeedAsync(EmbeddedEngine engine, Fact[] facts, Random chance, bool advances)
    {
        var watermark = DateTimeOffset.MinValue;
        for (var fed = 0; fed < facts.Length;)
        {
            var batch = facts[fed..Math.Min(facts.Length, fed + chance.Next(1, 20))];
            await engine.SubmitAsync(batch, Patience.Wait, CancellationToken.None);
            fed += batch.Length;
            watermark = batch.Max(fact => fact.OccurredAt) is var newest && newest > watermark ? newest : watermark;
            Assert.Equal(watermark, engine.Now);
            if (advances && fed < facts.Length && facts[fed].OccurredAt > watermark && chance.Next(2) == 0)
            {
                // Anywhere up to the next fact, or the order would no longer be that of event time.
                watermark += (facts[fed].OccurredAt - watermark) * chance.NextDouble();
                await engine.AdvanceAsync(watermark, CancellationToken.None);
            }
        }
    }

    private static async Task<(string Cards, string Rows, string JournalHash)> OutcomeAsync(SimulatedSystem system)
    {
        var journal = await SimulationInvariants.ReadAllAsync(system.Journal);
        List<string> cards = [];
        List<string> rows = [];
        foreach (var stream in journal.Select(entry => entry.Turn.Stream).Distinct().OrderBy(stream => stream.ToString(), StringComparer.Ordinal))
        {
            if ((await system.Engine.ReadAsync(stream, CancellationToken.None))!.State is CaseState state)
            {
                cards.AddRange(state.Alerts
                    .Where(mark => mark is { Standing: true, Kind: Core.Alerts.AlertKind.Card })
                    .Select(mark => $"{stream} {mark.Key} {mark.At:O}")
                    .Order(StringComparer.Ordinal));
                rows.Add(state.Row.ToString());
            }
        }

        return (string.Join('\n', cards), string.Join('\n', rows), Convert.ToHexString(system.Journal.Head.Hash.Span));
    }
}
