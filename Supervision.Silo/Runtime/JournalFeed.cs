using Supervision.Core.Ports;

namespace Supervision.Silo.Runtime;

/// <summary>
/// Journal entries in order from a position on, for whoever follows: from memory while a follower keeps up, from the
/// journal when it has fallen behind, so a slow follower costs no memory. Safe for concurrent use.
/// </summary>
public sealed class JournalFeed(IJournal journal)
{
    /// <summary>Newest entries kept for followers that keep up.</summary>
    private const int RecentMax = 16_384;

    private readonly Lock gate = new();
    private readonly JournalEntry?[] recent = new JournalEntry?[RecentMax];
    private long newest;
    private TaskCompletionSource published = NewSignal();

    /// <summary>Takes over what became durable.</summary>
    /// <param name="turns">In order.</param>
    /// <param name="firstSequence">Of the first.</param>
    public void Publish(IReadOnlyList<JournalTurn> turns, long firstSequence)
    {
        lock (gate)
        {
            for (var i = 0; i < turns.Count; i++)
            {
                newest = firstSequence + i;
                recent[newest % RecentMax] = new JournalEntry(newest, turns[i]);
            }
        }

        Wake();
    }

    /// <summary>The next entries, waiting until there are some.</summary>
    /// <param name="afterSequence">Exclusive.</param>
    /// <param name="limit">From 1 to 10 000.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<IReadOnlyList<JournalEntry>> NextAsync(
        long afterSequence, int limit, CancellationToken cancellationToken)
    {
        await using var stop = cancellationToken.UnsafeRegister(static feed => ((JournalFeed)feed!).Wake(), this);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task signal;
            lock (gate)
            {
                if (Recent(afterSequence, limit) is { Length: > 0 } found)
                {
                    return found;
                }

                signal = published.Task;
            }

            if (journal.Head.Sequence > afterSequence)
            {
                var entries = await journal.ReadAsync(afterSequence, limit, cancellationToken);
                if (entries.Count > 0)
                {
                    return entries;
                }
            }

            await signal; // not WaitAsync: its continuation would leave the caller's scheduler
        }
    }

    /// <summary>
    /// Has every follower look into the journal again: another process may have appended to it. To be called whenever
    /// a shared journal has grown.
    /// </summary>
    public void Wake()
    {
        TaskCompletionSource signal;
        lock (gate)
        {
            (signal, published) = (published, NewSignal());
        }

        signal.SetResult();
    }

    /// <summary>The entries after a position; empty when memory does not hold the first of them.</summary>
    private JournalEntry[] Recent(long afterSequence, int limit)
    {
        var first = afterSequence + 1;
        if (first > newest || recent[first % RecentMax]?.Sequence != first)
        {
            return [];
        }

        var found = new JournalEntry[Math.Min(limit, newest - afterSequence)];
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = recent[(first + i) % RecentMax]!;
        }

        return found;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
