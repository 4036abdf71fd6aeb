using System.Text.RegularExpressions;

namespace Supervision.Tests.Architecture;

/// <summary>Sizes and unfinished work (docs: style, section 4). The exceptions may only become fewer.</summary>
public partial class TidyTests
{
    private const int PatienceMs = 10_000;

    private const int LinesMax = 400;
    private const int ColumnsMax = 120;
    private const int MethodLinesMax = 70;

    private static readonly string[] Exceptions =
    [
        "Supervision.Bench/results/journal.md columns",
    ];

    [Fact]
    public void Source_OfEveryFile_IsWithinItsMeasuresExceptWhereListed()
    {
        var broken = RepositoryFiles.Ending(".cs", ".razor", ".js", ".css", ".md").SelectMany(Faults).ToArray();
        RepositoryFiles.AssertNone(broken
            .Where(fault => !Exceptions.Contains(fault.Key)).Select(fault => $"{fault.Key}: {fault.Detail}"));
        RepositoryFiles.AssertNone(Exceptions
            .Except(broken.Select(fault => fault.Key)).Select(key => $"{key} need not be listed"));
    }

    [Fact]
    public void Source_OfTheProduct_HasNothingUnfinished()
    {
        var unfinished =
            from file in RepositoryFiles.Ending(".cs", ".razor", ".js", ".css")
            where RepositoryFiles.Product.Contains(file.Project)
            from match in Unfinished().Matches(file.Text)
            select $"{file.Name}: {match.Value}";
        RepositoryFiles.AssertNone(unfinished);
    }

    [Fact]
    public void Tests_AreSkippedForAReasonFoundAtRunTimeOnly() =>
        RepositoryFiles.AssertNone(RepositoryFiles.Ending(".cs")
            .Where(file => Skipped().IsMatch(file.Text)).Select(file => file.Name));

    private static IEnumerable<(string Key, string Detail)> Faults(RepositoryFile file)
    {
        var lines = file.Lines;
        var isCode = file.Name.EndsWith(".cs", StringComparison.Ordinal);
        if (lines.Length > LinesMax && (isCode || file.Name.EndsWith(".razor", StringComparison.Ordinal)))
        {
            yield return ($"{file.Name} lines", $"{lines.Length}");
        }

        var wide = Enumerable.Range(1, lines.Length).Where(number => lines[number - 1].Length > ColumnsMax).ToArray();
        if (wide.Length > 0)
        {
            yield return ($"{file.Name} columns", $"in lines {string.Join(", ", wide)}");
        }

        var longest = isCode ? Blocks(lines).DefaultIfEmpty().MaxBy(block => block.Length) : default;
        if (longest.Length > MethodLinesMax)
        {
            yield return ($"{file.Name} method", $"{longest.Length} lines from line {longest.Line}");
        }
    }

    /// <summary>
    /// Every block whose braces stand alone on their lines, as the formatter leaves them, and that is no type and no
    /// table of values: a method is at least as long as what is inside it.
    /// </summary>
    private static IEnumerable<(int Line, int Length)> Blocks(string[] lines)
    {
        for (var open = 1; open < lines.Length; open++)
        {
            if (lines[open].Trim() != "{" || IsType(lines, open) || Table().IsMatch(lines[open - 1]))
            {
                continue;
            }

            var indent = lines[open][..lines[open].IndexOf('{', StringComparison.Ordinal)];
            var close = Array.FindIndex(lines, open, line => line.StartsWith(indent + "}", StringComparison.Ordinal));
            yield return (open + 1, close - open + 1);
        }
    }

    private static bool IsType(string[] lines, int open)
    {
        var header = lines.Take(open).Reverse().Select(line => line.Trim())
            .TakeWhile(line => line.Length > 0 && line[^1] is not (';' or '}' or '{'));
        return header.Any(line => TypeHeader().IsMatch(line));
    }

    [GeneratedRegex(@"^([a-z]+ )*(class|record|struct|interface|enum) ", RegexOptions.ExplicitCapture, PatienceMs)]
    private static partial Regex TypeHeader();

    [GeneratedRegex(@"\bnew(\(\)|\b[^;{]*)$", RegexOptions.ExplicitCapture, PatienceMs)]
    private static partial Regex Table();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException", RegexOptions.ExplicitCapture, PatienceMs)]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\bSkip\s*=\s*""", RegexOptions.ExplicitCapture, PatienceMs)]
    private static partial Regex Skipped();
}
