using System.Diagnostics;
using System.Threading.Channels;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Silo.Runtime;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Embedded;

/// <summary>
/// One loop that owns a share of all entities: it loads them, takes their turns and wakes them at their deadlines.
/// Everything in here runs on that loop alone.
/// </summary>
internal sealed partial class Shard(
    EntityTurn turn, CommitQueue commits, IdentityGate identities, EntityCache cache, WarmUp warmUp,
    DeadlineQueue deadlines, ShardClock clock)
{
    /// <summary>Deadlines decided before looking at the inbox again, so that a storm does not shut facts out.</summary>
    private const int TicksPerSlice = 2048;

    /// <summary>An epoch that never was: whatever is held has to be read again.</summary>
    private const int NoEpoch = -1;

    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromMilliseconds(200);

    /// <summary>How soon entities whose rule book is missing are tried again.</summary>
    private static readonly TimeSpan PauseWithoutRules = TimeSpan.FromSeconds(10);

    /// <summary>Due, and waiting for the rule book they live under.</summary>
    private readonly HashSet<StreamId> waiting = [];
    private bool isRetrySet;

    private readonly Channel<Message> inbox = Channel.CreateUnbounded<Message>(new() { SingleReader = true });
    private int epoch = commits.Epoch;
    private volatile bool completed;
    private volatile bool inStorm;

    /// <summary>Entities whose newest state the index does not know.</summary>
    public int DirtyCount => cache.DirtyCount;

    /// <summary>Whether more is due than fits one slice; what can wait should.</summary>
    public bool InStorm { get => inStorm; private set => inStorm = value; }

    /// <summary>Asks the shard something; the message completes when it has been dealt with.</summary>
    public void Post(Message message)
    {
        if (!inbox.Writer.TryWrite(message))
        {
            message.TrySetException(Stopped());
        }
    }

    /// <summary>Takes no more messages; <see cref="RunAsync"/> ends when those posted are done.</summary>
    public void Complete()
    {
        completed = true;
        inbox.Writer.TryComplete();
    }

    /// <summary>The loop. Ends after <see cref="Complete"/>, or with the exception that made going on unsafe.</summary>
    public async Task RunAsync()
    {
        try
        {
            await LoopAsync();
        }
        finally
        {
            Complete();
            while (inbox.Reader.TryRead(out var message))
            {
                message.TrySetException(Stopped());
            }
        }
    }

    private async Task LoopAsync()
    {
        await using var alarm = clock.CreateAlarm(() => inbox.Writer.TryWrite(new Wake()));
        await using var retry = clock.CreateAlarm(() => inbox.Writer.TryWrite(new RetryWaiting()));
        await RecoverAsync();
        do
        {
            if (epoch != commits.Epoch)
            {
                await RecoverAsync();
            }

            while (epoch == commits.Epoch && inbox.Reader.TryRead(out var message))
            {
                Handle(message);
            }

            InStorm = FireDueNow() == TicksPerSlice;
            if (waiting.Count > 0 && !isRetrySet)
            {
                ShardClock.SetIn(retry, PauseWithoutRules);
                isRetrySet = true;
            }

            if (InStorm)
            {
                inbox.Writer.TryWrite(new Wake());
                await Task.Yield(); // commits, the board and other shards are waiting for a thread, too
            }
            else if (epoch != commits.Epoch)
            {
                ShardClock.SetIn(alarm, PauseAfterFault);
            }
            else if (clock.IsLive && LoadDueSoon())
            {
                clock.Set(alarm, clock.ReadNow()); // there is more, but facts come first
            }
            else if (clock.IsLive)
            {
                clock.Set(alarm, warmUp.LookAt(deadlines.Next));
            }
        }
        while (await inbox.Reader.WaitToReadAsync());
    }

    /// <summary>
    /// Begins an epoch from what is durable: the index, and over it the journal's tail. After a failed commit every
    /// state in memory may hold what never became durable, and a deadline may have been taken for nothing.
    /// </summary>
    private async ValueTask RecoverAsync()
    {
        while (true)
        {
            try
            {
                epoch = commits.Epoch;
                deadlines.Clear();
                warmUp.Reset();
                waiting.Clear(); // still due, so back among the deadlines
                await cache.RecoverAsync();
                cache.ForEachDue(DateTimeOffset.MinValue, deadlines.Horizon, deadlines.Add);
                return;
            }
            catch (Exception exception) when (IsStorageFault(exception) && !completed)
            {
                // For as long as it takes: who asks meanwhile waits, and with them, by back-pressure, everybody.
                await clock.PauseAsync(PauseAfterFault);
            }
        }
    }

    private static bool IsStorageFault(Exception exception) =>
        exception is JournalUnavailableException or SqliteException { IsStorageFault: true };

    /// <summary>
    /// What is due. In Replay facts and advances fire it; here it is what a restart or a failed commit left over.
    /// </summary>
    private int FireDueNow()
    {
        try
        {
            return FireDue(clock.ReadNow(), TicksPerSlice);
        }
        catch (StaleEpochException)
        {
            return 0; // the loop recovers next, and with the index the deadlines taken here come back
        }
        catch (Exception exception) when (IsStorageFault(exception))
        {
            epoch = NoEpoch; // the same, for a deadline that was taken and whose entity could not be read
            return 0;
        }
    }

    private bool LoadDueSoon()
    {
        try
        {
            return warmUp.Step(clock.ReadNow(), deadlines.Next);
        }
        catch (Exception exception) when (IsStorageFault(exception))
        {
            return false; // whatever could not be loaded now is loaded when it is due, or fails there
        }
    }

    private void Handle(Message message)
    {
        try
        {
            Answer(message);
            message.TrySetResult();
        }
        catch (StaleEpochException)
        {
            message.TrySetException(new JournalUnavailableException(
                "The journal could not make an earlier batch durable. Sending this again is safe."));
        }
        catch (Exception exception) when (IsStorageFault(exception))
        {
            epoch = NoEpoch; // a deadline may have been taken for nothing
            message.TrySetException(new JournalUnavailableException(
                "The disk could not be read. Sending this again is safe.", exception));
        }
        catch (Exception exception) when (exception is not (InvariantException or SqliteException))
        {
            // A turn is decided before anything changes, so the entity is as it was; whoever asked is told.
            message.TrySetException(exception);
        }
    }

    private void Answer(Message message)
    {
        switch (message)
        {
            case Wake:
                break; // deadlines are looked at after every message
            case RetryWaiting:
                RetryEachWaiting();
                break;
            case DecideFacts m:
                Decide(m);
                break;
            case AnswerCommand m:
                Answer(m);
                break;
            case ReadEntity m:
                (m.Found, m.Epoch) = (Read(m.Stream), epoch);
                break;
            case AdvanceClock m:
                Advance(m.Now);
                (m.LastSequence, m.Epoch) = (cache.LastSequence, epoch);
                break;
            case CaptureDirty m:
                (m.Now, m.Epoch) = (clock.ReadNow(), epoch);
                cache.Capture(m.Entities);
                break;
            case MarkSaved m:
                cache.MarkSaved(m.Entities);
                break;
            case ExtendHorizon m:
                Extend(m.Horizon);
                break;
            case RecomputeEntities m:
                Recompute(m);
                break;
            default:
                throw new UnreachableException(message.GetType().Name);
        }
    }

    private void Decide(DecideFacts batch)
    {
        batch.Epoch = epoch;
        try
        {
            DecideEach(batch);
        }
        finally
        {
            // Also when it breaks off half-way: what is queued by then is on its way and keeps its claims.
            batch.LastSequence = cache.LastSequence;
        }
    }

    private void DecideEach(DecideFacts batch)
    {
        foreach (var addressed in batch.Facts)
        {
            var now = clock.IsLive ? clock.ReadNow() : Advance(addressed.Fact.OccurredAt);
            if (!identities.TryClaim(addressed.Identity, batch.Durable, out var earlier))
            {
                batch.Duplicates++;
                if (earlier is not null && earlier != batch.Durable)
                {
                    batch.Earlier.Add(earlier);
                }

                continue;
            }

            batch.Claimed.Add(addressed.Identity);
            if (!Take(cache.Get(addressed.Stream), new FactArrived(addressed.Fact), now))
            {
                throw new StaleEpochException();
            }
        }
    }

    /// <summary>
    /// Wakes every entity whose deadline has come, at most <paramref name="most"/>; returns how many it looked at. In
    /// Replay each is woken at its own instant, as if the clock had run through it: then the journal does not depend on
    /// how far apart the facts are that move the clock.
    /// </summary>
    private int FireDue(DateTimeOffset now, int most)
    {
        var looked = 0;
        while (looked < most && deadlines.TryTake(now, out var stream, out var at))
        {
            looked++;
            var woken = clock.IsLive ? now : clock.MoveWatermark(at);
            var entity = cache.Get(stream);
            if (entity.Deadline is { } deadline && deadline <= woken && !Take(entity, Tick.Instance, woken))
            {
                throw new StaleEpochException();
            }

            if (entity.Deadline <= woken)
            {
                Wait(entity, woken);
            }
        }

        return looked;
    }

    /// <summary>An entity is still due after a tick, which only the lack of its rule book can explain.</summary>
    private void Wait(Entity entity, DateTimeOffset woken)
    {
        if (turn.CanDecide(entity, woken))
        {
            throw new InvariantException(
                $"{entity.Stream} is still due at {entity.Deadline:O} after a tick at {woken:O}.");
        }

        waiting.Add(entity.Stream);
    }

    private void RetryEachWaiting()
    {
        foreach (var stream in waiting)
        {
            if (cache.Get(stream).Deadline is { } deadline)
            {
                deadlines.Add(stream, deadline);
            }
        }

        waiting.Clear();
        isRetrySet = false;
    }

    /// <summary>Replay: decides everything up to <paramref name="seen"/>, then moves the watermark there.</summary>
    private DateTimeOffset Advance(DateTimeOffset seen)
    {
        FireDue(seen, int.MaxValue);
        return clock.MoveWatermark(seen);
    }

    /// <summary>Takes one turn; false when the epoch is over and nothing was taken.</summary>
    private bool Take(Entity entity, EntityInput input, DateTimeOffset now) =>
        turn.Decide(entity, input, now) is not { } decided || Take(entity, decided);

    /// <summary>Queues a decided turn; false when the epoch is over and nothing was taken.</summary>
    private bool Take(Entity entity, JournalTurn decided)
    {
        var before = entity.Deadline;
        var sequence = commits.Offer(decided, epoch);
        if (sequence == 0)
        {
            return false;
        }

        EntityTurn.Apply(entity, decided, sequence);
        cache.Changed(entity);
        if (entity.Deadline is { } after && after != before)
        {
            deadlines.Add(entity.Stream, after);
        }

        return true;
    }

    private EntitySnapshot? Read(StreamId stream)
    {
        var entity = cache.Peek(stream);
        return entity.Version == 0 ? null : entity.Snapshot();
    }

    private void Extend(DateTimeOffset horizon)
    {
        var from = deadlines.Horizon;
        deadlines.Extend(horizon);
        cache.ForEachDue(from, horizon, deadlines.Add);
    }

    private static JournalUnavailableException Stopped() => new("The engine has stopped. Sending this again is safe.");

    private void Recompute(RecomputeEntities message)
    {
        foreach (var stream in message.Streams)
        {
            if (!Take(cache.Get(stream), new Recompute(message.Reason), clock.ReadNow()))
            {
                throw new StaleEpochException();
            }
        }

        (message.LastSequence, message.Epoch) = (cache.LastSequence, epoch);
    }
}
