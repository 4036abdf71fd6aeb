using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Supervision.Silo.Metrics;

namespace Supervision.Silo.Cluster.Metrics;

/// <summary>
/// Sends the instruments to InfluxDB 2, or a server that takes its write protocol. While it does not answer, points
/// wait in a bounded queue and the pauses grow; what it calls wrong is dropped, as sending it again would not help.
/// </summary>
public sealed partial class InfluxExport : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly MetricsOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<InfluxExport> logger;
    private readonly LineProtocol source;
    private readonly PointQueue queue;
    private readonly InfluxTransport transport;
    private TimeSpan pause;
    private DateTimeOffset nextAt;

    /// <summary>Begins to listen.</summary>
    /// <param name="options">Where to; the address is needed.</param>
    /// <param name="instruments">What to send; how many points wait and were dropped is added to them.</param>
    /// <param name="node">Name of this process.</param>
    /// <param name="time">The wall clock.</param>
    /// <param name="logger">Where faults are told.</param>
    public InfluxExport(
        MetricsOptions options, Instruments instruments, string node, TimeProvider time, ILogger<InfluxExport> logger)
    {
        (this.options, this.time, this.logger) = (options, time, logger);
        queue = new PointQueue(options.Influx.QueueMax);
        instruments.Meter.CreateObservableCounter("supervision.metrics.dropped", () => queue.Dropped, "{point}");
        instruments.Meter.CreateObservableGauge("supervision.metrics.waiting", () => queue.Waiting, "{point}");
        source = new LineProtocol(instruments.Meter, node);
        transport = new InfluxTransport(options.Influx);
    }

    /// <summary>Points that were dropped since the start.</summary>
    public long Dropped => queue.Dropped;

    /// <summary>Points that are still to be sent.</summary>
    public int Waiting => queue.Waiting;

    /// <summary>Reads every figure once and sends what waits, unless the server needs a pause.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        queue.Add(source.Collect(now));
        if (now < nextAt)
        {
            return;
        }

        while (queue.Peek(options.Influx.BatchMax) is { Lines: { Count: > 0 } lines, Mark: var mark })
        {
            var (isDone, fault) = await transport.SendAsync(lines, cancellationToken);
            if (!isDone)
            {
                pause = pause == TimeSpan.Zero ? options.Every : pause * 2 < LongestPause ? pause * 2 : LongestPause;
                nextAt = now + pause;
                LogWaits(logger, fault!, pause);
                return;
            }

            if (fault is not null)
            {
                LogWrong(logger, lines.Count, fault);
            }

            queue.Remove(mark, lost: fault is not null);
            pause = TimeSpan.Zero;
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        source.Dispose();
        transport.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await RunOnceAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping; what was not sent is a gap in a diagram.
        }
    }

    [LoggerMessage(LogLevel.Warning, "Metrics wait: {Why}; next attempt in {Pause}")]
    private static partial void LogWaits(ILogger logger, string why, TimeSpan pause);

    [LoggerMessage(LogLevel.Error, "{Count} points of metrics were dropped: {Why}")]
    private static partial void LogWrong(ILogger logger, int count, string why);
}
