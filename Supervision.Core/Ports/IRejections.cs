using Supervision.Core.Reading;

namespace Supervision.Core.Ports;

/// <summary>Counts facts that were turned away: they are in no journal. Safe for concurrent use.</summary>
public interface IRejections
{
    /// <summary>Notes that some were.</summary>
    /// <param name="sender">Name of the key.</param>
    /// <param name="count">How many, from 1.</param>
    void Note(string sender, long count);

    /// <summary>Counts by day, the newest first.</summary>
    /// <param name="from">First day, inclusive.</param>
    /// <param name="to">Last day, inclusive.</param>
    IReadOnlyList<RejectedDay> Find(DateOnly from, DateOnly to);
}
