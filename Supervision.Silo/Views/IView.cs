using Supervision.Core.Ports;

namespace Supervision.Silo.Views;

/// <summary>
/// Something people read, computed from the journal alone. It decides nothing; thrown away and fed again from the
/// beginning it is byte for byte the same. Entries are taken over while earlier ones are still being written, so that
/// what lives in memory is never behind the disk: <see cref="Apply"/> and <see cref="Seal"/> are called by one thread
/// at a time, <see cref="Flush"/> and <see cref="Announce"/> by one thread at a time, and both may happen at once.
/// </summary>
public interface IView
{
    /// <summary>Its tables and indexes, created in an empty database.</summary>
    string Schema { get; }

    /// <summary>Takes one entry over; nothing is written yet.</summary>
    void Apply(JournalEntry entry);

    /// <summary>What was applied since the last seal is what the next flush writes; all before is written.</summary>
    void Seal();

    /// <summary>
    /// Writes what was sealed, inside the caller's transaction. Called again, with nothing sealed in between, when that
    /// transaction fails.
    /// </summary>
    void Flush();

    /// <summary>The transaction has been committed: forgets what was written and tells subscribers.</summary>
    void Announce();
}
