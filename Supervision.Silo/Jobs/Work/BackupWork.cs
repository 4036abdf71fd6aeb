using System.Globalization;
using Supervision.Core.Jobs;
using Supervision.Silo.Attachments;
using Supervision.Silo.Hosting;
using Supervision.Silo.Journals;
using Supervision.Silo.Runtime;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Jobs.Work;

/// <summary>
/// The daily backup: what <c>backup FILE</c> does, one folder a day, the oldest deleted. For a journal in a file alone:
/// a server has backups of its own.
/// </summary>
internal sealed class BackupWork(DataFolder folder, JobOptions options) : IPeriodWork
{
    private const string Prefix = "journal-";

    public JobKind Job => JobKind.Backup;

    public Task<JobOutcome> RunAsync(Cycle period, CancellationToken cancellationToken)
    {
        var place = options.BackupFolder ?? folder.Backups;
        PrivateFile.CreateFolder(place);
        var copy = Path.Combine(place, $"{Prefix}{period}.db");
        var head = JournalBackup.Write(new JournalFolder(folder.Journal).Journal, copy, cancellationToken);
        BackupFiles.Write(folder, copy);
        var named = AttachmentAudit.NamedIn(copy, new JsonEventCodec());
        string[] faults = [.. AttachmentAudit.Faults(named, BackupFiles.AttachmentsOf(copy))];
        if (faults.Length > 0)
        {
            throw new InvalidDataException(string.Join(' ', faults));
        }

        Prune(place);
        return Task.FromResult(JobOutcome.Done(
            string.Create(CultureInfo.InvariantCulture, $"{copy}: {head.Sequence} entries"),
            ("entries", head.Sequence), ("attachments", named.Count)));
    }

    private void Prune(string place)
    {
        foreach (var old in Directory.GetFiles(place, Prefix + "*.db")
            .OrderDescending(StringComparer.Ordinal).Skip(options.BackupsKept))
        {
            File.Delete(old);
            if (Directory.Exists(BackupFiles.FolderOf(old)))
            {
                Directory.Delete(BackupFiles.FolderOf(old), recursive: true);
            }
        }
    }
}
