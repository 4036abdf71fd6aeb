using Supervision.Core.Ports;

namespace Supervision.Silo.Reactions;

/// <summary>
/// Something that follows from journal entries. It is told of them in order, and of some again after a crash; what it
/// sends has identities derived from the entries, so that repeating does no harm.
/// </summary>
public interface IReaction
{
    /// <summary>Takes up again; to be called before the first entry.</summary>
    /// <param name="reached">The last entry that everything was done for.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task BeginAsync(long reached, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sends what follows from an entry; it may still be under way afterwards.</summary>
    Task ReactAsync(JournalEntry entry, CancellationToken cancellationToken);
}
