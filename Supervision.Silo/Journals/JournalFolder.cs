namespace Supervision.Silo.Journals;

/// <summary>The files of one journal. Only the journal itself cannot be made again from something else.</summary>
/// <param name="Path">The folder that holds them.</param>
public sealed record JournalFolder(string Path)
{
    /// <summary>The entries: one SQLite file, with <c>-wal</c> and <c>-shm</c> beside it while it is open.</summary>
    public string Journal => System.IO.Path.Combine(Path, "journal.db");

    /// <summary>Held by the one writer as long as its process lives.</summary>
    public string Lock => System.IO.Path.Combine(Path, "journal.lock");

    /// <summary>Where the chain ended at a recent commit, so that a lost tail is noticed.</summary>
    public string Head => HeadOf(Journal);

    /// <summary>Sorted files of fact identities; derived, made again when missing.</summary>
    public string Identities => System.IO.Path.Combine(Path, "identity");

    /// <summary>The head record that belongs to a journal file.</summary>
    public static string HeadOf(string journalFile) => journalFile + "-head";

    /// <summary>The write-ahead log SQLite keeps beside a journal file.</summary>
    public static string LogOf(string journalFile) => journalFile + "-wal";
}
