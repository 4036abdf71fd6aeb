using Supervision.Core.Cases;
using Supervision.Core.Facts;
using Supervision.Core.Reading;
using Supervision.Silo.Embedded;
using Supervision.Tests.Simulation;
using static Supervision.Tests.Engine.EngineStory;

namespace Supervision.Tests.Engine;

/// <summary>
/// A case accepted on 2018-10-15 with 7 working days: its promised limit passes on 2018-10-24 at 17:00.
/// </summary>
public sealed class EngineDeadlineTests
{
    private const string Overdue = "promised.warning promised.yellow";

    [Fact]
    public void Deadline_BeyondTheHorizon_FiresAfterTheHorizonWasExtended()
    {
        using var story = new EngineStory(new EngineOptions { Shards = 2, Horizon = TimeSpan.FromHours(8) });
        story.Submitted(Fact("1"));
        for (var hours = 0; hours < 11 * 24; hours += 2)
        {
            story.Pass(TimeSpan.FromHours(2));
        }

        Assert.Contains(Overdue, story.Cards(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AppendFault.Before)]
    [InlineData(AppendFault.After)]
    public void Deadline_WhoseCommitFailed_FiresAgainWithoutAnybodyAsking(AppendFault fault)
    {
        using var story = new EngineStory(new EngineOptions { Shards = 1, Horizon = TimeSpan.FromDays(60) });
        story.Submitted(Fact("1"));
        var appends = story.System.Journal.Appends;
        story.FailNextAppend(fault);
        story.Pass(TimeSpan.FromDays(9.5));
        story.Pass(TimeSpan.FromSeconds(1));
        Assert.True(story.System.Journal.Appends > appends);
        Assert.Equal(2, story.Entries);
        Assert.Equal(Overdue, story.Cards());
    }

    [Fact]
    public void Deadline_WhileEveryAppendFails_IsTriedAgainAfterAPauseAndNotAllTheTime()
    {
        using var story = new EngineStory(new EngineOptions { Shards = 1, Horizon = TimeSpan.FromDays(60) });
        story.Submitted(Fact("1"));
        story.System.Journal.NextAppend = () => AppendFault.Before;
        var before = story.System.Journal.Appends;
        story.Pass(TimeSpan.FromDays(9.5));
        Assert.Equal(before + 1, story.System.Journal.Appends);
        story.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(before + 2, story.System.Journal.Appends);
    }

    [Fact]
    public void Row_OfASuspensionAheadOfNow_ChangesWhenItsTimeComes()
    {
        using var story = new EngineStory();
        var suspended = new CaseSuspended { Reason = "testing", Days = 2, Notice = "N", Approver = "A" };
        story.Submitted(Fact("1"), Fact("2", at: "2018-10-15 11:00", data: suspended));
        Assert.Equal(CaseStatus.Accepted, Row(story).State);
        story.Pass(TimeSpan.FromHours(2));
        Assert.Equal(CaseStatus.Suspended, Row(story).State);
    }

    private static CaseRow Row(EngineStory story) => ((CaseState)Answered(story.Read("C-1"))!.State).Row;

    [Fact]
    public void Deadlines_MoreThanASliceAtOneInstant_AllFire()
    {
        const int cases = 2500;
        using var story = new EngineStory(new EngineOptions { Shards = 1, Horizon = TimeSpan.FromDays(60) });
        story.Submitted([.. Enumerable.Range(0, cases).Select(i => Fact($"{i}", $"C-{i}"))]);
        story.Pass(TimeSpan.FromDays(9.5));
        Assert.Equal(2 * cases, story.Entries);
        Assert.Equal(Overdue, story.Cards($"C-{cases - 1}"));
    }

    [Fact]
    public void Deadline_PassedWhileStopped_FiresAtTheStart()
    {
        using var story = new EngineStory();
        story.Submitted(Fact("1"));
        story.Time.Advance(TimeSpan.FromDays(30)); // before anything can run
        story.Crash();
        Assert.Equal(2, story.Entries);
        Assert.Contains(Overdue, story.Cards(), StringComparison.Ordinal);
    }

    [Fact]
    public void Watermark_MovedByHandOrByFacts_IsThereAgainAfterARestart()
    {
        using var story = new EngineStory(new EngineOptions { Clock = ClockMode.Replay });
        story.Submitted(Fact("1"));
        var moved = story.Advanced("2018-11-20 08:30");
        story.Crash();
        Assert.Equal(moved, story.Engine.Now);
        story.Submitted(Fact("2", "C-2", "2018-12-01 09:00"));
        story.Crash();
        Assert.Equal(Fact("x", at: "2018-12-01 09:00").OccurredAt, story.Engine.Now);
    }

    [Fact]
    public async Task Advance_OfALiveClock_IsRefused()
    {
        using var story = new EngineStory();
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            story.Engine.AdvanceAsync(DateTimeOffset.MaxValue, CancellationToken.None).AsTask());
    }
}
