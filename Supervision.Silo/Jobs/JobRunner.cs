using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Supervision.Core.Entities;
using Supervision.Core.Jobs;
using Supervision.Core.Ports;

namespace Supervision.Silo.Jobs;

/// <summary>
/// Runs jobs, each period once, whoever else tries at the same time: before the work stands a command that one process
/// alone is granted. Safe for concurrent use.
/// </summary>
public sealed partial class JobRunner(
    IEngine engine, IRuleShelf rules, IEnumerable<IPeriodWork> works, JobOptions options, JobNode node,
    ILogger<JobRunner> logger)
{
    private readonly FrozenDictionary<JobKind, IPeriodWork> works = works.ToFrozenDictionary(work => work.Job);

    /// <summary>Jobs there is work for, in order.</summary>
    public IEnumerable<JobKind> Jobs => JobPlan.All.Where(works.ContainsKey);

    /// <summary>When a job is due for a period.</summary>
    public DateTimeOffset DueAt(JobKind job, Cycle period)
    {
        var context = rules.ContextOf(null, engine.Now);
        return JobPlan.DueAt(job, period, options.Times, context.Rules.Reports, context.Calendars.Common);
    }

    /// <summary>The newest period that is due.</summary>
    public Cycle LatestDue(JobKind job)
    {
        var context = rules.ContextOf(null, engine.Now);
        return JobPlan.LatestDue(job, context.Now, options.Times, context.Rules.Reports, context.Calendars.Common);
    }

    /// <summary>Runs a job for every period that is due and not done, the oldest first.</summary>
    /// <param name="job">The job.</param>
    /// <param name="since">What was due before this, exclusive, is left alone: nobody had switched jobs on.</param>
    /// <param name="cancellationToken">The process stops.</param>
    /// <returns>Whether every one of them is done now; if not, it is worth asking again later.</returns>
    public async Task<bool> RunDueAsync(JobKind job, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var latest = LatestDue(job);
        await ExpectAsync(job, latest.Next, cancellationToken);
        List<Cycle> due = [];
        for (var period = latest;
            due.Count < JobPlan.CatchUpMax(job) && DueAt(job, period) >= since;
            period = period.Previous)
        {
            due.Add(period);
        }

        due.Reverse();
        var all = true;
        foreach (var period in due)
        {
            if (await RunAsync(job, period, null, cancellationToken) is not (null or { Code: JobDecider.Done }))
            {
                all = false;
                await ExpectAsync(job, period, cancellationToken);
            }
        }

        return all;
    }

    private Task ExpectAsync(JobKind job, Cycle period, CancellationToken cancellationToken) =>
        works[job].ExpectAsync(period, DueAt(job, period), cancellationToken);

    /// <summary>Runs a job for one period.</summary>
    /// <param name="job">The job.</param>
    /// <param name="period">The period.</param>
    /// <param name="by">Who asks for it; null when it is due.</param>
    /// <param name="cancellationToken">The process stops.</param>
    /// <returns>Null when it was done just now; else why not.</returns>
    public async Task<Refusal?> RunAsync(
        JobKind job, Cycle period, string? by, CancellationToken cancellationToken)
    {
        var stream = JobStream.Of(job, period);
        var begin = new BeginJob(job, period, node.Name, node.IsSole, by)
        {
            Source = "/jobs",
            Id = Guid.NewGuid().ToString("N"),
        };
        if (await engine.CommandAsync(stream, begin, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var run = ((JobState)(await engine.ReadAsync(stream, cancellationToken))!.State).Run!;
        var outcome = await TryAsync(job, period, cancellationToken);
        var finish = new FinishJob(node.Name, run.Attempt, outcome.Succeeded, outcome.Result, outcome.Figures)
        {
            Source = "/jobs",
            Id = $"{begin.Id}:end",
        };
        var taken = await engine.CommandAsync(stream, finish, cancellationToken);
        return taken ?? (outcome.Succeeded ? null : new Refusal("job.failed", outcome.Result, "Run it again."));
    }

    private async Task<JobOutcome> TryAsync(JobKind job, Cycle period, CancellationToken cancellationToken)
    {
        try
        {
            return await works[job].RunAsync(period, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException
            || !cancellationToken.IsCancellationRequested)
        {
            LogFailed(logger, job, period, exception);
            return new(false, exception.Message, []);
        }
    }

    [LoggerMessage(LogLevel.Error, "Job {Job} of {Period} failed")]
    private static partial void LogFailed(ILogger logger, JobKind job, Cycle period, Exception exception);
}
