using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Quartz;
using Supervision.Core.Calendars;
using Supervision.Core.Jobs;
using Supervision.Core.Ports;
using Supervision.Silo.Embedded;
using Supervision.Silo.Hosting;
using Supervision.Silo.Jobs;
using Supervision.Silo.Journals;
using Supervision.Silo.Runtime;
using Supervision.Tests.Support;

namespace Supervision.Tests.Jobs;

/// <summary>One engine on a clock that can be set, and any number of nodes with schedulers of their own.</summary>
internal sealed class JobHost : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<JobNodeHost> nodes = [];
    private readonly IJournal journal;
    private readonly EmbeddedEngine engine;
    private readonly RuleShelf shelf;

    private JobHost(string start)
    {
        Time = new MovableTime(ClockSamples.At(start));
        var data = new DataFolder(folder.Path);
        var codec = new JsonEventCodec();
        journal = SqliteJournal.Open(data.Journal, codec, new SqliteJournalOptions());
        shelf = RuleShelf.Open(data.RuleVersions, TestRules.Json, HolidayBook.Embedded);
        engine = new EmbeddedEngine(
            journal, new JournalFeed(journal), shelf, codec, new EngineOptions(), data.EntityIndex, Time,
            NullLogger<EmbeddedEngine>.Instance);
    }

    public MovableTime Time { get; }

    public static async Task<JobHost> StartAsync(string start)
    {
        var host = new JobHost(start);
        await host.engine.StartAsync(CancellationToken.None);
        return host;
    }

    /// <summary>Starts a node; of the same name it finds what the one before left.</summary>
    public async Task<JobNodeHost> NodeAsync(
        string name, IPeriodWork work, JournalOptions? store = null, bool isSole = false)
    {
        var place = new DataFolder(Directory.CreateDirectory(folder.File(name)).FullName);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IEngine>(engine);
        services.AddSingleton<IRuleShelf>(shelf);
        services.AddSingleton(work);
        services.AddSingleton(new JobOptions());
        services.AddSingleton(new JobNode($"{name}-{nodes.Count}", isSole));
        services.AddSingleton<JobRunner>();
        JobStore.Prepare(place, store ?? new JournalOptions()); // a listener asks for the scheduler before it starts
        services.AddScheduler(place, new JobOptions(), store ?? new JournalOptions());
        var node = new JobNodeHost(services.BuildServiceProvider());
        nodes.Add(node);
        await node.StartAsync();
        return node;
    }

    /// <summary>Every run of a job in the journal, oldest first.</summary>
    public async Task<IReadOnlyList<JobRun>> RunsAsync() =>
    [
        .. (await journal.ReadAsync(0, 10_000, CancellationToken.None))
            .SelectMany(entry => entry.Turn.Events).OfType<JobMoved>().Select(moved => moved.After),
    ];

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.StopAsync();
        }

        await engine.StopAsync(CancellationToken.None);
        await engine.DisposeAsync();
        await journal.DisposeAsync();
        folder.Dispose();
    }
}

/// <summary>A node that runs jobs.</summary>
internal sealed class JobNodeHost(ServiceProvider services) : IJobListener
{
    private readonly SemaphoreSlim wakes = new(0);
    private bool isStopped;

    public string Name => "test";

    private JobScheduler Scheduler => (JobScheduler)services.GetRequiredService<IHostedService>();

    public async Task StartAsync()
    {
        var scheduler = await services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        scheduler.ListenerManager.AddJobListener(this);
        await Scheduler.StartedAsync(CancellationToken.None);
    }

    /// <summary>Waits until a wake has ended, whatever came of it.</summary>
    public async Task WokenAsync() => Assert.True(await wakes.WaitAsync(TimeSpan.FromSeconds(60)), "nobody woke it");

    public async Task StopAsync()
    {
        if (!isStopped)
        {
            isStopped = true;
            await Scheduler.StopAsync(CancellationToken.None);
            await services.DisposeAsync();
        }
    }

    public ValueTask JobWasExecuted(
        IJobExecutionContext context, JobExecutionException? jobException,
        CancellationToken cancellationToken = default)
    {
        wakes.Release();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Work that counts, and waits where a test says so.</summary>
internal sealed class CountedWork(JobKind job) : IPeriodWork
{
    private readonly Lock gate = new();
    private readonly List<string> periods = [];
    private readonly List<string> expected = [];

    public JobKind Job => job;

    /// <summary>Completed when the first run has begun.</summary>
    public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What runs wait for; nothing unless set.</summary>
    public Task Gate { get; init; } = Task.CompletedTask;

    public string Periods
    {
        get
        {
            lock (gate)
            {
                return string.Join(' ', periods);
            }
        }
    }

    /// <summary>What it was told of beforehand or because it failed, with when it is due.</summary>
    public string Expected
    {
        get
        {
            lock (gate)
            {
                return string.Join(' ', expected);
            }
        }
    }

    public Task ExpectAsync(Cycle period, DateTimeOffset dueAt, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            expected.Add(string.Create(CultureInfo.InvariantCulture, $"{period}@{dueAt:MM-ddTHH:mm}"));
        }

        return Task.CompletedTask;
    }

    public async Task<JobOutcome> RunAsync(Cycle period, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            periods.Add(period.ToString());
        }

        Begun.TrySetResult();
        await Gate.WaitAsync(cancellationToken);
        return JobOutcome.Done("ok");
    }
}
