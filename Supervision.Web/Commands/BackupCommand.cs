using System.CommandLine;
using Supervision.Silo.Attachments;
using Supervision.Silo.Hosting;
using Supervision.Silo.Journals;
using Supervision.Silo.Runtime;

namespace Supervision.Web.Commands;

/// <summary>
/// <c>backup FILE</c>: a consistent copy of the journal, and of what lies beside it, also while the system runs.
/// </summary>
internal static class BackupCommand
{
    private const string PostgresInstead =
        "The journal is in PostgreSQL: back it up with pg_dump -n journal, or with the server's own backups, then copy "
        + "the data directory, which holds rules and attachments.";

    public static Command Create()
    {
        var data = DataOption.Create();
        var file = new Argument<string>("file")
        {
            Description = "Where to write the copy; an older one is replaced at the end.",
        };
        var command = new Command(
            "backup",
            "Copies journal, rules and attachments consistently while the system runs, and verifies the copy.")
        {
            file, data,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            if (DataOption.JournalOf().Kind == JournalKind.Postgres)
            {
                throw new ConfigurationException([PostgresInstead]);
            }

            var folder = DataOption.FolderOf(parsed.GetValue(data));
            var journal = new JournalFolder(folder.Journal).Journal;
            if (!File.Exists(journal))
            {
                throw new FileNotFoundException($"There is no journal at {journal}.");
            }

            var copy = parsed.GetValue(file)!;
            var head = JournalBackup.Write(journal, copy, cancellationToken);
            BackupFiles.Write(folder, copy);
            var named = AttachmentAudit.NamedIn(copy, new JsonEventCodec());
            string[] faults = [.. AttachmentAudit.Faults(named, BackupFiles.AttachmentsOf(copy))];
            var hash = Convert.ToHexStringLower(head.Hash.Span);
            Console.WriteLine($"{copy}: {head.Sequence} entries, head {hash}");
            Console.WriteLine($"{BackupFiles.FolderOf(copy)}: rules and {named.Count} attachments");
            Array.ForEach(faults, Console.Error.WriteLine);
            return Task.FromResult(faults.Length == 0 ? CommandLine.Done : CommandLine.Failed);
        });
        return command;
    }
}
