using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Core.Ports;
using Supervision.Silo.Cluster.History;
using Supervision.Silo.History;
using Supervision.Silo.Runtime;
using Supervision.Tests.Support;

namespace Supervision.Tests.Cluster;

/// <summary>What writes the history store, over a journal and a front of the test's own.</summary>
internal sealed class HistoryHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly MovableTime time = new(DateTimeOffset.UtcNow);
    private readonly IJournal journal;
    private readonly JournalFeed feed;
    private readonly ClickHouseStore store;

    /// <summary>Begins nothing yet.</summary>
    /// <param name="journal">Belongs to the caller.</param>
    /// <param name="front">Belongs to the caller.</param>
    /// <param name="batchMax">Entries written together.</param>
    public HistoryHost(IJournal journal, ClickHouseFront front, int batchMax = 100)
    {
        (this.journal, feed) = (journal, new JournalFeed(journal));
        var options = OptionsOf(front);
        options.BatchMax = batchMax;
        store = new ClickHouseStore(options);
        Writer = new HistoryWriter(
            store, feed, journal, ClockSamples.Calendar, options, time,
            NullLogger<HistoryWriter>.Instance);
    }

    public HistoryWriter Writer { get; }

    public static HistoryOptions OptionsOf(ClickHouseFront front) => new()
    {
        Connection = front.ConnectionOf(ClickHouseFront.Writer),
        ReadConnection = front.ConnectionOf(ClickHouseFront.Reader),
        Every = TimeSpan.FromSeconds(1),
        AnswerFor = TimeSpan.FromSeconds(30),
    };

    /// <summary>Tells a running writer that the journal has grown, as a process that appends would.</summary>
    public void Wake() => feed.Wake();

    /// <summary>Starts it, and waits until everything in the journal has been written.</summary>
    public async Task CatchUpAsync()
    {
        await Writer.StartAsync(CancellationToken.None);
        await UntilAsync(() => Writer.Position == journal.Head.Sequence);
        await Writer.StopAsync(CancellationToken.None);
        Assert.Null(Writer.Fault);
    }

    /// <summary>Until something holds; pauses between attempts are passed over.</summary>
    public async Task UntilAsync(Func<bool> holds)
    {
        var started = Stopwatch.GetTimestamp();
        while (!holds())
        {
            var waited = Stopwatch.GetElapsedTime(started);
            Assert.True(waited < Patience, $"{Writer.WaitsBecause} {Writer.Fault}");
            time.MoveTo(time.GetUtcNow() + TimeSpan.FromMinutes(1));
            await Task.Delay(TimeSpan.FromMilliseconds(20)); // the engine works in this time
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Writer.StopAsync(CancellationToken.None);
        Writer.Dispose();
        store.Dispose();
    }
}
