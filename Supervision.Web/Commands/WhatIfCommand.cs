using System.CommandLine;
using Supervision.Core.Calendars;
using Supervision.Core.Ports;
using Supervision.Silo.Hosting;
using Supervision.Silo.Journals;
using Supervision.Silo.Journals.Postgres;
using Supervision.Silo.Runtime;
using Supervision.Silo.Views;

namespace Supervision.Web.Commands;

/// <summary>
/// <c>whatif --rules R.json | --calendar C.json</c>: which cards would appear or vanish under other rules. Works on a
/// backup of the journal, so the running system is not touched, and writes nothing else.
/// </summary>
internal static class WhatIfCommand
{
    public static Command Create()
    {
        var rules = new Option<string?>("--rules") { Description = "Another rule book.", HelpName = "R.json" };
        var calendar = new Option<string?>("--calendar")
        {
            Description = "Another calendar year.",
            HelpName = "C.json",
        };
        var data = DataOption.Create();
        var command = new Command("whatif", "Prints the cards that would appear or vanish under other rules.")
        {
            rules, calendar, data,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(rules) is null && result.GetValue(calendar) is null)
            {
                result.AddError("whatif: name --rules or --calendar, or both.");
            }
        });
        command.SetAction((parsed, cancellationToken) => RunAsync(
            DataOption.FolderOf(parsed.GetValue(data)), parsed.GetValue(rules), parsed.GetValue(calendar),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        DataFolder folder, string? rules, string? calendar, CancellationToken cancellationToken)
    {
        var scratch = new DataFolder(Directory.CreateTempSubdirectory("supervision-whatif-").FullName);
        try
        {
            await using var journal = await OpenAsync(folder, scratch, cancellationToken);
            var holidays = CalendarFiles.Read(folder.Calendars);
            var present = RuleShelf.Open(folder.RuleVersions, StarterRules.ReadOrWrite(folder.Rules), holidays);
            var other = RuleShelf.Open(
                scratch.RuleVersions, await File.ReadAllTextAsync(rules ?? folder.Rules, cancellationToken),
                calendar is null ? holidays : holidays.With(HolidayBook.ParseYears(File.ReadAllText(calendar))));
            return await PrintAsync(new WhatIf(journal, present, other), NowOf(journal));
        }
        finally
        {
            Directory.Delete(scratch.Path, recursive: true);
        }
    }

    /// <summary>A journal that can be read undisturbed: a copy of the file, or a reader beside others.</summary>
    private static async Task<IJournal> OpenAsync(
        DataFolder folder, DataFolder scratch, CancellationToken cancellationToken)
    {
        var codec = new JsonEventCodec();
        if (DataOption.JournalOf() is { Kind: JournalKind.Postgres } postgres)
        {
            return await JournalStore.OpenPostgresAsync(
                folder, postgres, JournalAccess.Read, codec, TimeProvider.System, cancellationToken);
        }

        var journalFile = new JournalFolder(folder.Journal).Journal;
        if (!File.Exists(journalFile))
        {
            throw new FileNotFoundException($"There is no journal at {journalFile}.");
        }

        Directory.CreateDirectory(scratch.Journal);
        JournalBackup.Write(journalFile, new JournalFolder(scratch.Journal).Journal, cancellationToken);
        return SqliteJournal.Open(scratch.Journal, codec, new SqliteJournalOptions());
    }

    private static async Task<int> PrintAsync(WhatIf whatIf, DateTimeOffset now)
    {
        var (appear, vanish) = (0, 0);
        await foreach (var change in whatIf.CompareAsync(now))
        {
            var sign = change.Appears ? "+" : "-";
            Console.WriteLine($"{sign} {change.Case} {change.Key} {change.At:yyyy-MM-ddTHH:mm:sszzz}");
            appear += change.Appears ? 1 : 0;
            vanish += change.Appears ? 0 : 1;
        }

        Console.WriteLine($"as of {now:yyyy-MM-ddTHH:mm:sszzz}: {appear} would appear, {vanish} would vanish");
        return CommandLine.Done;
    }

    /// <summary>When the journal last knew the time: what a replay of it is judged at.</summary>
    private static DateTimeOffset NowOf(IJournal journal)
    {
        var head = journal.Head.Sequence;
        if (head == 0)
        {
            return DateTimeOffset.MinValue;
        }

        var newest = journal.ReadAsync(head - 1, 1, CancellationToken.None);
        return newest.AsTask().GetAwaiter().GetResult()[0].Turn.RecordedAt;
    }
}
