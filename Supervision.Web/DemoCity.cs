using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Core.Calendars;
using Supervision.Core.Jobs;
using Supervision.Core.Ports;
using Supervision.Ingest.Simulation;
using Supervision.Silo.Embedded;
using Supervision.Silo.Hosting;
using Supervision.Silo.Jobs;
using Supervision.Silo.Journals;
using Supervision.Silo.Runtime;
using Supervision.Silo.Views;

namespace Supervision.Web;

/// <summary>
/// A generated city on a throw-away data directory: its last weeks are decided as they would have been, then it goes on
/// live. Exists in demo mode alone.
/// </summary>
internal sealed class DemoCity : BackgroundService
{
    private const int HistoryDays = 45;
    private const double LiveFactsPerSecond = 20;

    // What the city's people find done when they come: last month closed, and what follows from that, in this order.
    private static readonly JobKind[] LastMonth =
        [JobKind.MonthClose, JobKind.MonthBulletin, JobKind.InvestmentReport];

    private readonly CityFeed feed;
    private readonly IEngine engine;
    private readonly TimeProvider time;
    private readonly ViewFeeder views;
    private readonly JobRunner jobs;
    private readonly long lived;

    private DemoCity(CityFeed city, IServiceProvider services)
    {
        feed = city;
        engine = services.GetRequiredService<IEngine>();
        time = services.GetRequiredService<TimeProvider>();
        views = services.GetRequiredService<ViewFeeder>();
        jobs = services.GetRequiredService<JobRunner>();
        lived = services.GetRequiredService<IJournal>().Head.Sequence;
    }

    /// <summary>
    /// Makes the directory and decides the city's last weeks in it, on a clock that runs through them.
    /// </summary>
    /// <returns>The city, to be gone on with, and where it lies.</returns>
    public static async Task<(CityFeed City, DataFolder Folder)> PrepareAsync(TimeProvider time)
    {
        var folder = new DataFolder(Directory.CreateTempSubdirectory("supervision-demo-").FullName);
        var shelf = RuleShelf.Open(folder.RuleVersions, CityRules.Text(), HolidayBook.Embedded);
        var city = new CityFeed(
            shelf.Current, shelf.Calendars.Common.IsWorkingDay,
            new CityFeedOptions { LiveFactsPerSecond = LiveFactsPerSecond });
        var now = time.GetUtcNow();

        var codec = new JsonEventCodec();
        await using var journal = SqliteJournal.Open(folder.Journal, codec, new SqliteJournalOptions());
        await using var replay = new EmbeddedEngine(
            journal, new JournalFeed(journal), shelf, codec, new EngineOptions { Clock = ClockMode.Replay },
            folder.EntityIndex, time, NullLogger<EmbeddedEngine>.Instance);
        await replay.StartAsync(CancellationToken.None);
        foreach (var facts in city.History(now.AddDays(-HistoryDays), now).Chunk(IEngine.FactsMax))
        {
            await replay.SubmitAsync(facts, Patience.Wait, CancellationToken.None);
        }

        await replay.AdvanceAsync(now, CancellationToken.None);
        await replay.StopAsync(CancellationToken.None);
        return (city, folder);
    }

    /// <summary>Goes on with a prepared city.</summary>
    public static DemoCity GoOn(CityFeed city, IServiceProvider services) => new(city, services);

    /// <summary>Lets nobody in before the pages show the weeks that were decided.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await views.ReachAsync(lived, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var job in LastMonth)
        {
            await jobs.RunAsync(job, jobs.LatestDue(job), by: null, stoppingToken);
        }

        await foreach (var facts in feed.Live(time, stoppingToken))
        {
            await engine.SubmitAsync(facts, Patience.Wait, stoppingToken);
        }
    }
}
