using Microsoft.AspNetCore.Components;
using Supervision.Core.Jobs;
using Supervision.Core.Ports;
using Supervision.Silo.Auditing;
using Supervision.Silo.Jobs;
using Supervision.Silo.Views;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;

namespace Supervision.Web.Components.Reports;

/// <summary>What is done by itself: when it was done last, what came of it, and when it is due again.</summary>
public partial class JobsPage
{
    [Inject] private JobRunner Runner { get; set; } = null!;

    [Inject] private IJobRuns Runs { get; set; } = null!;

    [Inject] private AuditLog Audit { get; set; } = null!;

    [Inject] private ViewFeeder Views { get; set; } = null!;

    [Inject] private IJournal Journal { get; set; } = null!;

    private List<Row> Rows { get; set; } = [];

    /// <inheritdoc />
    protected override void OnInitialized() => Rows = [.. Runner.Jobs.Select(RowOf)];

    private Row RowOf(JobKind job)
    {
        var next = Runner.LatestDue(job).Next;
        var last = Runs.Of(job, 1).FirstOrDefault();
        return new(
            job, last, next, Runner.DueAt(job, next),
            JobPlan.IsRepeatable(job) || last is { State: JobRunState.Failed });
    }

    /// <summary>What a run came to in the reader's words, as far as there are words for it.</summary>
    private static string ResultOf(JobRun run)
    {
        if (run is { State: JobRunState.Done, Figures: { IsEmpty: false } figures })
        {
            return string.Join("，", figures.Where(figure => Words.Has($"jobFigure.{figure.Name}"))
                .Select(figure => Words.Of($"jobFigure.{figure.Name}", figure.Value)));
        }

        var result = run.Result ?? "";
        return Words.Has($"jobResult.{result}") ? Words.Of($"jobResult.{result}") : result;
    }

    /// <summary>Once more for the newest period that is due, or for the one that failed.</summary>
    private async Task AgainAsync()
    {
        if (!Runner.Jobs.Any(job => Spelling.Of(job) == Sent("job")))
        {
            Faults = [Words.Of("jobs.unknown")];
            return;
        }

        var job = Runner.Jobs.First(job => Spelling.Of(job) == Sent("job"));
        var period = Runs.Of(job, 1).FirstOrDefault() is { State: JobRunState.Failed } failed
            ? failed.Period
            : Runner.LatestDue(job);
        Audit.Write(Context, AuditKind.JobRun, $"{Spelling.Of(job)} {period}");
        var refusal = await Runner.RunAsync(job, period, Person.Name, Context.RequestAborted);
        if (refusal is null)
        {
            Done = Words.Of("jobs.doneNow", period);
        }
        else
        {
            Faults =
            [
                Words.Has($"refusal.{refusal.Code}")
                    ? $"{Words.Of($"refusal.{refusal.Code}")} {refusal.Why}"
                    : refusal.Why,
            ];
        }

        await Views.ReachAsync(Journal.Head.Sequence, Context.RequestAborted);
        Rows = [.. Runner.Jobs.Select(RowOf)];
    }

    private sealed record Row(JobKind Job, JobRun? Last, Cycle Next, DateTimeOffset NextAt, bool MayRun);
}
