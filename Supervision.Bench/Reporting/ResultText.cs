using System.Text;

namespace Supervision.Bench.Reporting;

/// <summary>Results as people read them: a table on the terminal, Markdown in the repository.</summary>
internal static class ResultText
{
    public static void Print(Result result)
    {
        Console.WriteLine($"== {result.Name}");
        var width = result.Figures.Select(figure => figure.Name.Length).DefaultIfEmpty(0).Max();
        foreach (var figure in result.Figures)
        {
            var verdict = figure.Met is { } met ? $"  {figure.Target} {(met ? "met" : "missed")}" : "";
            Console.WriteLine($"  {figure.Name.PadRight(width)}  {figure.Text,12} {figure.Unit}{verdict}");
        }

        result.Notes.ForEach(note => Console.WriteLine("  - " + note));
        result.Faults.ForEach(fault => Console.WriteLine("  FAULT " + fault));
    }

    /// <summary>Writes <c>results/NAME.md</c>; earlier results are in the repository's history.</summary>
    public static void Save(Result result)
    {
        var path = Path.Combine(ResultsFolder(), result.Name + ".md");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, Markdown(result));
        Console.WriteLine($"  saved as {Path.GetFileName(path)}");
    }

    private static string Markdown(Result result)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(result.Name).Append("\n\n");
        foreach (var line in Machine.Describe())
        {
            text.Append("- ").Append(line).Append('\n');
        }

        result.Notes.ForEach(note => text.Append("- ").Append(note).Append('\n'));
        result.Faults.ForEach(fault => text.Append("- **fault**: ").Append(fault).Append('\n'));
        text.Append("\n| figure | value | unit | target | met |\n|---|---:|---|---|---|\n");
        foreach (var figure in result.Figures)
        {
            var met = figure.Met is { } yes ? yes ? "yes" : "no" : "";
            text.Append($"| {figure.Name} | {figure.Text} | {figure.Unit} | {figure.Target} | {met} |\n");
        }

        return text.ToString();
    }

    /// <summary>Beside this project when run from a clone, else in the working directory.</summary>
    private static string ResultsFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Supervision.Bench.csproj")))
            {
                return Path.Combine(folder.FullName, "results");
            }
        }

        return "results";
    }
}
