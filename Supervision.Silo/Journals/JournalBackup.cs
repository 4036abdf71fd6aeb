using Supervision.Core.Ports;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Journals;

/// <summary>
/// Copies a journal, page by page, while its writer goes on; the copy is the journal as of one commit.
/// </summary>
public static class JournalBackup
{
    /// <summary>Writes a copy, verifies it, and only then gives it its name.</summary>
    /// <param name="journalFile">The journal, open elsewhere or not.</param>
    /// <param name="toFile">The copy; an older one is replaced at the end.</param>
    /// <param name="cancellationToken">Looked at while verifying.</param>
    /// <returns>The end of the copy.</returns>
    /// <exception cref="JournalUnusableException">
    /// The copy is not whole, so the journal is not; nothing was replaced.
    /// </exception>
    /// <exception cref="JournalUnavailableException">
    /// The copy could not be written, for want of space for example.
    /// </exception>
    public static JournalHead Write(string journalFile, string toFile, CancellationToken cancellationToken)
    {
        var draft = toFile + ".draft";
        Remove(draft);
        try
        {
            using (var source = SqliteDatabase.Open(journalFile, readOnly: true))
            using (var copy = SqliteDatabase.Open(draft))
            {
                source.CopyTo(copy);
            }

            ClearUnused(draft);
            var verdict = JournalVerifier.Verify(draft, cancellationToken);
            if (!verdict.IsWhole)
                throw new JournalUnusableException($"The backup of {journalFile} is not whole: {verdict.Fault}");

            DurableFile.Rename(draft, toFile);
            return verdict.Head;
        }
        catch (SqliteException failure)
        {
            throw new JournalUnavailableException($"{toFile} could not be written: {failure.Message}", failure);
        }
        finally
        {
            Remove(draft);
        }
    }

    private static void ClearUnused(string path)
    {
        Span<byte> header = stackalloc byte[Verification.FileHeader.Bytes];
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.Read(file, header, 0);
        UnusedSpace.Clear(file, Verification.FileHeader.PageSizeOf(header));
    }

    private static void Remove(string draft)
    {
        foreach (var ending in (string[])["", "-wal", "-shm", "-journal"])
            File.Delete(draft + ending);
    }
}
