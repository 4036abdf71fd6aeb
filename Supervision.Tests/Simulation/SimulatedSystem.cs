using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Core.Ports;
using Supervision.Silo.Draws;
using Supervision.Silo.Embedded;
using Supervision.Silo.Journals;
using Supervision.Silo.Reactions;
using Supervision.Silo.Runtime;
using Supervision.Silo.Views;
using Supervision.Tests.Support;

namespace Supervision.Tests.Simulation;

/// <summary>The files of a simulated machine, and what survives its crashes.</summary>
/// <param name="Folder">Holds everything.</param>
/// <param name="Disk">The journal, when it is not a file.</param>
internal sealed record SimulatedDisk(string Folder, JournalDisk? Disk)
{
    public string EntityIndex => Path.Combine(Folder, "entities.db");

    public string Views => Path.Combine(Folder, "views.db");

    public string Reactions => Path.Combine(Folder, "reactions.position");

    public string Journal => Path.Combine(Folder, "journal");

    public string Pools => Path.Combine(Folder, "pools");

    public IJournal OpenJournal() => Disk is not null
        ? new InMemoryJournal(Disk, new JsonEventCodec())
        : SqliteJournal.Open(Journal, new JsonEventCodec(), new SqliteJournalOptions { PageSizeBytes = 4096 });

    /// <summary>
    /// What is on disk while the process dies: every file as it is, without the shared memory and the locks that die
    /// with it.
    /// </summary>
    public SimulatedDisk Crashed(string newFolder)
    {
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            if (!file.EndsWith("-shm", StringComparison.Ordinal) && !file.EndsWith(".lock", StringComparison.Ordinal))
            {
                var copy = Path.Combine(newFolder, Path.GetRelativePath(Folder, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                using var from = new FileStream(
                    file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                using var to = File.Create(copy);
                from.CopyTo(to);
            }
        }

        return this with { Folder = newFolder };
    }
}

/// <summary>One life of the whole runtime over a disk: journal, engine and views, on one scheduler.</summary>
internal sealed class SimulatedSystem : IAsyncDisposable
{
    /// <param name="reacts">Whether reactions run: they write entries of their own.</param>
    public SimulatedSystem(
        SimulatedDisk disk, EngineOptions options, TimeProvider time, IRuleShelf? rules = null, bool reacts = false)
    {
        Rules = rules ?? new InMemoryRuleShelf();
        var codec = new JsonEventCodec();
        Journal = new FaultyJournal(disk.OpenJournal());
        var feed = new JournalFeed(Journal);
        Engine = new EmbeddedEngine(
            Journal, feed, Rules, codec, options, disk.EntityIndex, time, NullLogger<EmbeddedEngine>.Instance);
        ViewRows = ViewDatabase.Open(disk.Views, Journal);
        Alerts = new AlertsView(ViewRows);
        Board = new BoardView(ViewRows, ClockSamples.Calendar, () => Engine.Now);
        var ordersView = new OrdersView(ViewRows);
        WindowRows = new WindowsView(ViewRows);
        Attendance = new AttendanceView(ViewRows);
        Ratings = new RatingsView(ViewRows);
        var draws = new DrawsView(ViewRows);
        Views = new ViewFeeder(
            ViewRows,
            [
                new CasesView(ViewRows), Alerts, Board, ordersView, WindowRows, Attendance, new LeavesView(ViewRows),
                Ratings, new ComplaintsView(ViewRows), new ScoresView(ViewRows, ClockSamples.Calendar),
                draws,
            ],
            feed, Engine, time, NullLogger<ViewFeeder>.Instance);
        Orders = new OrderList(ViewRows, ordersView, Engine, Journal, Rules);
        if (reacts)
        {
            var underWay = new CommandsUnderWay();
            var position = new ReactionPosition(disk.Reactions, Journal);
            reactions = new JournalReactions(
                [
                    new LinkReaction(Engine, Rules), new StampReaction(Engine, Rules, Journal, underWay),
                    new DrawReaction(
                        Engine, new PoolStore(disk.Pools), new DrawList(ViewRows, draws),
                        NullLogger<DrawReaction>.Instance),
                    new PresenceReaction(Engine, Rules, underWay),
                    new OrderReaction(
                        Engine, new OrderCauses(Rules, Engine, new CauseViews(ViewRows, Views, Journal)), Orders,
                        Views, Journal, underWay, NullLogger<OrderReaction>.Instance),
                ],
                underWay, new ReactionStart(Engine, Journal, position), position, feed, Engine, time,
                NullLogger<JournalReactions>.Instance);
        }
    }

    private readonly JournalReactions? reactions;

    public OrderList Orders { get; }

    public bool Reacts => reactions is not null;

    /// <summary>Why reactions stopped by themselves; null while all is well.</summary>
    public Exception? ReactionFault => reactions?.Fault;

    public FaultyJournal Journal { get; }

    public EmbeddedEngine Engine { get; }

    public ViewFeeder Views { get; }

    public ViewDatabase ViewRows { get; }

    public AlertsView Alerts { get; }

    public BoardView Board { get; }

    public WindowsView WindowRows { get; }

    public AttendanceView Attendance { get; }

    public RatingsView Ratings { get; }

    public IRuleShelf Rules { get; }

    public async Task StartAsync()
    {
        await Engine.StartAsync(CancellationToken.None);
        await Views.StartAsync(CancellationToken.None);
        await (reactions?.StartAsync(CancellationToken.None) ?? Task.CompletedTask);
    }

    public async Task StopAsync()
    {
        await (reactions?.StopAsync(CancellationToken.None) ?? Task.CompletedTask);
        await Views.StopAsync(CancellationToken.None);
        await Engine.StopAsync(CancellationToken.None);
    }

    /// <summary>
    /// Closes files. Of a crashed system this comes after the test, when nobody looks at them any more.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        reactions?.Dispose();
        ViewRows.Dispose();
        await Engine.DisposeAsync();
        await Journal.DisposeAsync();
    }
}
