using System.Collections.Immutable;
using System.Diagnostics;
using Supervision.Core.Entities;

namespace Supervision.Core.Jobs;

/// <summary>Begin a job for a period. Whoever's event is appended runs it; nobody else does.</summary>
/// <param name="Job">Which job.</param>
/// <param name="Period">For which period.</param>
/// <param name="Node">The process that asks.</param>
/// <param name="IsSole">
/// Whether no other process can be running: what another name began was interrupted, and is taken over at once.
/// </param>
/// <param name="By">Who asks for it, though it may be done already; null when it is due.</param>
public sealed record BeginJob(JobKind Job, Cycle Period, string Node, bool IsSole, string? By) : Command;

/// <summary>A job ended.</summary>
/// <param name="Node">The process that began it.</param>
/// <param name="Attempt">Which attempt.</param>
/// <param name="Succeeded">Whether it did what it is for.</param>
/// <param name="Result">In a line.</param>
/// <param name="Figures">What it came to.</param>
public sealed record FinishJob(
    string Node, int Attempt, bool Succeeded, string Result, ImmutableArray<JobFigure> Figures)
    : Command;

/// <summary>A run began or ended.</summary>
public sealed record JobMoved(JobRun After) : DomainEvent;

/// <summary>What is remembered of a job for one period.</summary>
/// <param name="Run">The newest attempt; null before the first.</param>
public sealed record JobState(JobRun? Run) : EntityState;

/// <summary>
/// The rules of a job for one period: at most one run at a time, and none after it is done unless somebody asks for it
/// and nothing was issued by it. The append of <see cref="JobMoved"/> is the lock, also between processes.
/// </summary>
public sealed class JobDecider : IDecider
{
    /// <summary>How long a process keeps a run that it does not end.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromHours(1);

    /// <summary>Attempts of one period that are made by themselves.</summary>
    public const int AttemptsMax = 5;

    /// <summary>Code of the refusal of a job that is done.</summary>
    public const string Done = "job.done";

    /// <summary>Code of the refusal of a job that runs.</summary>
    public const string Running = "job.running";

    private const int ResultMax = 500;

    /// <inheritdoc />
    public EntityState Initial(string key) => new JobState(Run: null);

    /// <inheritdoc />
    public ImmutableArray<DomainEvent> Decide(
        EntityState state, EntityInput input, DecisionContext context) => input switch
        {
            Tick or Recompute => [],
            _ => throw new UnreachableException(input.GetType().Name),
        };

    /// <inheritdoc />
    public Decision Answer(EntityState state, Command command, DecisionContext context)
    {
        var run = ((JobState)state).Run;
        return command switch
        {
            BeginJob begin => Begin(run, begin, context.Now),
            FinishJob finish => Finish(run, finish, context.Now),
            _ => Decision.Refused("command.unknown", "A job knows no such command.", "Begin or finish it."),
        };
    }

    /// <inheritdoc />
    public EntityState Evolve(EntityState state, DomainEvent @event) => @event switch
    {
        JobMoved e => (JobState)state with { Run = e.After },
        _ => throw new UnreachableException(@event.GetType().Name),
    };

    /// <inheritdoc />
    public DateTimeOffset? NextDeadline(EntityState state) => null;

    private static Decision Begin(JobRun? run, BeginJob begin, DateTimeOffset now)
    {
        switch (run)
        {
            case { State: JobRunState.Running } when now < run.LeaseUntil && !(begin.IsSole && begin.Node != run.Node):
                return Decision.Refused(
                    Running, $"{run.Node} has been running it since {run.BeganAt:O}.", "Wait until it ends.");
            case { State: JobRunState.Done } when begin.By is null || !JobPlan.IsRepeatable(begin.Job):
                return Decision.Refused(
                    Done, $"It was done at {run.FinishedAt:O}.", "What was issued is corrected by a new version.");
            case { State: JobRunState.Failed, Attempt: >= AttemptsMax } when begin.By is null:
                return Decision.Refused(
                    "job.failed", $"It failed {run.Attempt} times.", "Mend what its result says, then run it again.");
        }

        return Decision.Of(new JobMoved(new(
            begin.Job, begin.Period, JobRunState.Running, (run?.Attempt ?? 0) + 1, begin.Node, now, now + Lease,
            By: begin.By)));
    }

    private static Decision Finish(JobRun? run, FinishJob finish, DateTimeOffset now) =>
        run is { State: JobRunState.Running } && run.Node == finish.Node && run.Attempt == finish.Attempt
            ? Decision.Of(new JobMoved(run with
            {
                State = finish.Succeeded ? JobRunState.Done : JobRunState.Failed,
                FinishedAt = now,
                Result = finish.Result.Length > ResultMax ? finish.Result[..ResultMax] : finish.Result,
                Figures = finish.Figures,
            }))
            : Decision.Refused("job.taken", "Another process has taken it over.", "Leave the rest to it.");
}
