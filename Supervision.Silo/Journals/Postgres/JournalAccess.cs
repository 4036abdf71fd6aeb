namespace Supervision.Silo.Journals.Postgres;

/// <summary>What a process does with a journal that others may use at the same time.</summary>
public enum JournalAccess
{
    /// <summary>Reads and follows; an append throws.</summary>
    Read,

    /// <summary>Appends beside other processes that do the same: the silos of a cluster.</summary>
    Shared,

    /// <summary>The only process that appends, as the embedded engine has to be.</summary>
    Exclusive,
}
