using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Supervision.Core.Reading;

namespace Supervision.Web.Hubs;

/// <summary>
/// Carries changes of the board and of the alert list to everybody connected, within the limits of the options.
/// </summary>
public sealed partial class BoardPush : BackgroundService
{
    private static readonly TimeSpan SkippedSpacing = TimeSpan.FromSeconds(1);

    private readonly IBoard board;
    private readonly IAlertList alerts;
    private readonly BoardAudience audience;
    private readonly LiveChanges changes;
    private readonly TimeProvider time;
    private readonly ILogger<BoardPush> logger;
    private readonly TimeSpan beat;
    private readonly Coalescer figures;
    private readonly Coalescer skipped;
    private readonly Channel<AlertRow> cards;
    private long overflowed;

    /// <summary>Wires the two sources to the audience.</summary>
    public BoardPush(
        IBoard board, IAlertList alerts, BoardAudience audience, LiveChanges changes, TimeProvider time,
        IOptions<BoardPushOptions> options, ILogger<BoardPush> logger)
    {
        this.board = board;
        this.alerts = alerts;
        this.audience = audience;
        this.changes = changes;
        this.time = time;
        this.logger = logger;
        beat = options.Value.Beat;
        figures = new(time, options.Value.Spacing);
        skipped = new(time, SkippedSpacing);
        cards = Channel.CreateBounded<AlertRow>(
            new BoundedChannelOptions(options.Value.AlertsWaiting) { SingleReader = true });
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        board.Changed += figures.Signal;
        alerts.Changed += Take;
        try
        {
            await Task.WhenAll(
                Forever(PushFiguresAsync, stoppingToken),
                Forever(PushCardsAsync, stoppingToken),
                Forever(PushSkippedAsync, stoppingToken),
                Forever(BeatAsync, stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped();
        }
        finally
        {
            board.Changed -= figures.Signal;
            alerts.Changed -= Take;
        }
    }

    private void Take(AlertRow alert)
    {
        changes.Count(LiveKind.Alerts);
        if (!cards.Writer.TryWrite(alert))
        {
            Interlocked.Increment(ref overflowed);
            skipped.Signal();
        }
    }

    private async Task PushFiguresAsync(CancellationToken cancellationToken)
    {
        await figures.NextAsync(cancellationToken);
        foreach (var scope in audience.Scopes)
        {
            scope.Publish(scope.Part.Figures(board));
        }
    }

    private async Task PushCardsAsync(CancellationToken cancellationToken)
    {
        var alert = await cards.Reader.ReadAsync(cancellationToken);
        foreach (var scope in audience.Scopes)
        {
            if (!scope.Publish(alert))
            {
                skipped.Signal();
            }
        }
    }

    private async Task PushSkippedAsync(CancellationToken cancellationToken)
    {
        await skipped.NextAsync(cancellationToken);
        var lost = Interlocked.Exchange(ref overflowed, 0);
        foreach (var scope in audience.Scopes)
        {
            scope.CountSkipped(lost);
            scope.PublishSkipped();
        }
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(beat, time, cancellationToken);
        figures.Signal();
    }

    /// <summary>
    /// Runs one step after another. A view that fails once must not silence the walls: the step is tried again.
    /// </summary>
    private async Task Forever(Func<CancellationToken, Task> step, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                await step(cancellationToken);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                LogFailed(exception);
                await Task.Delay(beat, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A live push failed; the next one is tried after a pause")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Live push stopped")]
    private partial void LogStopped();
}
