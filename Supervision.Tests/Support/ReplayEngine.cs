using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Core.Calendars;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Silo.Embedded;
using Supervision.Silo.Hosting;
using Supervision.Silo.Journals;
using Supervision.Silo.Runtime;

namespace Supervision.Tests.Support;

/// <summary>The embedded host in Replay over a journal in a temporary folder.</summary>
internal sealed class ReplayEngine : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly EmbeddedEngine engine;

    private ReplayEngine(string rules)
    {
        var data = new DataFolder(folder.Path);
        var codec = new JsonEventCodec();
        var shelf = RuleShelf.Open(data.RuleVersions, rules, HolidayBook.Embedded);
        Journal = SqliteJournal.Open(data.Journal, codec, new SqliteJournalOptions());
        engine = new EmbeddedEngine(
            Journal, new JournalFeed(Journal), shelf, codec, new EngineOptions { Clock = ClockMode.Replay },
            data.EntityIndex, TimeProvider.System, NullLogger<EmbeddedEngine>.Instance);
    }

    public SqliteJournal Journal { get; }

    public IEngine Engine => engine;

    public static async Task<ReplayEngine> StartAsync(string rules)
    {
        var replay = new ReplayEngine(rules);
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
