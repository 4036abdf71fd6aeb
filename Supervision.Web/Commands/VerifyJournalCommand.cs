using System.CommandLine;
using Supervision.Silo.Attachments;
using Supervision.Silo.Hosting;
using Supervision.Silo.Journals;
using Supervision.Silo.Journals.Postgres;
using Supervision.Silo.Journals.Verification;
using Supervision.Silo.Runtime;

namespace Supervision.Web.Commands;

/// <summary>
/// <c>verify-journal [FILE]</c>: reads every entry and every byte; exit 1 when something was changed.
/// </summary>
internal static class VerifyJournalCommand
{
    public static Command Create()
    {
        var data = DataOption.Create();
        var file = new Argument<string?>("file")
        {
            Description = "A journal or backup file; default: the journal that is configured.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("verify-journal", "Verifies the whole journal, also while the system runs.")
        {
            file, data,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var folder = DataOption.FolderOf(parsed.GetValue(data));
            return parsed.GetValue(file) is null && DataOption.JournalOf() is { Kind: JournalKind.Postgres } postgres
                ? VerifyAsync(folder, postgres, cancellationToken)
                : Task.FromResult(Verify(
                    parsed.GetValue(file) ?? new JournalFolder(folder.Journal).Journal, cancellationToken));
        });
        return command;
    }

    private static int Verify(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no journal at {path}.");
        }

        var verdict = JournalVerifier.Verify(path, cancellationToken);
        return verdict.IsWhole
            ? Report(verdict, AttachmentAudit.NamedIn(path, new JsonEventCodec()), BackupFiles.AttachmentsOf(path))
            : Report(verdict, [], "");
    }

    private static async Task<int> VerifyAsync(
        DataFolder folder, JournalOptions options, CancellationToken cancellationToken)
    {
        await using var journal = await JournalStore.OpenPostgresAsync(
            folder, options, JournalAccess.Read, new JsonEventCodec(), TimeProvider.System, cancellationToken);
        var verdict = await journal.VerifyAsync(cancellationToken);
        return verdict.IsWhole
            ? Report(verdict, await AttachmentAudit.NamedInAsync(journal, cancellationToken), folder.Attachments)
            : Report(verdict, [], "");
    }

    private static int Report(JournalVerdict verdict, IReadOnlyList<NamedAttachment> named, string attachments)
    {
        string[] faults = [.. AttachmentAudit.Faults(named, attachments)];
        Array.ForEach(faults, fault => Console.WriteLine($"broken: {fault}"));
        if (faults.Length == 0 && named.Count > 0)
        {
            Console.WriteLine($"ok: {named.Count} attachments");
        }

        var exit = Report(verdict);
        return faults.Length == 0 ? exit : CommandLine.Failed;
    }

    private static int Report(JournalVerdict verdict)
    {
        if (verdict.Fault is null)
        {
            var hash = Convert.ToHexStringLower(verdict.Head.Hash.Span);
            Console.WriteLine($"ok: {verdict.Head.Sequence} entries, head {hash}");
            return CommandLine.Done;
        }

        Console.WriteLine(verdict.BrokenSequence is { } broken
            ? $"broken at entry {broken}: {verdict.Fault}"
            : $"broken: {verdict.Fault}");
        return CommandLine.Failed;
    }
}
