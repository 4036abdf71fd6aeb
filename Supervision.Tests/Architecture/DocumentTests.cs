using System.CommandLine;
using System.Reflection;
using System.Text.RegularExpressions;
using Supervision.Ingest.Files;
using Supervision.Silo.Hosting;
using Supervision.Tests.Support;
using Supervision.Web;
using Supervision.Web.Commands;

namespace Supervision.Tests.Architecture;

/// <summary>What a document names exists: files, commands, options, settings.</summary>
public partial class DocumentTests
{
    private const int PatienceMs = 10_000;

    /// <summary>Options of the tools around us: dotnet, ASP.NET.</summary>
    private static readonly string[] ForeignOptions = ["--project", "--urls", "--help"];

    private static readonly RootCommand WebCommands = CommandLine.Create();
    private static readonly RootCommand IngestCommands = new() { ReplayCommand.Create(), VerifyDrawCommand.Create() };

    private static RepositoryFile[] Documents { get; } =
    [
        .. RepositoryFiles.Ending(".md").Where(file =>
            file.Name is "README.md" or "CONTRIBUTING.md" || file.Project == "docs"),
    ];

    [Fact]
    public void Path_NamedInADocument_Exists()
    {
        var named = Documents.SelectMany(document => PathsIn(document).Select(path => (document, path))).ToArray();
        Assert.NotEmpty(named);
        RepositoryFiles.AssertNone(named.Where(name => !Exists(name.document, name.path))
            .Select(name => $"{name.document.Name}: {name.path}"));
    }

    [Fact]
    public void Command_NamedInADocument_Exists()
    {
        var lines = Documents.SelectMany(document =>
            Invocation().Matches(document.Text).Select(match => (document, match))).ToArray();
        Assert.NotEmpty(lines);
        RepositoryFiles.AssertNone(
            from line in lines
            let root = line.match.Groups["project"].Value == "Supervision.Ingest" ? IngestCommands : WebCommands
            let fault = FaultOf(root, line.match.Groups["words"].Value)
            where fault is not null
            select $"{line.document.Name}: {fault}");
    }

    [Fact]
    public void Option_NamedInADocument_Exists()
    {
        var known = OptionsOf(WebCommands).Concat(OptionsOf(IngestCommands)).Concat(ForeignOptions).ToHashSet();
        var named = Documents.SelectMany(document =>
            Option().Matches(document.Text).Select(match => (document, match.Value))).ToArray();
        Assert.NotEmpty(named);
        RepositoryFiles.AssertNone(named
            .Where(name => !known.Contains(name.Value)).Select(name => $"{name.document.Name}: {name.Value}"));
    }

    [Fact]
    public void Setting_NamedInADocument_Exists()
    {
        var named = Documents.SelectMany(document =>
            Setting().Matches(document.Text).Select(match => (document, match.Groups["path"].Value))).ToArray();
        Assert.NotEmpty(named);
        RepositoryFiles.AssertNone(named
            .Where(name => !IsSetting(name.Value)).Select(name => $"{name.document.Name}: {name.Value}"));
    }

    private static IEnumerable<string> PathsIn(RepositoryFile document)
    {
        var prose = Fence().Replace(document.Text, "");
        var links = Link().Matches(prose).Select(match => match.Groups["path"].Value);
        var quoted = Quoted().Matches(prose).Select(match => match.Groups["path"].Value)
            .Where(text => text.Contains('/', StringComparison.Ordinal) && !IsOfTheWire(text));
        return links.Where(link => !link.Contains("://", StringComparison.Ordinal)).Concat(quoted);
    }

    /// <summary>Media types, addresses and patterns are written like paths.</summary>
    private static bool IsOfTheWire(string text) =>
        text.StartsWith('/') || text.StartsWith("application/", StringComparison.Ordinal)
        || text.AsSpan().IndexOfAny(" <>*{}:|") >= 0;

    /// <summary>Documents leave out the common prefix of projects and the ending of sources.</summary>
    private static bool Exists(RepositoryFile document, string path)
    {
        string[] places =
        [
            Path.Combine(document.Folder, path), Path.Combine(SharedFiles.Root, path),
            Path.Combine(SharedFiles.Root, "Supervision." + path),
        ];
        return places.Any(place => Path.Exists(place) || File.Exists(place + ".cs")) || IsOfTheDataFolder(path);
    }

    private static bool IsOfTheDataFolder(string path)
    {
        var folder = new DataFolder("data");
        var known = typeof(DataFolder).GetProperties().Where(property => property.PropertyType == typeof(string))
            .Select(property => (string)property.GetValue(folder)!);
        return known.Any(place => place == path.TrimEnd('/') || place == "data/" + path.TrimEnd('/'));
    }

    private static string? FaultOf(Command command, string words)
    {
        foreach (var token in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var word = token.Trim('[', ']');
            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                if (!command.Options.Select(option => option.Name).Concat(ForeignOptions).Contains(word))
                {
                    return $"'{command.Name}' has no option {word}";
                }
            }
            else if (command.Subcommands.FirstOrDefault(known => known.Name == word) is { } found)
            {
                command = found;
            }
            else if (command.Subcommands.Count > 0 && CommandName().IsMatch(word))
            {
                return $"'{command.Name}' has no command {word}";
            }
        }

        return null;
    }

    private static IEnumerable<string> OptionsOf(Command command) =>
        command.Options.Select(option => option.Name).Concat(command.Subcommands.SelectMany(OptionsOf));

    private static bool IsSetting(string path)
    {
        var type = typeof(WebOptions);
        foreach (var name in path.Split([":", "__"], StringSplitOptions.RemoveEmptyEntries))
        {
            var property = type.GetProperty(name, BindingFlags.Public | BindingFlags.Instance);
            if (property is null)
            {
                return false;
            }

            type = property.PropertyType;
        }

        return true;
    }

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline, PatienceMs)]
    private static partial Regex Fence();

    [GeneratedRegex(@"\]\((?<path>[^)#]+)\)", RegexOptions.ExplicitCapture, PatienceMs)]
    private static partial Regex Link();

    [GeneratedRegex(@"`(?<path>[^`\n]+)`", RegexOptions.ExplicitCapture, PatienceMs)]
    private static partial Regex Quoted();

    /// <summary>A run of one of our programs; in a table the program is ours and left out.</summary>
    [GeneratedRegex(
        @"(--project (?<project>Supervision\.(Web|Ingest))|`)\s?-- (?<words>[^`\n]+)",
        RegexOptions.ExplicitCapture, PatienceMs)]
    private static partial Regex Invocation();

    [GeneratedRegex(@"^[a-z-]+$", RegexOptions.ExplicitCapture, PatienceMs)]
    private static partial Regex CommandName();

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z-]+", RegexOptions.ExplicitCapture, PatienceMs)]
    private static partial Regex Option();

    [GeneratedRegex(@"Supervision(__|:)(?<path>\w+(:\w+)*)", RegexOptions.ExplicitCapture, PatienceMs)]
    private static partial Regex Setting();
}
