using System.Collections.Immutable;
using Supervision.Core.Jobs;

namespace Supervision.Silo.Jobs;

/// <summary>
/// The work of one job. It may be interrupted anywhere and begun again: what it changes it changes by commands that
/// are known when they come again. Safe for concurrent use.
/// </summary>
public interface IPeriodWork
{
    /// <summary>Of which job.</summary>
    JobKind Job { get; }

    /// <summary>
    /// Told of a period before it is due, and of one that failed; what is told again changes nothing. For work whose
    /// absence somebody is to hear of, whatever keeps this process from doing it; by default nobody is.
    /// </summary>
    /// <param name="period">Of the job's own unit.</param>
    /// <param name="dueAt">When it is due.</param>
    /// <param name="cancellationToken">The process stops.</param>
    Task ExpectAsync(Cycle period, DateTimeOffset dueAt, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Does it for one period.</summary>
    /// <param name="period">Of the job's own unit.</param>
    /// <param name="cancellationToken">The process stops: leave it unfinished, it is taken up again.</param>
    /// <returns>What it came to; an exception means that it failed and may be tried again.</returns>
    Task<JobOutcome> RunAsync(Cycle period, CancellationToken cancellationToken);
}

/// <summary>What a job came to.</summary>
/// <param name="Succeeded">Whether it did what it is for.</param>
/// <param name="Result">In a line.</param>
/// <param name="Figures">In numbers, by name.</param>
public sealed record JobOutcome(bool Succeeded, string Result, ImmutableArray<JobFigure> Figures)
{
    /// <summary>It did what it is for.</summary>
    public static JobOutcome Done(string result, params IEnumerable<(string Name, long Value)> figures) => new(
        true, result,
        [.. figures.Select(figure => new JobFigure(figure.Name, figure.Value))]);
}

/// <summary>Which process this is among those that may run jobs.</summary>
/// <param name="Name">Unique for each start.</param>
/// <param name="IsSole">Whether the journal lets no other process run jobs meanwhile.</param>
public sealed record JobNode(string Name, bool IsSole);
