using System.CommandLine;
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
        command.SetAction(async (parsed, cancellationToken) => Report(
            parsed.GetValue(file) is null && DataOption.JournalOf() is { Kind: JournalKind.Postgres } postgres
                ? await VerifyAsync(DataOption.FolderOf(parsed.GetValue(data)), postgres, cancellationToken)
                : Verify(
                    parsed.GetValue(file)
                        ?? new JournalFolder(DataOption.FolderOf(parsed.GetValue(data)).Journal).Journal,
                    cancellationToken)));
        return command;
    }

    private static JournalVerdict Verify(string path, CancellationToken cancellationToken) => File.Exists(path)
        ? JournalVerifier.Verify(path, cancellationToken)
        : throw new FileNotFoundException($"There is no journal at {path}.");

    private static async Task<JournalVerdict> VerifyAsync(
        DataFolder folder, JournalOptions options, CancellationToken cancellationToken)
    {
        await using var journal = await JournalStore.OpenPostgresAsync(
            folder, options, JournalAccess.Read, new JsonEventCodec(), TimeProvider.System, cancellationToken);
        return await journal.VerifyAsync(cancellationToken);
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
