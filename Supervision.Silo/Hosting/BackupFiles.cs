using Supervision.Silo.Storage;

namespace Supervision.Silo.Hosting;

/// <summary>
/// What lies beside the journal and cannot be made from it: the rule book, every version cases live under, pools of
/// draws and the attachments of orders. Copied after the journal, so that whatever the copied journal names is there.
/// </summary>
public static class BackupFiles
{
    /// <summary>The folder that belongs to a copy of a journal.</summary>
    public static string FolderOf(string journalCopy) => journalCopy + "-files";

    /// <summary>
    /// Where the attachments lie that a journal file names: in a backup's folder, or in the data directory.
    /// </summary>
    public static string AttachmentsOf(string journalFile)
    {
        var data = Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(journalFile)));
        return !Directory.Exists(FolderOf(journalFile)) && data is not null
            && Path.GetFullPath(journalFile) == new Journals.JournalFolder(new DataFolder(data).Journal).Journal
            ? new DataFolder(data).Attachments
            : new DataFolder(FolderOf(journalFile)).Attachments;
    }

    /// <summary>Copies everything, also while the system runs; what an earlier backup copied already stays.</summary>
    /// <param name="from">The data directory.</param>
    /// <param name="journalCopy">The journal's copy, beside which the folder is made.</param>
    public static void Write(DataFolder from, string journalCopy)
    {
        var to = new DataFolder(FolderOf(journalCopy));
        PrivateFile.CreateFolder(to.Path);
        if (File.Exists(from.Rules))
        {
            Copy(from.Rules, to.Rules);
        }

        CopyFolder(from.RuleVersions, to.RuleVersions);
        CopyFolder(from.Pools, to.Pools);
        if (Directory.Exists(from.Attachments))
        {
            foreach (var shelf in Directory.GetDirectories(from.Attachments, "??")) // drafts are no attachments yet
            {
                CopyFolder(shelf, Path.Combine(to.Attachments, Path.GetFileName(shelf)));
            }
        }
    }

    /// <summary>Copies what is missing or was damaged: files whose names are hashes of their content.</summary>
    private static void CopyFolder(string from, string to)
    {
        if (!Directory.Exists(from))
        {
            return;
        }

        PrivateFile.CreateFolder(to);
        foreach (var file in Directory.GetFiles(from))
        {
            var copy = Path.Combine(to, Path.GetFileName(file));
            if (!File.Exists(copy) || new FileInfo(copy).Length != new FileInfo(file).Length)
            {
                Copy(file, copy);
            }
        }
    }

    private static void Copy(string from, string to)
    {
        var draft = to + ".draft";
        try
        {
            File.Copy(from, draft, overwrite: true);
            DurableFile.Rename(draft, to);
        }
        catch (FileNotFoundException)
        {
            // A sweep came first: no step names this file.
        }
    }
}
