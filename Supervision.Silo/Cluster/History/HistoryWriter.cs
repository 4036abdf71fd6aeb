using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Supervision.Core.Calendars;
using Supervision.Core.Ports;
using Supervision.Silo.History;
using Supervision.Silo.Runtime;

namespace Supervision.Silo.Cluster.History;

/// <summary>
/// Follows the journal and writes the history store, from the position the store itself keeps. While the store is away
/// or full it tries again for ever, with pauses that grow; supervision does not notice.
/// </summary>
internal sealed partial class HistoryWriter(
    ClickHouseStore store, JournalFeed feed, IJournal journal, WorkCalendar calendar, HistoryOptions options,
    TimeProvider time, ILogger<HistoryWriter> logger) : BackgroundService, IErrand
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private long position;
    private volatile bool isRunning;
    private volatile string? waitsBecause;

    /// <summary>Everything up to this journal entry has been written, as far as this process knows.</summary>
    public long Position => Interlocked.Read(ref position);

    /// <summary>Entries that are still to be written; null where another process writes.</summary>
    public long? Behind => isRunning ? Math.Max(0, journal.Head.Sequence - Position) : null;

    /// <summary>Why nothing can be written for now; null while all is well.</summary>
    public string? WaitsBecause => waitsBecause;

    /// <summary>Why writing stopped by itself; null while all is well.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Has a meter say how far behind the store is, while this process writes.</summary>
    public void Measure(Meter meter)
    {
        meter.CreateObservableGauge("supervision.history.behind", () => Measurements(Behind), "{entry}");
        meter.CreateObservableGauge(
            "supervision.history.faults",
            () => Measurements(isRunning ? (WaitsBecause ?? Fault?.Message) is null ? 0 : 1 : null), "{fault}");
    }

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        (Fault, waitsBecause, isRunning) = (null, null, true);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        isRunning = false;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield(); // the start of the process does not wait for this
        try
        {
            await WriteAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping, or another takes over.
        }
        catch (Exception exception)
        {
            Fault = exception;
            LogFault(logger, exception);
        }
    }

    /// <summary>
    /// Writes for ever, with a pause when something goes wrong. Whatever it was, the store is asked anew where it
    /// stands: it may have been restored or replaced meanwhile.
    /// </summary>
    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var before = Position;
            try
            {
                await FollowAsync(cancellationToken);
            }
            catch (Exception exception) when (exception is HistoryException or JournalUnavailableException)
            {
                waitsBecause = exception.Message;
                pause = Position > before ? FirstPause : pause;
                LogWaits(logger, exception.Message, pause);
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        waitsBecause = null;
        using var follower = feed.Follow();
        while (true)
        {
            var entries = await follower.NextAsync(Position, options.BatchMax, cancellationToken);
            var batch = new HistoryBatch(calendar);
            foreach (var entry in entries)
            {
                batch.Add(entry);
            }

            await store.WriteAsync(batch, Position, entries[^1], cancellationToken);
            Interlocked.Exchange(ref position, entries[^1].Sequence);
            if (entries.Count < options.BatchMax)
            {
                await Task.Delay(options.Every, time, cancellationToken);
            }
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var (sequence, mark) = await store.PrepareAsync(cancellationToken);
        await journal.RefreshAsync(cancellationToken);
        if (sequence > 0 && ClickHouseStore.MarkOf(JournalMark.At(journal, sequence)) != mark)
        {
            throw new HistoryException(
                HistoryFault.Unusable,
                $"It holds entry {sequence} of another journal. Name another database, or drop this one: it is "
                + "filled again by itself.");
        }

        Interlocked.Exchange(ref position, sequence);
    }

    private static IEnumerable<Measurement<long>> Measurements(long? value) =>
        value is { } known ? [new Measurement<long>(known)] : [];

    [LoggerMessage(LogLevel.Warning, "The history store waits: {Why}; next attempt in {Pause}")]
    private static partial void LogWaits(ILogger logger, string why, TimeSpan pause);

    [LoggerMessage(LogLevel.Critical, "The history store is no longer written; restart, and report this")]
    private static partial void LogFault(ILogger logger, Exception exception);
}
