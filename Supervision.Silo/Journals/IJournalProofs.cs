using Supervision.Core.Ports;

namespace Supervision.Silo.Journals;

/// <summary>A journal that can prove what it holds. Safe for concurrent use.</summary>
public interface IJournalProofs
{
    /// <summary>Proves that an entry is in the journal.</summary>
    /// <param name="sequence">The entry.</param>
    /// <param name="anchor">
    /// Where the proof should end, inclusive; at most <see cref="JournalProof.FollowingMax"/> later.
    /// </param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null when there is no such entry.</returns>
    /// <exception cref="JournalUnavailableException">The journal cannot be read now. Ask again later.</exception>
    ValueTask<JournalProof?> ProveAsync(long sequence, long anchor, CancellationToken cancellationToken);
}
