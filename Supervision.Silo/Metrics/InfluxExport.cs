using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Supervision.Silo.Metrics;

/// <summary>
/// Sends the instruments to a server that takes InfluxDB 2's write protocol. While it does not answer, points wait in a
/// bounded queue and the pauses grow; what the server calls wrong is dropped, as sending it again would not help.
/// </summary>
public sealed partial class InfluxExport : BackgroundService
{
    private static readonly TimeSpan AnswerFor = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly MetricsOptions options;
    private readonly HttpClient http;
    private readonly TimeProvider time;
    private readonly ILogger<InfluxExport> logger;
    private readonly LineProtocol source;
    private readonly PointQueue queue;
    private readonly Uri address;
    private TimeSpan pause;
    private DateTimeOffset nextAt;

    /// <summary>Begins to listen.</summary>
    /// <param name="options">Where to; the address is needed.</param>
    /// <param name="instruments">What to send; how many points were dropped is added to them.</param>
    /// <param name="node">Name of this process.</param>
    /// <param name="http">Sends; belongs to the caller.</param>
    /// <param name="time">The wall clock.</param>
    /// <param name="logger">Where faults are told.</param>
    public InfluxExport(
        MetricsOptions options, Instruments instruments, string node, HttpClient http, TimeProvider time,
        ILogger<InfluxExport> logger)
    {
        (this.options, this.http, this.time, this.logger) = (options, http, time, logger);
        queue = new PointQueue(options.Influx.QueueMax);
        instruments.Meter.CreateObservableCounter("supervision.metrics.dropped", () => queue.Dropped, "{point}");
        source = new LineProtocol(instruments.Meter, node);
        var (org, bucket) = (Uri.EscapeDataString(options.Influx.Org), Uri.EscapeDataString(options.Influx.Bucket));
        address = new Uri(new Uri(options.Influx.Url!), $"/api/v2/write?org={org}&bucket={bucket}&precision=ms");
    }

    /// <summary>Points that were dropped since the start.</summary>
    public long Dropped => queue.Dropped;

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
            var (isDone, fault) = await SendAsync(lines, cancellationToken);
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

    /// <summary>Whether they need not be sent again, and what went wrong.</summary>
    private async Task<(bool IsDone, string? Fault)> SendAsync(
        IReadOnlyList<string> lines, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerFor);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address);
            request.Content = new StringContent(
                string.Join('\n', lines), Encoding.UTF8, new MediaTypeHeaderValue("text/plain"));
            if (options.Influx.TokenFile is { } file)
            {
                var token = (await File.ReadAllTextAsync(file, limit.Token)).Trim();
                request.Headers.Authorization = new AuthenticationHeaderValue("Token", token);
            }

            using var answer = await http.SendAsync(request, limit.Token);
            var fault = answer.IsSuccessStatusCode ? null : $"it answered {(int)answer.StatusCode}";
            var isWrong = answer.StatusCode
                is HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge
                or HttpStatusCode.UnprocessableEntity;
            return (fault is null || isWrong, fault);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            return (false, fault.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (false, "it did not answer in time");
        }
    }

    [LoggerMessage(LogLevel.Warning, "Metrics wait: {Why}; next attempt in {Pause}")]
    private static partial void LogWaits(ILogger logger, string why, TimeSpan pause);

    [LoggerMessage(LogLevel.Error, "{Count} points of metrics were dropped: {Why}")]
    private static partial void LogWrong(ILogger logger, int count, string why);
}
