using Supervision.Core.Cases;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Silo.Embedded;
using Supervision.Tests.Support;

namespace Supervision.Tests.Simulation;

/// <summary>
/// Replay: what was fed decides the outcome, not how it was cut into batches nor, for cards, its order.
/// </summary>
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
            var straight = Replay(facts, chance, end, disturbed: false);
            chance.Shuffle(facts);
            var shuffled = Replay([.. facts, .. facts[..(facts.Length / 3)]], chance, end, disturbed: true);
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
            var one = Replay(facts, chance, end, disturbed: false);
            var other = Replay(facts, chance, end, disturbed: true);
            Assert.Equal((seed, one.JournalHash), (seed, other.JournalHash));
        }
    }

    private static Fact[] Distinct(Fact[] facts) => [.. facts.DistinctBy(fact => fact.Identity)];

    /// <summary>
    /// Feeds facts in the order given, cut anywhere; disturbed means that the clock is moved on and the system started
    /// anew in between.
    /// </summary>
    private static (string Cards, string Rows, string JournalHash) Replay(
        Fact[] facts, Random chance, DateTimeOffset end, bool disturbed)
    {
        using var folder = new TemporaryFolder();
        var scheduler = new SeededScheduler(chance);
        var options = new EngineOptions { Clock = ClockMode.Replay, GroupMax = chance.Next(1, 50), CacheMax = 10 };
        var disk = new SimulatedDisk(folder.Path, new JournalDisk());
        var result = ("", "", "");
        var work = scheduler.Start(async () =>
        {
            var system = await BeginAsync();
            for (var fed = 0; fed < facts.Length;)
            {
                var batch = facts[fed..Math.Min(facts.Length, fed + chance.Next(1, 20))];
                fed += batch.Length;
                await FeedAsync(system.Engine, batch);
                if (disturbed && fed < facts.Length)
                {
                    await DisturbAsync(system.Engine, facts[fed], chance);
                    if (chance.Next(3) == 0)
                    {
                        await EndAsync(system);
                        system = await BeginAsync();
                    }
                }
            }

            await system.Engine.AdvanceAsync(end, CancellationToken.None);
            result = await OutcomeAsync(system);
            await EndAsync(system);
        });
        scheduler.RunUntilIdle();
        Assert.False(scheduler.LeftTheThread);
        Assert.True(work.IsCompleted);
        work.GetAwaiter().GetResult();
        return result;

        async Task<SimulatedSystem> BeginAsync()
        {
            var system = new SimulatedSystem(disk, options, new SimulatedTime(end));
            await system.StartAsync();
            return system;
        }
    }

    private static async Task EndAsync(SimulatedSystem system)
    {
        await system.StopAsync();
        await system.DisposeAsync();
    }

    private static async Task FeedAsync(EmbeddedEngine engine, Fact[] batch)
    {
        var before = engine.Now;
        await engine.SubmitAsync(batch, Patience.Wait, CancellationToken.None);
        var newest = batch.Max(fact => fact.OccurredAt);
        Assert.Equal(newest > before ? newest : before, engine.Now);
    }

    /// <summary>
    /// Moves the clock on by hand, not past the next fact, or the order would no longer be that of event time.
    /// </summary>
    private static async Task DisturbAsync(EmbeddedEngine engine, Fact next, Random chance)
    {
        if (next.OccurredAt > engine.Now && chance.Next(2) == 0)
        {
            var now = engine.Now + (next.OccurredAt - engine.Now) * chance.NextDouble();
            Assert.Equal(now, await engine.AdvanceAsync(now, CancellationToken.None));
        }
    }

    private static async Task<(string Cards, string Rows, string JournalHash)> OutcomeAsync(SimulatedSystem system)
    {
        var journal = await SimulationInvariants.ReadAllAsync(system.Journal);
        List<string> cards = [];
        List<string> rows = [];
        var streams = journal.Select(entry => entry.Turn.Stream).Distinct();
        foreach (var stream in streams.OrderBy(stream => stream.ToString(), StringComparer.Ordinal))
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
