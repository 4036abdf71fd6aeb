using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Core.Calendars;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Silo.Embedded;
using Supervision.Silo.Hosting;
using Supervision.Silo.Journals;
using Supervision.Silo.Runtime;

namespace Supervision.Tests.Support;

/// <summary>The embedded host in Replay over a journal in a temporary folder, or over any other.</summary>
internal sealed class ReplayEngine : IAsyncDisposable
{
    private readonly TemporaryFolder folder;
    private readonly EmbeddedEngine engine;

    private ReplayEngine(string rules, TemporaryFolder folder, IJournal journal)
    {
        this.folder = folder;
        Journal = journal;
        var data = new DataFolder(folder.Path);
        var codec = new JsonEventCodec();
        var shelf = RuleShelf.Open(data.RuleVersions, rules, HolidayBook.Embedded);
        engine = new EmbeddedEngine(
            Journal, new JournalFeed(Journal), shelf, codec, new EngineOptions { Clock = ClockMode.Replay },
            data.EntityIndex, TimeProvider.System, NullLogger<EmbeddedEngine>.Instance);
    }

    public IJournal Journal { get; }

    public IEngine Engine => engine;

    /// <param name="rules">The rule book.</param>
    /// <param name="open">Opens the journal, given the data folder; null opens a file there.</param>
    public static async Task<ReplayEngine> StartAsync(string rules, Func<DataFolder, Task<IJournal>>? open = null)
    {
        var place = new TemporaryFolder();
        var data = new DataFolder(place.Path);
        var journal = open is not null
            ? await open(data)
            : SqliteJournal.Open(data.Journal, new JsonEventCodec(), new SqliteJournalOptions());
        var replay = new ReplayEngine(rules, place, journal);
        await replay.engine.StartAsync(CancellationToken.None);
        return replay;
    }

    /// <summary>Submits facts in order, so many at a time.</summary>
    public async Task<int> SubmitAsync(IEnumerable<Fact> facts, int batch = 1000)
    {
        var accepted = 0;
        foreach (var part in facts.Chunk(batch))
        {
            accepted += (await engine.SubmitAsync(part, Patience.Wait, CancellationToken.None)).Accepted;
        }

        return accepted;
    }

    public async ValueTask DisposeAsync()
    {
        await engine.StopAsync(CancellationToken.None);
        await engine.DisposeAsync();
        await Journal.DisposeAsync();
        folder.Dispose();
    }
}
