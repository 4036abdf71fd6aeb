namespace Supervision.Silo.Journals;

/// <summary>
/// How the SQLite journal uses disk and memory. The defaults suit one box with millions of facts a day.
/// </summary>
public sealed class SqliteJournalOptions
{
    /// <summary>
    /// Bytes of one page of a journal that is created; an existing one keeps its own. A power of two, 512 to 65 536.
    /// Larger pages append faster and make a cold read of one entry dearer. Default 16 384.
    /// </summary>
    public int PageSizeBytes { get; init; } = 16_384;

    /// <summary>
    /// Bytes the write-ahead log may reach before it is copied into the journal, at least one page. A larger log copies
    /// less often and makes the start after a crash slower. Default 64 MiB.
    /// </summary>
    public long LogSizeBytes { get; init; } = 64L << 20;

    /// <summary>
    /// Connections kept open for reading, from 1; more readers at once open and close their own. Default 4.
    /// </summary>
    public int ReadersMax { get; init; } = 4;

    /// <summary>
    /// Identities held in memory before they move to a sorted file, from 1. More memory (32 to 64 bytes each) means
    /// fewer files, and a longer start after a crash, which reads them again. Default 262 144.
    /// </summary>
    public int IdentitiesInMemoryMax { get; init; } = 1 << 18;

    /// <summary>Identity files of one size that are merged into one of the next size, from 2. Default 8.</summary>
    public int IdentityMergeFactor { get; init; } = 8;
}
