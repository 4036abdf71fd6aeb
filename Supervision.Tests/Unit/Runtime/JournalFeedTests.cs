using Supervision.Core.Ports;
using Supervision.Silo.Runtime;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Runtime;

/// <summary>Followers at different paces: what is kept for them, and who waits for them.</summary>
public sealed class JournalFeedTests
{
    private const int Many = 40_000; // more than a follower may be behind
    private const int Some = 10_000; // twice as many are more than are kept for one nobody waits for
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ManualTime time = new();
    private readonly TurnWriter turns = new();
    private readonly InMemoryJournal journal = new(new JournalDisk(), NoteCodec.Instance);
    private readonly JournalFeed feed;

    public JournalFeedTests() => feed = new JournalFeed(journal);

    [Fact]
    public async Task Entry_StaysInMemoryUntilEveryFollowerHasPassedIt()
    {
        using var quick = feed.Follow();
        using var slow = feed.Follow();
        var reading = (quick.NextAsync(0, 10, None).AsTask(), slow.NextAsync(0, 10, None).AsTask());
        var told = await AppendAsync(5);
        Assert.Same(told[4].Events[0], (await reading.Item1)[4].Turn.Events[0]);
        Assert.Same(told[4].Events[0], (await reading.Item2)[4].Turn.Events[0]);

        var next = quick.NextAsync(5, 10, None).AsTask();
        Assert.Same(told[4].Events[0], (await slow.NextAsync(4, 10, None))[0].Turn.Events[0]);
        var last = slow.NextAsync(5, 10, None).AsTask();
        using var late = feed.Follow();
        var read = await late.NextAsync(4, 10, None);
        Assert.NotSame(told[4].Events[0], read[0].Turn.Events[0]); // from the journal
        Assert.Equal(told[4].Events[0], read[0].Turn.Events[0]);
        Assert.False(next.IsCompleted || last.IsCompleted);
    }

    [Fact]
    public async Task Entry_IsNotKeptForOneThatIsFarBehindUnlessItReports()
    {
        using var far = feed.Follow();
        using var near = feed.Follow();
        _ = far.NextAsync(0, 10, None).AsTask();
        await AppendAsync(Some);
        await near.NextAsync(Some - 1, 10, None);
        var told = await AppendAsync(Some);
        Assert.Same(told[^1].Events[0], (await near.NextAsync(2 * Some - 1, 10, None))[0].Turn.Events[0]);
        _ = near.NextAsync(2 * Some, 10, None).AsTask();
        Assert.NotSame(told[^1].Events[0], (await far.NextAsync(2 * Some - 1, 10, None))[0].Turn.Events[0]);

        near.Report(2 * Some);
        await AppendAsync(Some);
        told = await AppendAsync(Some);
        using var late = feed.Follow();
        Assert.Same(told[^1].Events[0], (await late.NextAsync(4 * Some - 1, 10, None))[0].Turn.Events[0]);
    }

    [Fact]
    public async Task Facts_WaitForAFollowerThatReportsUntilItHasCaughtUp()
    {
        using var follower = feed.Follow();
        follower.Report(0);
        await AppendAsync(Many);
        var waiting = feed.CatchUpAsync(time);
        Assert.False(waiting.IsCompleted);
        follower.Report(100);
        Assert.False(waiting.IsCompleted);
        follower.Report(Many - 10);
        await waiting.WaitAsync(Patience);
        Assert.True(feed.CatchUpAsync(time).IsCompleted);
        Assert.Equal(0, time.Waiting);
    }

    [Fact]
    public async Task Facts_WaitNoLongerThanASecondForOneThatStandsStill()
    {
        using var follower = feed.Follow();
        follower.Report(0);
        await AppendAsync(Many);
        var waiting = feed.CatchUpAsync(time);
        time.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await waiting.WaitAsync(Patience);
    }

    [Fact]
    public async Task Facts_DoNotWaitForOneThatNeverCaughtUpOrLeft()
    {
        await AppendAsync(Many);
        var again = new JournalFeed(journal);
        using var fedAnew = again.Follow();
        fedAnew.Report(1);
        Assert.True(again.CatchUpAsync(time).IsCompleted);

        var gone = feed.Follow();
        gone.Report(Many);
        await AppendAsync(Many);
        var waiting = feed.CatchUpAsync(time);
        Assert.False(waiting.IsCompleted);
        gone.Dispose();
        await waiting.WaitAsync(Patience);
    }

    [Fact]
    public async Task Follower_ToldToStopWhileItWaitsForItsTurn_Stops()
    {
        using var follower = feed.Follow();
        using var stop = new CancellationTokenSource();
        var next = Task.CompletedTask;
        var thread = new Thread(() => next = follower.NextAsync(0, 10, stop.Token).AsTask());
        Assert.Throws<IOException>(() => feed.Publish(new Interrupted(() =>
        {
            thread.Start();
            SpinWait.SpinUntil(() => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin), Patience);
            stop.Cancel();
        }), 1));
        Assert.True(thread.Join(Patience));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(Patience));
    }

    private async Task<JournalTurn[]> AppendAsync(int count)
    {
        var told = turns.Many(count);
        feed.Publish(told, await journal.AppendAsync(told, None));
        return told;
    }

    /// <summary>Turns that come to nothing, after something else has happened where they are taken over.</summary>
    private sealed class Interrupted(Action meanwhile) : IReadOnlyList<JournalTurn>
    {
        public int Count
        {
            get
            {
                meanwhile();
                throw new IOException();
            }
        }

        public JournalTurn this[int index] => throw new IOException();

        public IEnumerator<JournalTurn> GetEnumerator() => throw new IOException();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
