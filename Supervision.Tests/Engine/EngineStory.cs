using Supervision.Core.Alerts;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Draws;
using Supervision.Silo.Embedded;
using Supervision.Tests.Simulation;
using Supervision.Tests.Support;

namespace Supervision.Tests.Engine;

/// <summary>An engine told step by step: what is asked for is started, and runs only when the story says so.</summary>
internal sealed class EngineStory : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<SimulatedSystem> lives = [];
    private readonly EngineOptions options;
    private SeededScheduler scheduler;

    public EngineStory(
        EngineOptions? options = null, IRuleShelf? rules = null, int seed = 1, bool reacts = false)
    {
        Reacts = reacts;
        scheduler = new SeededScheduler(new Random(seed));
        this.options = options ?? new EngineOptions { Shards = 2 };
        Disk = new SimulatedDisk(Directory.CreateDirectory(folder.File("0")).FullName, new JournalDisk());
        Begin(rules);
    }

    /// <summary>Whether reactions are switched on, from the next life on.</summary>
    public bool Reacts { get; set; }

    public SimulatedDisk Disk { get; private set; }

    public SimulatedTime Time { get; private set; } = new(ClockSamples.At("2018-10-15 10:00"));

    public SimulatedSystem System => lives[^1];

    public EmbeddedEngine Engine => System.Engine;

    /// <summary>Pools of draws on this disk.</summary>
    public PoolStore Pools => new(Disk.Pools);

    /// <summary>Entries of the journal as they are on disk.</summary>
    public int Entries => Disk.Disk!.Turns.Count;

    public static Fact Fact(string id, string subject = "C-1", string at = "2018-10-15 10:00", FactData? data = null) =>
        new("/test", id, subject, ClockSamples.At(at), data ?? CaseStory.Accepted());

    /// <summary>Starts a submit and runs until nothing moves.</summary>
    public Task<SubmitReceipt> Submit(Patience patience, params Fact[] facts)
    {
        var work = Begun(facts, patience);
        Run();
        return work;
    }

    /// <summary>Starts a submit that lets others take some steps first; none of it has run yet.</summary>
    public Task<SubmitReceipt> Begun(Fact[] facts, Patience patience = Patience.Wait, int later = 0)
    {
        return Start(SubmitAsync);

        async Task<SubmitReceipt> SubmitAsync()
        {
            for (; later > 0; later--)
            {
                await Task.Yield();
            }

            return await Engine.SubmitAsync(facts, patience, CancellationToken.None);
        }
    }

    /// <summary>Submits, and is answered at once.</summary>
    public SubmitReceipt Submitted(params Fact[] facts) => Answered(Submit(Patience.Wait, facts));

    public DateTimeOffset Advanced(string now) => Answered(Asked(() =>
        Engine.AdvanceAsync(ClockSamples.At(now), CancellationToken.None).AsTask()));

    public Task<EntitySnapshot?> Read(string subject) => Read(new StreamId(EntityKind.Case, subject));

    public Task<EntitySnapshot?> Read(StreamId stream) =>
        Asked(() => Engine.ReadAsync(stream, CancellationToken.None).AsTask());

    public Task<OrderFile?> File(string no) => Asked(() =>
        System.Orders.OpenAsync(no, CancellationToken.None).AsTask());

    /// <summary>Has an entity carry out a command, and is answered at once.</summary>
    public Refusal? Commanded(StreamId stream, Command command) => Answered(Asked(() =>
        Engine.CommandAsync(stream, command, CancellationToken.None).AsTask()));

    /// <summary>Standing cards of a case as the journal has them.</summary>
    public string Cards(string subject = "C-1") => string.Join(' ', ((CaseState)Answered(Read(subject))!.State).Alerts
        .Where(mark => mark is { Standing: true, Kind: AlertKind.Card })
        .Select(mark => mark.Key));

    public void Run() => scheduler.RunUntilIdle();

    /// <summary>Runs some steps; the rest waits.</summary>
    public void Run(int steps) => scheduler.Run(steps);

    /// <summary>Lets time pass; pauses after a fault end with it.</summary>
    public void Pass(TimeSpan span)
    {
        Time.Advance(span);
        Run();
    }

    /// <summary>The next append fails, before or after it has become durable.</summary>
    public void FailNextAppend(AppendFault fault)
    {
        var faults = new Queue<AppendFault>([fault]);
        System.Journal.NextAppend = () => faults.TryDequeue(out var next) ? next : AppendFault.None;
    }

    /// <summary>Holds appends back until the returned source is completed.</summary>
    public TaskCompletionSource HoldAppends()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        System.Journal.Gate = gate.Task;
        return gate;
    }

    public void Crash(
        IRuleShelf? rules = null, Action<SimulatedDisk>? meanwhile = null, int seed = 1, bool settles = true)
    {
        Disk = Disk.Crashed(Directory.CreateDirectory(folder.File($"{lives.Count}")).FullName);
        scheduler = new SeededScheduler(new Random(seed));
        Time = new SimulatedTime(Time.GetUtcNow());
        meanwhile?.Invoke(Disk);
        Begin(rules, settles);
    }

    /// <summary>Stops cleanly, whatever else is under way.</summary>
    public void Stop()
    {
        var work = scheduler.Start(System.StopAsync);
        Run();
        Assert.True(work.IsCompletedSuccessfully);
    }

    public static T Answered<T>(Task<T> work)
    {
        Assert.True(work.IsCompleted, "the answer has not come");
        return work.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        lives.ForEach(life => life.DisposeAsync().AsTask().GetAwaiter().GetResult());
        folder.Dispose();
    }

    private Task<T> Asked<T>(Func<Task<T>> work)
    {
        var task = Start(work);
        Run();
        return task;
    }

    private Task<T> Start<T>(Func<Task<T>> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.None, scheduler).Unwrap();

    private void Begin(IRuleShelf? rules, bool settles = true)
    {
        lives.Add(new SimulatedSystem(Disk, options, Time, rules, Reacts));
        var work = scheduler.Start(System.StartAsync);
        while (!work.IsCompleted && scheduler.Run(1))
        {
            // What was begun goes on later.
        }

        if (settles)
        {
            Run();
        }

        work.GetAwaiter().GetResult();
    }
}
