using Supervision.Core.Ports;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Embedded;

/// <summary>
/// Group commit over all shards: turns get their sequence as they are queued, one writer appends whatever has gathered
/// while the previous group was being made durable. Safe for concurrent use.
/// </summary>
/// <remarks>
/// When an append fails, nothing queued since can stand, because it was decided on states that did not become durable.
/// The queue then asks the journal what is durable and starts a new epoch: everything else queued fails, and a shard
/// that still offers turns of the old epoch is told so and forgets its entities.
/// </remarks>
internal sealed class CommitQueue(IJournal journal, int groupMax, TimeProvider time)
{
    private const int EntriesPerRead = 4096;

    /// <summary>Between two attempts on a journal that fails.</summary>
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromMilliseconds(200);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim work = new(0);
    private readonly Queue<Waiter> waiters = new();
    private List<JournalTurn> queued = [];
    private long nextSequence = journal.Head.Sequence + 1;
    private long durableSequence = journal.Head.Sequence;
    private long durableInLastEpoch;
    private volatile int epoch;
    private volatile bool completed;
    private Exception? closedBy;

    /// <summary>Told, in order and outside any lock, of every group that became durable.</summary>
    public required Action<IReadOnlyList<JournalTurn>, long> Committed { get; init; }

    /// <summary>Told after a new epoch began: whoever sleeps has to look at what is durable.</summary>
    public Action EpochBegan { get; set; } = () => { };

    /// <summary>Why the newest append failed; null once one has succeeded.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Counts failed groups; entities loaded in an earlier epoch are not to be trusted.</summary>
    public int Epoch => epoch;

    /// <summary>Sequence of the newest durable entry.</summary>
    public long DurableSequence => Interlocked.Read(ref durableSequence);

    /// <summary>Queues a turn.</summary>
    /// <returns>
    /// The sequence it will have; 0 when <paramref name="ofEpoch"/> is over and the turn was not taken.
    /// </returns>
    public long Offer(JournalTurn turn, int ofEpoch)
    {
        lock (gate)
        {
            if (ofEpoch != epoch)
            {
                return 0;
            }

            queued.Add(turn);
            if (queued.Count == 1)
            {
                work.Release();
            }

            return nextSequence++;
        }
    }

    /// <summary>Completes once the entry is durable.</summary>
    /// <exception cref="JournalUnavailableException">It will not be, or that is unknown.</exception>
    public Task WhenDurableAsync(long sequence, int ofEpoch)
    {
        lock (gate)
        {
            // Who asks late, after the epoch that took the turn has ended, is told what became of it all the same.
            if (sequence <= (ofEpoch == epoch ? durableSequence : ofEpoch == epoch - 1 ? durableInLastEpoch : -1))
            {
                return Task.CompletedTask;
            }

            if (ofEpoch != epoch || closedBy is not null)
            {
                return Task.FromException(Lost(closedBy));
            }

            var waiter = new Waiter(sequence);
            waiters.Enqueue(waiter);
            return waiter.Task;
        }
    }

    /// <summary>No more turns will be offered; <see cref="RunAsync"/> ends when those queued are durable.</summary>
    public void Complete()
    {
        completed = true;
        work.Release();
    }

    /// <summary>Gives up: whoever waits or will wait is told why, nothing is taken any more.</summary>
    public void Close(Exception why)
    {
        lock (gate)
        {
            closedBy ??= why;
        }

        Begin(new JournalUnavailableException("The engine has stopped: " + why.Message, why));
    }

    /// <summary>Appends groups until <see cref="Complete"/>.</summary>
    public async Task RunAsync()
    {
        do
        {
            await work.WaitAsync();
            while (await AppendGroupAsync())
            {
            }
        }
        while (!completed);
    }

    private async ValueTask<bool> AppendGroupAsync()
    {
        List<JournalTurn> group;
        lock (gate)
        {
            if (queued.Count == 0)
            {
                return false;
            }

            if (queued.Count <= groupMax)
            {
                (group, queued) = (queued, new List<JournalTurn>(queued.Count));
            }
            else
            {
                group = queued.GetRange(0, groupMax);
                queued.RemoveRange(0, groupMax);
            }
        }

        try
        {
            var first = await journal.AppendAsync(group, CancellationToken.None);
            Fault = null;
            Committed(group, first);
            Serve(first + group.Count - 1);
        }
        catch (JournalUnavailableException exception)
        {
            Fault = exception;
            await TakeOverDurableAsync();
            Begin(exception);
            await Task.Delay(PauseAfterFault, time); // or a full disk and one card that is due would spin
            EpochBegan();
        }

        return true;
    }

    /// <summary>
    /// An append that failed may have become durable all the same, and only the journal knows. Asked for as long as it
    /// takes: without the answer nothing can go on, and until then nobody has been told that anything failed.
    /// </summary>
    private async ValueTask TakeOverDurableAsync()
    {
        while (!completed)
        {
            try
            {
                var head = await journal.RefreshAsync(CancellationToken.None);
                while (head.Sequence > DurableSequence)
                {
                    var entries = await journal.ReadAsync(DurableSequence, EntriesPerRead, CancellationToken.None);
                    Committed([.. entries.Select(entry => entry.Turn)], entries[0].Sequence);
                    Serve(entries[^1].Sequence);
                }

                return;
            }
            catch (Exception exception)
                when (exception is JournalUnavailableException or SqliteException { IsStorageFault: true })
            {
                await Task.Delay(PauseAfterFault, time);
            }
        }
    }

    private void Serve(long sequence)
    {
        List<Waiter> done = [];
        lock (gate)
        {
            durableSequence = sequence;

            // Waiters come nearly in order; one that waits for less behind one that waits for more is served with it.
            while (waiters.TryPeek(out var waiter) && waiter.Sequence <= sequence)
            {
                done.Add(waiters.Dequeue());
            }
        }

        done.ForEach(waiter => waiter.TrySetResult());
    }

    /// <summary>Begins an epoch after what is durable; the rest of the old one fails.</summary>
    private void Begin(JournalUnavailableException because)
    {
        Waiter[] failed;
        lock (gate)
        {
            epoch++;
            durableInLastEpoch = durableSequence;
            queued.Clear();
            nextSequence = durableSequence + 1;
            failed = [.. waiters];
            waiters.Clear();
        }

        Array.ForEach(failed, waiter => waiter.TrySetException(because));
    }

    private static JournalUnavailableException Lost(Exception? why) => why is null
        ? new("The journal could not make this durable. Sending it again is safe.")
        : new("The engine has stopped: " + why.Message, why);

    private sealed class Waiter(long sequence)
        : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public long Sequence { get; } = sequence;
    }
}
