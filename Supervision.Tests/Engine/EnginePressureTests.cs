using Supervision.Core.Ports;
using Supervision.Silo.Embedded;
using static Supervision.Tests.Engine.EngineStory;

namespace Supervision.Tests.Engine;

public sealed class EnginePressureTests
{
    [Fact]
    public async Task Submit_WithoutPatienceWhenFull_FailsAndTakesNothing()
    {
        using var story = new EngineStory(new EngineOptions { Shards = 2, BatchesMax = 1 });
        var held = story.HoldAppends();
        var first = story.Submit(Patience.Wait, Fact("1"));
        await Assert.ThrowsAsync<EngineBusyException>(() => story.Submit(Patience.Fail, Fact("2")));
        held.SetResult();
        story.Run();
        Assert.Equal(new SubmitReceipt(1, 0), Answered(first));
        Assert.Equal(1, story.Entries);
        Assert.Equal(new SubmitReceipt(1, 0), story.Submitted(Fact("2")));
    }

    [Fact]
    public void Submit_WithPatienceWhenFull_IsTakenWhenThereIsRoom()
    {
        using var story = new EngineStory(new EngineOptions { Shards = 2, BatchesMax = 1 });
        var held = story.HoldAppends();
        var first = story.Submit(Patience.Wait, Fact("1"));
        var second = story.Submit(Patience.Wait, Fact("2"));
        Assert.False(first.IsCompleted || second.IsCompleted);
        held.SetResult();
        story.Run();
        Assert.Equal((1, 1), (Answered(first).Accepted, Answered(second).Accepted));
    }

    [Fact]
    public void Submit_WithTinyCacheAndCheckpoints_LosesNothingOfWhatLeftMemory()
    {
        using var story = new EngineStory(new EngineOptions { Shards = 2, CacheMax = 4, DirtyMax = 2 });
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 30; i++)
            {
                story.Submitted(Fact($"{round}-{i}", $"C-{i}"));
                story.Pass(TimeSpan.FromMilliseconds(250)); // a checkpoint
            }
        }

        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(3, Answered(story.Read($"C-{i}"))!.Version);
        }
    }

    [Fact]
    public async Task Read_OfAnUnknownEntity_IsNull()
    {
        using var story = new EngineStory();
        Assert.Null(await story.Read("C-404"));
        Assert.Equal(0, story.Entries);
    }

    [Fact]
    public void Read_OfWhatIsNotDurableYet_WaitsUntilItIs()
    {
        using var story = new EngineStory();
        var held = story.HoldAppends();
        _ = story.Submit(Patience.Wait, Fact("1"));
        var read = story.Read("C-1");
        Assert.False(read.IsCompleted);
        held.SetResult();
        story.Run();
        Assert.Equal(1, Answered(read)!.LastSequence);
    }
}
