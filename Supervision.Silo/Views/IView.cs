using Supervision.Core.Ports;

namespace Supervision.Silo.Views;

/// <summary>
/// Something people read, computed from the journal alone. It decides nothing; thrown away and fed again from the
/// beginning it is byte for byte the same. Called on one thread at a time.
/// </summary>
public interface IView
{
    /// <summary>Its tables and indexes, created in an empty database.</summary>
    string Schema { get; }

    /// <summary>Takes one entry over; nothing is written yet.</summary>
    void Apply(JournalEntry entry);

    /// <summary>
    /// Writes what the entries since the last announcement changed, inside the caller's transaction. Called again, with
    /// nothing applied in between, when that transaction fails.
    /// </summary>
    void Flush();

    /// <summary>The transaction has been committed: forgets what was written and tells subscribers.</summary>
    void Announce();
}
