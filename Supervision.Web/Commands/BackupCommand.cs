using System.CommandLine;
using Supervision.Silo.Hosting;
using Supervision.Silo.Journals;

namespace Supervision.Web.Commands;

/// <summary><c>backup FILE</c>: a consistent copy of the journal, also while the system runs.</summary>
internal static class BackupCommand
{
    private const string PostgresInstead =
        "The journal is in PostgreSQL: back it up with pg_dump -n journal, or with the server's own backups.";

    public static Command Create()
    {
        var data = DataOption.Create();
        var file = new Argument<string>("file")
        {
            Description = "Where to write the copy; an older one is replaced at the end.",
        };
        var command = new Command(
            "backup", "Copies the journal consistently while the system runs, and verifies the copy.")
        {
            file, data,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            if (DataOption.JournalOf().Kind == JournalKind.Postgres)
            {
                throw new ConfigurationException([PostgresInstead]);
            }

            var journal = new JournalFolder(DataOption.FolderOf(parsed.GetValue(data)).Journal).Journal;
            if (!File.Exists(journal))
            {
                throw new FileNotFoundException($"There is no journal at {journal}.");
            }

            var head = JournalBackup.Write(journal, parsed.GetValue(file)!, cancellationToken);
            var hash = Convert.ToHexStringLower(head.Hash.Span);
            Console.WriteLine($"{parsed.GetValue(file)}: {head.Sequence} entries, head {hash}");
            return Task.FromResult(CommandLine.Done);
        });
        return command;
    }
}
