using System.Collections.Immutable;
using Supervision.Core.Entities;

namespace Supervision.Core.Jobs;

/// <summary>What became of a job for one period: its newest run.</summary>
/// <param name="Job">Which job.</param>
/// <param name="Period">For which period.</param>
/// <param name="State">How it stands.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="Node">The process that runs or ran it.</param>
/// <param name="BeganAt">When this attempt began.</param>
/// <param name="LeaseUntil">From when on another process may take it over, exclusive.</param>
/// <param name="FinishedAt">When it ended; null while it runs.</param>
/// <param name="By">Who asked for it; null when it was due.</param>
/// <param name="Result">In a word or a line; null while it runs.</param>
public sealed record JobRun(
    JobKind Job, Cycle Period, JobRunState State, int Attempt, string Node, DateTimeOffset BeganAt,
    DateTimeOffset LeaseUntil, DateTimeOffset? FinishedAt = null, string? By = null, string? Result = null)
{
    /// <summary>What it came to, by name; empty when it counts nothing.</summary>
    public ImmutableArray<JobFigure> Figures { get; init; } = [];

    /// <summary>Unique for ever.</summary>
    public string Id => JobStream.KeyOf(Job, Period);

    /// <inheritdoc />
    public bool Equals(JobRun? other) => other is not null
        && (Job, Period, State, Attempt, Node, BeganAt, LeaseUntil) ==
            (other.Job, other.Period, other.State, other.Attempt, other.Node, other.BeganAt, other.LeaseUntil)
        && (FinishedAt, By, Result) == (other.FinishedAt, other.By, other.Result)
        && Figures.AsSpan().SequenceEqual(other.Figures.AsSpan());

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Job, Period, State, Attempt, BeganAt);
}

/// <summary>A number that a job came to.</summary>
public sealed record JobFigure(string Name, long Value);

/// <summary>Where the runs of a job for a period are kept.</summary>
public static class JobStream
{
    /// <summary>The stream.</summary>
    public static StreamId Of(JobKind job, Cycle period) => new(EntityKind.Job, KeyOf(job, period));

    internal static string KeyOf(JobKind job, Cycle period)
    {
        var name = job.ToString();
        return $"{char.ToLowerInvariant(name[0])}{name[1..]}/{period}";
    }
}

/// <summary>Runs of jobs as lists show them. Safe for concurrent use.</summary>
public interface IJobRuns
{
    /// <summary>The newest periods of a job, newest first.</summary>
    /// <param name="job">The job.</param>
    /// <param name="limit">From 1 to 1000.</param>
    IReadOnlyList<JobRun> Of(JobKind job, int limit);
}
