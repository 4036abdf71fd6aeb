using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Supervision.Silo.Runtime;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Notifications;

/// <summary>
/// Last stage: hands over what is due and writes down what became of it. Of several senders one claims a message. A
/// crash in between hands it over again, with the same identity, once the claim has passed.
/// </summary>
internal sealed partial class MessageSender(
    Outbox outbox, Inbox inbox, IEnumerable<IChannel> channels, NotificationOptions options, TimeProvider time,
    ILogger<MessageSender> logger, Func<double> chance) : BackgroundService, IErrand
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    /// <summary>How long the result of an attempt may take to be written down before another is made.</summary>
    private static readonly TimeSpan AfterAttempt = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(6);

    private readonly Dictionary<ChannelKind, IChannel> channels = channels.ToDictionary(channel => channel.Kind);

    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Hands over everything whose time has come; one after another, so that nothing goes out twice.</summary>
    public async Task SendDueAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await SendAllAsync(cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        turn.Dispose();
        base.Dispose();
    }

    private async Task SendAllAsync(CancellationToken cancellationToken)
    {
        while (outbox.HasDue(time.GetUtcNow()))
        {
            var now = time.GetUtcNow();
            var claimed = outbox.Claim(now, options.AtOnceMax, now + options.AttemptFor + AfterAttempt);
            await Task.WhenAll(claimed.Select(id => SendAsync(id, cancellationToken)));
        }
    }

    /// <summary>
    /// The pause before the next attempt: twice as long each time up to the longest, and between half of that and all
    /// of it, so that what failed together does not come again together.
    /// </summary>
    /// <param name="failed">Attempts that failed, from 1.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan PauseAfter(int failed, NotificationOptions options, double chance)
    {
        var whole = Math.Min(
            options.RetryAfter.TotalSeconds * Math.Pow(2, failed - 1), options.RetryAfterMax.TotalSeconds);
        return TimeSpan.FromSeconds(whole * (0.5 + (chance / 2)));
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var forgetAt = time.GetUtcNow();
        try
        {
            while (true)
            {
                try
                {
                    if (time.GetUtcNow() >= forgetAt)
                    {
                        outbox.Forget(time.GetUtcNow() - options.KeptFor);
                        forgetAt = time.GetUtcNow() + ForgetEvery;
                    }

                    await SendDueAsync(stoppingToken);
                }
                catch (SqliteException fault)
                {
                    LogBehind(logger, fault); // a disk that is full for a while
                }

                await Task.Delay(Look, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping.
        }
    }

    private async Task SendAsync(string id, CancellationToken cancellationToken)
    {
        if (inbox.Seal(id, options.SiteUrl) is not { } message)
        {
            return;
        }

        var result = await AttemptAsync(message.Kind, message.Envelope, cancellationToken);
        var (now, failed) = (time.GetUtcNow(), outbox.Attempts(id) + 1);
        DateTimeOffset? next = result is { Fault: not null, MayPass: true } && failed < options.AttemptsMax
            ? now + PauseAfter(failed, options, chance())
            : null;
        outbox.Record(id, result, now, next);
        if (result.Fault is not null)
        {
            LogFailed(logger, id, message.Kind, failed, result.Fault, next);
        }
    }

    /// <summary>Whatever goes wrong outside is a result, told by a code that holds nothing personal.</summary>
    private async Task<SendResult> AttemptAsync(
        ChannelKind kind, Envelope envelope, CancellationToken cancellationToken)
    {
        if (!channels.TryGetValue(kind, out var channel))
        {
            return new("off", MayPass: false);
        }

        if (kind != ChannelKind.Webhook && envelope.To is null)
        {
            return new("noAddress", MayPass: false);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(options.AttemptFor);
        try
        {
            return await channel.SendAsync(envelope, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new("timeout", MayPass: true);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            return new("unreachable", MayPass: true);
        }
    }

    [LoggerMessage(LogLevel.Warning,
        "Message {Id} over {Channel} failed at attempt {Attempt}: {Fault}; next attempt: {Next}")]
    private static partial void LogFailed(
        ILogger logger, string id, ChannelKind channel, int attempt, string fault, DateTimeOffset? next);

    [LoggerMessage(LogLevel.Error, "Messages cannot be sent for now; they wait")]
    private static partial void LogBehind(ILogger logger, Exception exception);
}
