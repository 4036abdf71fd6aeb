using Supervision.Core.Ports;

namespace Supervision.Silo.Journals;

/// <summary>The right to write one journal, held until disposed or until the process ends, however it ends.</summary>
internal sealed class JournalLock : IDisposable
{
    private readonly FileStream file;

    private JournalLock(FileStream file) => this.file = file;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="JournalUnusableException">Another writer holds it, or the folder cannot be written.</exception>
    public static JournalLock Take(JournalFolder folder)
    {
        try
        {
            return new(new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new JournalUnusableException(
                $"{folder.Journal} is being written by another process, or its folder cannot be written: "
                + $"{failure.Message} Stop the other process first; two writers would each extend the chain.", failure);
        }
    }

    /// <summary>Whether nobody writes a journal at this moment.</summary>
    public static bool IsFreeFor(string journalFile)
    {
        var path = new JournalFolder(Path.GetDirectoryName(Path.GetFullPath(journalFile))!).Lock;
        if (!File.Exists(path))
            return true;

        try
        {
            using var taken = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false; // held by a writer
        }
    }

    public void Dispose() => file.Dispose();
}
