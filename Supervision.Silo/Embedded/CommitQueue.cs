using Supervision.Core.Ports;

namespace Supervision.Silo.Embedded;

/// <summary>
/// Group commit over all shards: turns get their sequence as they are queued, one writer appends whatever has gathered
/// while the previous group was being made durable. Safe for concurrent use.
/// </summary>
/// <remarks>
/// When an append fails, nothing queued since can stand, because it was decided on states that did not become durable.
/// The queue then starts a new epoch: everything queued fails, and a shard that still offers turns of the old epoch is
/// told so and forgets its entities.
/// </remarks>
internal sealed class CommitQueue(IJournal journal, int groupMax)
{
    private readonly Lock gate = new();
    private readonly SemaphoreSlim work = new(0);
    private readonly Queue<Waiter> waiters = new();
    private List<JournalTurn> queued = [];
    private long nextSequence = journal.Head.Sequence + 1;
    private long durableSequence = journal.Head.Sequence;

    /// <summary>Told, in order and outside any lock, of every group that became durable.</summary>
    public required Action<IReadOnlyList<JournalTurn>, long> Committed { get; init; }

    /// <summary>Counts failed groups; entities loaded in an earlier epoch are not to be trusted.</summary>
    public int Epoch { get; private set; }

    /// <summary>Sequence of the newest durable entry.</summary>
    public long DurableSequence => Interlocked.Read(ref durableSequence);

    /// <summary>Queues a turn.</summary>
    /// <returns>The sequence it will have; 0 when <paramref name="epoch"/> is over and the turn was not taken.</returns>
    public long Offer(JournalTurn turn, int epoch)
    {
        lock (gate)
        {
            if (epoch != Epoch)
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
    /// <exception cref="JournalUnavailableException">It will not be.</exception>
    public Task WhenDurableAsync(long sequence, int epoch)
    {
        lock (gate)
        {
            if (epoch != Epoch)
            {
                return Task.FromException(Lost());
            }

            if (sequence <= durableSequence)
            {
                return Task.CompletedTask;
            }

            var waiter = new Waiter(sequence);
            waiters.Enqueue(waiter);
            return waiter.Task;
        }
    }

    /// <summary>Appends groups until cancelled; what is queued by then is still appended.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await work.WaitAsync(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                while (await AppendGroupAsync())
                {
                }

                return;
            }

            while (await AppendGroupAsync())
            {
            }
        }
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
            Committed(group, first);
            Complete(first + group.Count - 1);
            return true;
        }
        catch (JournalUnavailableException exception)
        {
            Fail(exception);
            return true;
        }
    }

    private void Complete(long sequence)
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

    private void Fail(JournalUnavailableException exception)
    {
        List<Waiter> failed;
        lock (gate)
        {
            Epoch++;
            queued.Clear();
            nextSequence = journal.Head.Sequence + 1;
            failed = [.. waiters];
            waiters.Clear();
        }

        failed.ForEach(waiter => waiter.TrySetException(exception));
    }

    private static JournalUnavailableException Lost() =>
        new("The journal could not make this durable. Sending it again is safe.");

    private sealed class Waiter(long sequence) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public long Sequence { get; } = sequence;
    }
}
