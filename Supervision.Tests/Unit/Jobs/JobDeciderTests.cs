using Supervision.Core.Entities;
using Supervision.Core.Jobs;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Jobs;

public class JobDeciderTests
{
    private static readonly Cycle October = new(CycleUnit.Month, new(2026, 10, 1));
    private readonly EntityStory<JobState> story = new(EntityKind.Job, "monthClose/2026-10");
    private int commands;

    [Fact]
    public void Begin_WhileAnotherRunsIt_IsRefused_UntilItsLeaseIsOver()
    {
        Assert.Null(Begin("2026-11-01 00:30", "a"));
        Assert.Equal(JobDecider.Running, Begin("2026-11-01 01:29", "b"));
        Assert.Null(Begin("2026-11-01 01:30", "b"));
        Assert.Equal("job.taken", Finish("2026-11-01 01:31", "a", 1));
        Assert.Null(Finish("2026-11-01 01:31", "b", 2));
        Assert.Equal(JobRunState.Done, story.State.Run!.State);
        _ = story.Stored;
    }

    [Fact]
    public void Begin_BySomebodyWhoIsAlone_TakesOverAtOnce_ButNotFromItself()
    {
        Assert.Null(Begin("2026-11-01 00:30", "a"));
        Assert.Equal(JobDecider.Running, Begin("2026-11-01 00:30", "a", isSole: true));
        Assert.Null(Begin("2026-11-01 00:30", "b", isSole: true));
        Assert.Equal(2, story.State.Run!.Attempt);
    }

    [Fact]
    public void Begin_AfterItWasDone_IsRefused_WhoeverAsks()
    {
        Begin("2026-11-01 00:30", "a");
        Finish("2026-11-01 00:31", "a", 1);
        Assert.Equal(JobDecider.Done, Begin("2026-11-01 00:32", "b"));
        Assert.Equal(JobDecider.Done, Begin("2026-11-01 00:32", "b", by: "管理员"));
    }

    [Fact]
    public void Begin_AgainOfWhatIssuesNothing_IsLetThroughForAPersonAlone()
    {
        Begin("2026-11-01 00:30", "a", JobKind.Backup);
        Finish("2026-11-01 00:31", "a", 1);
        Assert.Equal(JobDecider.Done, Begin("2026-11-01 00:32", "b", JobKind.Backup));
        Assert.Null(Begin("2026-11-01 00:32", "b", JobKind.Backup, by: "管理员"));
    }

    [Fact]
    public void Begin_AfterFailures_IsTriedByItselfAFewTimes_ThenByPeople()
    {
        for (var attempt = 1; attempt <= JobDecider.AttemptsMax; attempt++)
        {
            Assert.Null(Begin("2026-11-01 00:30", "a"));
            Assert.Null(Finish("2026-11-01 00:31", "a", attempt, succeeded: false));
        }

        Assert.Equal("job.failed", Begin("2026-11-01 00:32", "a"));
        Assert.Null(Begin("2026-11-01 00:32", "a", by: "管理员"));
    }

    private string? Begin(
        string at, string node, JobKind job = JobKind.MonthClose, string? by = null, bool isSole = false)
    {
        story.Do(at, new BeginJob(job, October, node, isSole, by) { Source = "/jobs", Id = $"{++commands}" });
        return story.Refusal?.Code;
    }

    private string? Finish(string at, string node, int attempt, bool succeeded = true)
    {
        story.Do(at, new FinishJob(
            node, attempt, succeeded, "ok", [new("cases", 3)])
        {
            Source = "/jobs",
            Id = $"{++commands}",
        });
        return story.Refusal?.Code;
    }
}
