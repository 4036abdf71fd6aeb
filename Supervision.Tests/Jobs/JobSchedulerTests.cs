using Supervision.Core.Jobs;
using Supervision.Tests.Support;

namespace Supervision.Tests.Jobs;

/// <summary>Quartz wakes, the journal decides: once for each period, whoever wakes and whatever was missed.</summary>
public class JobSchedulerTests
{
    [Fact]
    public async Task TwoSchedulersAtOnce_OneDoesIt()
    {
        await using var host = await JobHost.StartAsync("2026-11-21 23:00");
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var work = new CountedWork(JobKind.DayClose) { Gate = gate.Task };
        var one = await host.NodeAsync("one", work);
        var two = await host.NodeAsync("two", work);
        host.Time.MoveTo(ClockSamples.At("2026-11-22 00:10:01"));
        await work.Begun.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var wakes = new[] { one.WokenAsync(), two.WokenAsync() };
        await await Task.WhenAny(wakes); // the one that may not has given up
        gate.SetResult();
        await Task.WhenAll(wakes);
        Assert.Equal("2026-11-21", work.Periods);
        var runs = await host.RunsAsync();
        Assert.Equal([JobRunState.Running, JobRunState.Done], runs.Select(run => run.State));
        Assert.Single(runs.Select(run => run.Node).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Outage_IsMadeUpForAtTheStart_OldestFirst_AndNotBeforeJobsWereSwitchedOn()
    {
        await using var host = await JobHost.StartAsync("2026-11-19 12:00");
        var before = new CountedWork(JobKind.DayClose);
        var first = await host.NodeAsync("one", before);
        host.Time.MoveTo(ClockSamples.At("2026-11-20 00:10:01"));
        await first.WokenAsync();
        await first.StopAsync();
        Assert.Equal("2026-11-19", before.Periods); // and nothing of the time before it was installed

        host.Time.MoveTo(ClockSamples.At("2026-11-23 09:00"));
        var after = new CountedWork(JobKind.DayClose);
        var second = await host.NodeAsync("one", after);
        await second.WokenAsync();
        Assert.Equal("2026-11-20 2026-11-21 2026-11-22", after.Periods);
        await second.StopAsync();

        var third = await host.NodeAsync("one", after);
        host.Time.MoveTo(ClockSamples.At("2026-11-24 00:10:01"));
        await third.WokenAsync();
        Assert.Equal("2026-11-20 2026-11-21 2026-11-22 2026-11-23", after.Periods);
    }

    [Fact]
    public async Task Failure_IsTriedAgain_AndItsReasonIsKept()
    {
        await using var host = await JobHost.StartAsync("2026-11-19 12:00");
        var work = new CountedWork(JobKind.DayClose) { Gate = Task.FromException(new IOException("disk full")) };
        var node = await host.NodeAsync("one", work);
        host.Time.MoveTo(ClockSamples.At("2026-11-20 00:10:01"));
        await node.WokenAsync();
        host.Time.MoveTo(ClockSamples.At("2026-11-20 00:26"));
        await node.WokenAsync();
        var runs = await host.RunsAsync();
        Assert.Equal(
            [JobRunState.Running, JobRunState.Failed, JobRunState.Running, JobRunState.Failed],
            runs.Select(run => run.State));
        Assert.Equal("disk full", runs[^1].Result);
        Assert.Equal(
            "2026-11-20@11-21T00:10 2026-11-19@11-20T00:10 2026-11-20@11-21T00:10 2026-11-19@11-20T00:10",
            work.Expected);
        Assert.Equal(2, runs[^1].Attempt);
    }
}
