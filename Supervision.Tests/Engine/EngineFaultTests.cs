using Microsoft.Extensions.Diagnostics.HealthChecks;
using Supervision.Core.Ports;
using Supervision.Silo.Embedded;
using Supervision.Tests.Simulation;
using Supervision.Silo.Hosting;
using static Supervision.Tests.Engine.EngineStory;

namespace Supervision.Tests.Engine;

/// <summary>When going on would be unsafe the engine stops, and everybody is told: nobody waits for ever.</summary>
public sealed class EngineFaultTests
{
    [Fact]
    public async Task Fault_OfTheJournal_IsToldToEveryCallerAndToHealth()
    {
        using var story = new EngineStory(new EngineOptions { Shards = 2, BatchesMax = 1 });
        var held = story.HoldAppends();
        story.System.Journal.NextAppend = () => throw new JournalUnusableException("The file is damaged.");
        var deciding = story.Submit(Patience.Wait, Fact("1", "C-1"), Fact("2", "C-2"));
        var waiting = story.Submit(Patience.Wait, Fact("3", "C-3"));
        var reading = story.Read("C-1");
        held.SetResult();
        story.Run();
        foreach (var work in (Task[])[deciding, waiting, reading])
        {
            Assert.True(work.IsCompleted);
            await Assert.ThrowsAsync<JournalUnavailableException>(() => work);
        }

        Assert.IsType<JournalUnusableException>(story.Engine.Fault);
        var health = await new EngineHealth(story.Engine).CheckHealthAsync(new HealthCheckContext());
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => story.Submit(Patience.Fail, Fact("4")));
        story.Stop();
    }

    [Fact]
    public async Task Health_OfARunningEngine_IsGood()
    {
        using var story = new EngineStory();
        var health = await new EngineHealth(story.Engine).CheckHealthAsync(new HealthCheckContext());
        Assert.Equal(HealthStatus.Healthy, health.Status);
    }

    [Fact]
    public void Journal_ThatCannotBeReadForAWhile_StopsNothingForGood()
    {
        using var story = new EngineStory();
        story.Submitted(Fact("1"));
        story.FailNextAppend(AppendFault.Before);
        var unreadable = true;
        story.System.Journal.NextReadFails = () => unreadable;
        var failed = story.Submit(Patience.Wait, Fact("2"));
        story.Pass(TimeSpan.FromSeconds(5));
        unreadable = false;
        story.Pass(TimeSpan.FromSeconds(5));
        Assert.True(failed.IsFaulted);
        Assert.Null(story.Engine.Fault);
        Assert.Equal(new SubmitReceipt(1, 0), story.Submitted(Fact("2")));
    }

    [Fact]
    public async Task Health_WhileTheJournalTakesNothing_IsDegradedUntilItDoes()
    {
        using var story = new EngineStory();
        story.FailNextAppend(AppendFault.Before);
        var failed = story.Submit(Patience.Wait, Fact("1"));
        story.Pass(TimeSpan.FromSeconds(5));
        Assert.True(failed.IsFaulted);
        Assert.IsType<JournalUnavailableException>(story.Engine.JournalFault);
        var health = await new EngineHealth(story.Engine).CheckHealthAsync(new HealthCheckContext());
        Assert.Equal(HealthStatus.Degraded, health.Status);
        story.Submitted(Fact("1"));
        health = await new EngineHealth(story.Engine).CheckHealthAsync(new HealthCheckContext());
        Assert.Equal(HealthStatus.Healthy, health.Status);
        Assert.Null(story.Engine.JournalFault);
    }

    [Fact]
    public void Stop_WhileFactsArrive_AnswersEverybodyAndLosesNothingAcknowledged()
    {
        for (var seed = 1; seed <= 40; seed++)
        {
            using var story = new EngineStory(seed: seed);
            var works = Enumerable.Range(0, 20)
                .Select(i => story.Begun([Fact($"{i}", $"C-{i}")], later: i))
                .ToArray();
            story.Stop();
            Assert.All(works, work => Assert.True(work.IsCompleted, $"seed {seed}"));
            Assert.All(works.Where(work => work.IsFaulted), work =>
                Assert.IsType<JournalUnavailableException>(work.Exception!.InnerException));
            Assert.InRange(story.Entries, works.Count(work => work.IsCompletedSuccessfully), works.Length);
        }
    }
}
