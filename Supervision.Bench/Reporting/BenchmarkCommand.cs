using System.CommandLine;

namespace Supervision.Bench.Reporting;

/// <summary>What the commands of all benchmarks share.</summary>
internal static class BenchmarkCommand
{
    /// <summary>A size option.</summary>
    public static Option<int> Size(string name, int standard, string description) =>
        new(name) { Description = description, DefaultValueFactory = _ => standard };

    /// <summary>A command that runs a benchmark, prints what it found and, with <c>--save</c>, keeps it.</summary>
    public static Command Of(
        string name, string description, IReadOnlyList<Option> sizes,
        Func<ParseResult, CancellationToken, Task<Result>> run)
    {
        var save = new Option<bool>("--save") { Description = "Keep the result under Supervision.Bench/results." };
        var command = new Command(name, description) { save };
        foreach (var size in sizes)
        {
            command.Options.Add(size);
        }

        command.SetAction(async (parsed, cancellationToken) =>
        {
            var result = await run(parsed, cancellationToken);
            ResultText.Print(result);
            if (parsed.GetValue(save))
            {
                ResultText.Save(result);
            }

            return result.Faults.Count == 0 ? 0 : 1;
        });
        return command;
    }
}
