using System.CommandLine;
using Supervision.Silo.Journals;
using Supervision.Silo.Journals.Verification;

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
            Description = "A journal or backup file; default: the journal of the data directory.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("verify-journal", "Verifies the whole journal, also while the system runs.")
        {
            file, data,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var path = parsed.GetValue(file)
                ?? new JournalFolder(DataOption.FolderOf(parsed.GetValue(data)).Journal).Journal;
            if (!File.Exists(path))
            {
                throw new FileNotFoundException($"There is no journal at {path}.");
            }

            return Task.FromResult(Report(JournalVerifier.Verify(path, cancellationToken)));
        });
        return command;
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
