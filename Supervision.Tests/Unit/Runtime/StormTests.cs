using Supervision.Silo.Runtime;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Runtime;

/// <summary>What can wait does, while a storm lasts and not for ever.</summary>
public sealed class StormTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly ManualTime time = new();
    private readonly RecordingEngine engine = new();

    [Fact]
    public void Calm_IsNotWaitedFor() =>
        Assert.True(Storm.WaitOutAsync(engine, 3 * Pause, time, None).IsCompletedSuccessfully);

    [Fact]
    public async Task Wait_EndsWithTheStorm()
    {
        engine.InStorm = true;
        var wait = Storm.WaitOutAsync(engine, 3 * Pause, time, None);
        Assert.False(wait.IsCompleted);
        engine.InStorm = false;
        time.Advance(Pause);
        await wait.WaitAsync(Patience);
    }

    [Fact]
    public async Task Wait_EndsWhileTheStormGoesOn()
    {
        engine.InStorm = true;
        var wait = Storm.WaitOutAsync(engine, 3 * Pause, time, None);
        for (var pause = 0; pause < 3; pause++)
        {
            Assert.True(SpinWait.SpinUntil(() => time.Waiting == 1, Patience));
            Assert.False(wait.IsCompleted);
            time.Advance(Pause);
        }

        await wait.WaitAsync(Patience);
    }
}
