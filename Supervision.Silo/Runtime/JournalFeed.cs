using Supervision.Core.Ports;

namespace Supervision.Silo.Runtime;

/// <summary>
/// Journal entries in order from a position on, for whoever follows: from memory while a follower keeps up, from the
/// journal when it has fallen behind, so a slow follower costs no memory. Safe for concurrent use.
/// </summary>
public sealed class JournalFeed(IJournal journal)
{
    /// <summary>Newest entries kept for followers that nearly keep up.</summary>
    private const int RecentMax = 65_536;

    /// <summary>How far behind a follower may be that nobody waits for, for entries to be kept for it.</summary>
    private const int KeptMax = 16_384;

    /// <summary>How far a follower that reports may be behind before new facts wait for it.</summary>
    private const int BehindMax = 32_768;

    /// <summary>How long they wait: a follower that stands still makes feeds slow, and stops nothing.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly List<JournalFollower> followers = [];
    private readonly JournalEntry?[] recent = new JournalEntry?[RecentMax];
    private long newest = journal.Head.Sequence;
    private long passed; // by every follower: these are not in memory any more
    private TaskCompletionSource published = NewSignal();
    private TaskCompletionSource? caughtUp; // while somebody waits for it

    /// <summary>Begins to follow; from which entry on, its first question says.</summary>
    public JournalFollower Follow()
    {
        var follower = new JournalFollower(this);
        lock (gate)
        {
            followers.Add(follower);
        }

        return follower;
    }

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

            Release();
        }

        Wake();
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

    /// <summary>
    /// Waits while a follower that reports is behind, for a second at most. Otherwise, where the processor is the
    /// limit, it would fall behind for good: what has left memory costs it far more. One that has not caught up since
    /// it began, as when views are fed anew, is not waited for.
    /// </summary>
    /// <param name="time">Measures the wait.</param>
    public async Task CatchUpAsync(TimeProvider time)
    {
        Task signal;
        lock (gate)
        {
            if (!IsBehind())
            {
                return;
            }

            signal = (caughtUp ??= NewSignal()).Task;
        }

        using var stop = new CancellationTokenSource();
        await Task.WhenAny(signal, Task.Delay(WaitMax, time, stop.Token));
        await stop.CancelAsync();
    }

    internal async ValueTask<IReadOnlyList<JournalEntry>> NextAsync(
        JournalFollower follower, long afterSequence, int limit, CancellationToken cancellationToken)
    {
        await using var stop = cancellationToken.UnsafeRegister(static feed => ((JournalFeed)feed!).Wake(), this);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Task signal;
            lock (gate)
            {
                signal = published.Task; // before the looks, so that what comes between is not missed
                follower.Passed = afterSequence;
                Release();
                if (Recent(afterSequence, limit) is { Length: > 0 } found)
                {
                    return found;
                }
            }

            cancellationToken.ThrowIfCancellationRequested(); // again: before the signal was taken, nobody is woken
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

    internal void Report(JournalFollower follower, long sequence)
    {
        lock (gate)
        {
            if (follower.Done is not null || newest - sequence <= BehindMax)
            {
                follower.Done = sequence;
            }

            Release();
        }
    }

    internal void Leave(JournalFollower follower)
    {
        lock (gate)
        {
            followers.Remove(follower);
            Release();
        }
    }

    /// <summary>
    /// Forgets what everyone it is kept for has passed: kept longer, it would outlive a garbage collection or two,
    /// which cost more than everything else that is done with it.
    /// </summary>
    private void Release()
    {
        var all = newest;
        foreach (var follower in followers.Where(IsKeptFor))
        {
            all = Math.Min(all, follower.Passed);
        }

        if (caughtUp is { } signal && !IsBehind())
        {
            caughtUp = null;
            signal.SetResult();
        }

        for (passed = Math.Max(passed, newest - RecentMax); passed < all; passed++)
        {
            recent[(passed + 1) % RecentMax] = null;
        }
    }

    /// <summary>Who is waited for, and who may catch up by itself; others read the journal.</summary>
    private bool IsKeptFor(JournalFollower follower) =>
        follower.Done is not null || newest - follower.Passed <= KeptMax;

    private bool IsBehind() => followers.Exists(follower => newest - follower.Done > BehindMax);

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

/// <summary>One that follows the journal, at its own pace; one question at a time.</summary>
public sealed class JournalFollower : IDisposable
{
    private readonly JournalFeed feed;

    internal JournalFollower(JournalFeed feed) => this.feed = feed;

    /// <summary>Up to where it has reported; null while it has never caught up.</summary>
    internal long? Done { get; set; }

    /// <summary>Up to where it needs nothing any more; before its first question it needs nothing at all.</summary>
    internal long Passed { get; set; } = long.MaxValue;

    /// <summary>The next entries, waiting until there are some.</summary>
    /// <param name="afterSequence">Exclusive; what comes before is not needed again.</param>
    /// <param name="limit">From 1 to 10 000.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask<IReadOnlyList<JournalEntry>> NextAsync(
        long afterSequence, int limit, CancellationToken cancellationToken) =>
        feed.NextAsync(this, afterSequence, limit, cancellationToken);

    /// <summary>Says up to where everything is done; once it has caught up, new facts wait when it is behind.</summary>
    public void Report(long sequence) => feed.Report(this, sequence);

    /// <summary>Follows no longer.</summary>
    public void Dispose() => feed.Leave(this);
}
