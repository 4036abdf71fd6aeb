using System.CommandLine;
using Supervision.Core.Rules.Imports;
using Supervision.Silo.Hosting;
using Supervision.Web.Imports;

namespace Supervision.Web.Commands;

/// <summary>
/// <c>import TABLE FILE [--out RULES.json]</c>: merges a table into the rule book, or lists every fault by row. The
/// rule book in force is not touched: what is written takes effect when it takes its place.
/// </summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var data = DataOption.Create();
        var table = new Argument<string>("table") { Description = string.Join(", ", ImportTable.All.Keys) + "." };
        var file = new Argument<string>("file") { Description = "CSV or xlsx with a head row." };
        var output = new Option<string?>("--out")
        {
            Description = "Where to write the merged rule book. Default: a dry run.",
            HelpName = "RULES.json",
        };
        table.AcceptOnlyFromAmong([.. ImportTable.All.Keys]);
        var command = new Command("import", "Merges items, halls, departments, windows or staff into a rule book.")
        {
            table, file, output, data,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = DataOption.FolderOf(parsed.GetValue(data));
            await using var stream = File.OpenRead(parsed.GetValue(file)!);
            var result = RuleBookImport.Try(
                StarterRules.ReadOrWrite(folder.Rules), ImportTable.All[parsed.GetValue(table)!],
                SheetReader.Read(stream));
            foreach (var fault in result.Faults)
            {
                Console.WriteLine(fault.Row is { } row
                    ? $"row {row}: {fault.Column} {fault.Problem}"
                    : $"{fault.Column}: {fault.Problem}");
            }

            if (result.Json is null)
            {
                return CommandLine.Failed;
            }

            Console.WriteLine(
                $"version {result.Version}: {result.Added} added, {result.Changed} changed, {result.Same} the same");
            if (parsed.GetValue(output) is { } path)
            {
                await File.WriteAllTextAsync(path, result.Json, cancellationToken);
            }

            return CommandLine.Done;
        });
        return command;
    }
}
