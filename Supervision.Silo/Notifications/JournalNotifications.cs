using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Supervision.Core.Orders;
using Supervision.Core.People;
using Supervision.Core.Ports;
using Supervision.Silo.Runtime;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Notifications;

/// <summary>
/// Follows the journal in order and has people told. The position is kept with the messages, in one transaction, so
/// an entry is neither lost nor told twice.
/// </summary>
internal sealed partial class JournalNotifications(
    Happenings happenings, IReceivers receivers, IEngine engine, IEngineState state, Outbox outbox, JournalFeed feed,
    IJournal journal, TimeProvider time, ILogger<JournalNotifications> logger) : BackgroundService, IErrand
{
    private const int EntriesPerRead = 2048;

    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);

    /// <summary>While a storm lasts, what was read waits for its end, but no longer than this.</summary>
    private static readonly TimeSpan StormMax = TimeSpan.FromSeconds(5);

    private (long Position, DateTimeOffset Begun) progress;

    /// <summary>Why notifications stopped by themselves; null while all is well.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Finds out where to go on, and since when people are told.</summary>
    public (long Position, DateTimeOffset Begun) Begin() => progress = outbox.Begin(journal, time.GetUtcNow());

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Fault = null;
        Begin();
        return base.StartAsync(cancellationToken);
    }

    /// <summary>Has people told of some entries; afterwards that is durable.</summary>
    public async Task TakeAsync(IReadOnlyList<JournalEntry> entries, CancellationToken cancellationToken)
    {
        List<(Happening, IReadOnlyList<Actor>)> told = [];
        IReadOnlyList<Actor>? people = null;
        foreach (var entry in entries)
        {
            foreach (var happening in await happenings.OfAsync(entry, cancellationToken))
            {
                if (happening.At >= progress.Begun && !await IsSilencedAsync(happening, cancellationToken))
                {
                    people ??= await receivers.ListAsync(cancellationToken);
                    told.Add((happening, [.. people.Where(happening.Concerns)]));
                }
            }
        }

        outbox.Take(told, entries[^1], time.GetUtcNow());
        progress.Position = entries[^1].Sequence;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await FollowAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping.
        }
        catch (Exception exception)
        {
            Fault = exception;
            LogFault(logger, exception);
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        await Task.Yield(); // the start of the process does not wait for this
        using var follower = feed.Follow();
        while (true)
        {
            try
            {
                var entries = await follower.NextAsync(progress.Position, EntriesPerRead, cancellationToken);
                await Storm.WaitOutAsync(state, StormMax, time, cancellationToken);
                await TakeAsync(entries, cancellationToken);
            }
            catch (Exception exception) when (exception is JournalUnavailableException
                or RuleBookMissingException or IOException or SqliteException { IsStorageFault: true })
            {
                LogBehind(logger, exception);
                await Task.Delay(PauseAfterFault, time, cancellationToken);
            }
        }
    }

    /// <summary>Whether somebody silenced such causes: then nobody is told of the card either.</summary>
    private async ValueTask<bool> IsSilencedAsync(Happening happening, CancellationToken cancellationToken)
    {
        if (happening.Silenced is not { } cause)
        {
            return false;
        }

        var register = await engine.ReadAsync(RegisterDecider.StreamOf(happening.Unit), cancellationToken);
        return register?.State is RegisterState state
            && state.Silences.Any(silence => silence.Covers(cause, engine.Now));
    }

    [LoggerMessage(LogLevel.Error, "People cannot be told for now; messages wait")]
    private static partial void LogBehind(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Critical, "Notifications have stopped by themselves; restart, and report this")]
    private static partial void LogFault(ILogger logger, Exception exception);
}
