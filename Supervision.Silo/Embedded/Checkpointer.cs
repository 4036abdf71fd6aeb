using Microsoft.Extensions.Logging;
using Supervision.Core.Ports;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Embedded;

/// <summary>
/// Brings the entity index up to the journal, now and then: what it knows need not be replayed at the next start and
/// may leave memory. Only durable states are written, so the index is never ahead of the journal.
/// </summary>
internal sealed partial class Checkpointer(
    EntityIndex index, IReadOnlyList<Shard> shards, CommitQueue commits, EngineOptions options, TimeProvider time,
    ILogger logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    /// <summary>Held by whoever checkpoints.</summary>
    private readonly SemaphoreSlim turn = new(1);

    /// <summary>Checkpoints until cancelled.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var last = time.GetTimestamp(); // the wall clock may be set back
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
            {
                var dirty = shards.Sum(shard => shard.DirtyCount);
                var isDue = dirty > 0 && time.GetElapsedTime(last) >= options.CheckpointEvery;
                var canWait = shards.Any(shard => shard.InStorm) && dirty < 2 * options.DirtyMax;
                if ((dirty >= options.DirtyMax || isDue) && !canWait)
                {
                    await TryCheckpointAsync();
                    last = time.GetTimestamp();
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The engine is stopping.
        }
    }

    /// <summary>Checkpoints; a journal or disk that fails meanwhile only postpones it.</summary>
    public async Task TryCheckpointAsync()
    {
        try
        {
            await CheckpointAsync();
        }
        catch (Exception exception)
            when (exception is JournalUnavailableException or SqliteException { IsStorageFault: true })
        {
            LogPostponed(logger, exception);
        }
    }

    /// <summary>Captures every dirty entity, waits until what it shows is durable, and saves it.</summary>
    public async Task CheckpointAsync()
    {
        await turn.WaitAsync();
        try
        {
            var position = commits.DurableSequence;
            var captures = shards.Select(_ => new CaptureDirty()).ToArray();
            await AskAsync(captures);
            for (var i = 0; i < captures.Length; i++)
            {
                var newest = captures[i].Entities.Select(entity => entity.LastSequence).DefaultIfEmpty().Max();
                await commits.WhenDurableAsync(newest, captures[i].Epoch);
            }

            index.Save(
                [.. captures.SelectMany(capture => capture.Entities)], position, captures.Min(capture => capture.Now));
            await AskAsync([.. captures.Select(capture => new MarkSaved(capture.Entities))]);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Remembers how far now has come without any fact: a restart must not turn it back.</summary>
    public async Task SaveNowAsync(DateTimeOffset now)
    {
        await turn.WaitAsync();
        try
        {
            index.Save([], index.Position, now);
        }
        catch (Exception exception)
            when (exception is JournalUnavailableException or SqliteException { IsStorageFault: true })
        {
            LogPostponed(logger, exception);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task AskAsync(Message[] messages)
    {
        for (var i = 0; i < messages.Length; i++)
        {
            shards[i].Post(messages[i]);
        }

        foreach (var message in messages)
        {
            await message.Task;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The checkpoint is postponed; supervision goes on, a restart would take longer")]
    private static partial void LogPostponed(ILogger logger, Exception exception);
}
