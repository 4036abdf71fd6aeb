using Supervision.Core.Facts;
using Supervision.Silo.Embedded;
using Supervision.Silo.Storage;
using Supervision.Tests.Support;

namespace Supervision.Tests.Simulation;

/// <summary>
/// One life of a simulated machine, all from one seed: clients send, time jumps, the disk fails, the process dies and
/// starts again, derived files get lost; in the end everything that was promised is checked.
/// </summary>
internal sealed class SimulationRun : IDisposable
{
    private const int Rounds = 60;

    private readonly TemporaryFolder folder = new();
    private readonly List<SimulatedSystem> lives = [];
    private readonly Random chance;
    private readonly Fact[] facts;
    private readonly SimulatedClient[] clients;
    private readonly EngineOptions options;
    private readonly SimulatedPeople? people;
    private SimulatedDisk disk;
    private SimulatedTime time;
    private SeededScheduler scheduler;
    private SimulatedSystem system;
    private double faultRate;

    /// <param name="seed">What happens.</param>
    /// <param name="journalOnDisk">Whether the journal is a real file.</param>
    /// <param name="reacts">Whether cards open orders, and people answer them.</param>
    public SimulationRun(int seed, bool journalOnDisk, bool reacts = false)
    {
        chance = new Random(seed);
        facts = SimulatedCases.Draw(chance);
        clients = [.. Enumerable.Range(0, chance.Next(1, 5)).Select(_ => new SimulatedClient(Share(), chance))];
        options = new EngineOptions
        {
            Shards = chance.Next(1, 4),
            BatchesMax = chance.Next(1, 4),
            GroupMax = chance.Next(1, 12),
            CacheMax = chance.Next(3, 20),
            DirtyMax = chance.Next(2, 40),
            CheckpointEvery = TimeSpan.FromMinutes(chance.Next(1, 600)),
            Horizon = TimeSpan.FromHours(chance.Next(2, 100)),
        };
        people = reacts ? new SimulatedPeople(chance) : null;
        time = new SimulatedTime(SimulatedCases.Start);
        scheduler = new SeededScheduler(chance);
        disk = new SimulatedDisk(NewFolder(), journalOnDisk ? null : new JournalDisk());
        system = Begin();
    }

    public SimulatedSystem System => system;

    public IReadOnlyList<Fact> Facts => facts;

    /// <summary>Every identity any client was told is durable.</summary>
    public HashSet<UInt128> Acknowledged => [.. clients.SelectMany(client => client.Acknowledged)];

    public int Crashes { get; private set; }

    /// <summary>Whether every step ran in the order of the seed.</summary>
    public bool WasDeterministic { get; private set; } = true;

    /// <summary>Lives through all of it; afterwards the system is running, idle and complete.</summary>
    public void Live()
    {
        for (var round = 0; round < Rounds; round++)
        {
            Happen();
        }

        faultRate = 0;
        for (var calm = 0; !Array.TrueForAll(clients, client => client.IsDone); calm++)
        {
            Assert.True(calm < 1000, $"the clients cannot get rid of their facts: {system.Engine.Fault}");
            Pass(TimeSpan.FromHours(1));
            Send();
            scheduler.RunUntilIdle();
        }

        Pass(TimeSpan.FromHours(chance.Next(1, 24 * 40)));
        Pass(TimeSpan.FromHours(2)); // whatever waits for a pause after a fault
        WasDeterministic &= !scheduler.LeftTheThread;
    }

    /// <summary>Lets something finish that the system was asked for.</summary>
    public void Finish(Func<Task> work)
    {
        var task = scheduler.Start(work);
        scheduler.RunUntilIdle();
        Assert.True(task.IsCompleted, "nothing runs any more, and the answer has not come");
        task.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        foreach (var life in lives)
        {
            life.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        folder.Dispose();
    }

    private void Happen()
    {
        switch (chance.Next(12))
        {
            case 0:
                faultRate = chance.Next(3) == 0 ? chance.NextDouble() * 0.8 : 0;
                break;
            case 1:
                Crash();
                break;
            case 2 when chance.Next(2) == 0:
                Restart();
                break;
            case 3:
                Pass(TimeSpan.FromMinutes(chance.Next(1, 30)));
                break;
            case 4 or 5:
                Pass(TimeSpan.FromHours(chance.Next(1, 24)));
                break;
            case 6:
                scheduler.RunUntilIdle();
                break;
            default:
                Send();
                scheduler.Run(chance.Next(1, 200));
                break;
        }
    }

    private Fact[] Share()
    {
        var share = facts.Where(_ => chance.Next(2) == 0).ToArray();
        return share.Length == 0 ? facts : share;
    }

    private void Send()
    {
        if (people is not null)
        {
            var asked = system;
            _ = scheduler.Start(() => people.ActAsync(asked));
        }

        foreach (var client in clients)
        {
            // Two calls of one client at once now and then; clocks of sources are up to an hour ahead.
            for (var calls = chance.Next(0, 3); calls > 0; calls--)
            {
                var engine = system.Engine;
                var upTo = time.GetUtcNow().AddMinutes(chance.Next(0, 60));
                _ = scheduler.Start(() => client.SendAsync(engine, upTo));
            }
        }
    }

    private void Pass(TimeSpan span)
    {
        scheduler.Run(chance.Next(0, 50));
        time.Advance(span);
        scheduler.RunUntilIdle();
        time.Advance(TimeSpan.FromSeconds(1)); // pauses after a fault end
        scheduler.RunUntilIdle();
    }

    /// <summary>The process dies between two steps, or inside an append; what is on disk is all that is left.</summary>
    private void Crash()
    {
        Crashes++;
        if (chance.Next(2) == 0)
        {
            var death = chance.Next(2) == 0 ? AppendFault.DeathBefore : AppendFault.DeathAfter;
            system.Journal.NextAppend = () => death;
            Send();
        }

        scheduler.Run(chance.Next(0, 300));
        WasDeterministic &= !scheduler.LeftTheThread;
        disk = disk.Crashed(NewFolder());
        scheduler = new SeededScheduler(chance);
        time = new SimulatedTime(time.GetUtcNow().AddMinutes(chance.Next(0, 3000)));
        LoseDerivedFiles();
        system = Begin();
    }

    private void Restart()
    {
        faultRate = 0;
        Pass(TimeSpan.FromMinutes(1));
        Finish(system.StopAsync);
        Finish(async () => await system.DisposeAsync());
        lives.Remove(system);
        LoseDerivedFiles();
        system = Begin();
    }

    private void LoseDerivedFiles()
    {
        foreach (var path in (string[])[disk.EntityIndex, disk.Views, disk.Reactions])
        {
            switch (chance.Next(8))
            {
                case 0:
                    DerivedFile.Delete(path);
                    break;
                case 1:
                    DerivedFile.Delete(path);
                    File.WriteAllText(path, "not a database at all, but long enough to be taken for the header of one");
                    break;
            }
        }
    }

    private SimulatedSystem Begin()
    {
        var begun = new SimulatedSystem(disk, options, time, reacts: people is not null);
        begun.Journal.NextAppend = () => chance.NextDouble() >= faultRate
            ? chance.Next(4) == 0 ? AppendFault.Slow : AppendFault.None
            : chance.Next(2) == 0 ? AppendFault.Before : AppendFault.After;
        lives.Add(begun);
        system = begun;
        Finish(begun.StartAsync);
        begun.Journal.NextReadFails = () => chance.NextDouble() < faultRate / 4;
        return begun;
    }

    private string NewFolder() => Directory.CreateDirectory(folder.File($"{lives.Count}-{Crashes}")).FullName;
}
