using Supervision.Tests.Support;
using Supervision.Web.Hubs;

namespace Supervision.Tests.Unit.Hubs;

public class CoalescerTests
{
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(250);
    private readonly ManualTime time = new();
    private readonly Coalescer coalescer;

    public CoalescerTests() => coalescer = new(time, Spacing);

    [Fact]
    public void Next_WithoutSignal_Waits()
    {
        Assert.False(Next().IsCompleted);
    }

    [Fact]
    public void Next_FirstSignal_ComesAtOnce()
    {
        coalescer.Signal();
        Assert.True(Next().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Next_SignalsRightAfterATurn_WaitOutTheSpacingAndGiveOneTurn()
    {
        coalescer.Signal();
        await Next();
        for (var i = 0; i < 1000; i++)
        {
            coalescer.Signal();
        }

        var second = Next();
        time.Advance(Spacing - TimeSpan.FromTicks(1));
        Assert.False(second.IsCompleted);
        time.Advance(TimeSpan.FromTicks(1));
        await second;
        Assert.False(Next().IsCompleted);
    }

    [Fact]
    public async Task Next_SignalAfterAQuietTime_ComesAtOnce()
    {
        coalescer.Signal();
        await Next();
        time.Advance(Spacing);
        coalescer.Signal();
        Assert.True(Next().IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Next_SignalledAllTheTime_GivesAtMostFourTurnsASecond()
    {
        var turns = new List<DateTimeOffset>();
        coalescer.Signal();
        var next = Next();
        for (var step = 0; step < 400; step++)
        {
            if (next.IsCompleted)
            {
                await next;
                turns.Add(time.GetUtcNow());
                next = Next();
            }

            coalescer.Signal();
            time.Advance(TimeSpan.FromMilliseconds(10));
            await Settled(next);
        }

        Assert.Equal(16, turns.Count);
        Assert.All(turns.Zip(turns.Skip(1)), pair => Assert.True(pair.Second - pair.First >= Spacing));
    }

    /// <summary>
    /// Waits until the turn is either given or waiting for time to pass, so that the next step of the clock finds it.
    /// </summary>
    private async Task Settled(Task next)
    {
        while (!next.IsCompleted && time.Waiting == 0)
        {
            await Task.Yield();
        }
    }

    private Task Next() => coalescer.NextAsync(TestContext.Current.CancellationToken).AsTask();
}
