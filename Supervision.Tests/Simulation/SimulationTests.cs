using System.Globalization;
using Supervision.Core.Ports;

namespace Supervision.Tests.Simulation;

/// <summary>
/// The whole runtime under a live clock. A failure names its seed; SUPERVISION_SEED=n runs that one again, and
/// SUPERVISION_SEEDS=n runs as many new ones.
/// </summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int NewSeeds = 10;
    private const int FixedSeeds = 8;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Life_OfAFixedSeedWithTheJournalOnDisk_KeepsEveryPromise(int seed) => Live(seed, journalOnDisk: true);

    [Fact]
    public void Life_OfFixedSeeds_KeepsEveryPromise()
    {
        for (var seed = 1; seed <= FixedSeeds; seed++)
        {
            Live(seed, journalOnDisk: false);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Life_WithOrdersAndTheJournalOnDisk_KeepsEveryPromise(int seed) =>
        Live(seed, journalOnDisk: true, reacts: true);

    [Fact]
    public void Life_WithOrdersOfFixedSeeds_KeepsEveryPromise()
    {
        for (var seed = 1; seed <= FixedSeeds; seed++)
        {
            Live(seed, journalOnDisk: false, reacts: true);
        }
    }

    [Fact]
    public void Life_WithOrdersOfNewSeeds_KeepsEveryPromise() => LiveNew(reacts: true);

    [Fact]
    public void Life_OfNewSeeds_KeepsEveryPromise() => LiveNew(reacts: false);

    private void LiveNew(bool reacts)
    {
        var first = Number("SUPERVISION_SEED") ?? Random.Shared.Next(1000, int.MaxValue / 2);
        var count = Number("SUPERVISION_SEED") is null ? Number("SUPERVISION_SEEDS") ?? NewSeeds : 1;
        output.WriteLine($"seeds {first} to {first + count - 1}");
        for (var seed = first; seed < first + count; seed++)
        {
            Live(seed, journalOnDisk: false, reacts);
        }
    }

    [Fact]
    public void Life_OfOneSeedTwice_WritesTheSameJournal()
    {
        using var one = new SimulationRun(7, journalOnDisk: false);
        using var other = new SimulationRun(7, journalOnDisk: false);
        one.Live();
        other.Live();
        Assert.True(one.WasDeterministic && other.WasDeterministic);
        Assert.Equal(HashOf(one), HashOf(other));
    }

    private static void Live(int seed, bool journalOnDisk, bool reacts = false)
    {
        try
        {
            using var run = new SimulationRun(seed, journalOnDisk, reacts);
            run.Live();
            run.Finish(() => SimulationInvariants.CheckAsync(run));
            Assert.True(run.WasDeterministic, "a step ran on another thread");
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException(
                $"seed {seed} (SUPERVISION_SEED={seed}): {exception.Message}", exception);
        }
    }

    private static string HashOf(SimulationRun run)
    {
        IJournal journal = run.System.Journal;
        return Convert.ToHexString(journal.Head.Hash.Span);
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
