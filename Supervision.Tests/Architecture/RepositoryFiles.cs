using Supervision.Tests.Support;

namespace Supervision.Tests.Architecture;

/// <summary>The repository's files as they lie on disk, without what is built or fetched.</summary>
internal static class RepositoryFiles
{
    public static readonly string[] Product =
        ["Supervision.Core", "Supervision.Silo", "Supervision.Ingest", "Supervision.Web"];

    private static readonly string[] Projects = [.. Product, "Supervision.Tests", "Supervision.Bench"];
    private static readonly string[] Built = ["bin", "obj", "node_modules", "TestResults", "holiday-cn"];

    private static readonly Lazy<RepositoryFile[]> Found = new(() =>
    [
        .. Directory.EnumerateFiles(SharedFiles.Root).Where(path => path.EndsWith(".md", StringComparison.Ordinal))
            .Concat(Projects.Append("docs").SelectMany(folder => Under(Path.Combine(SharedFiles.Root, folder))))
            .Select(path => new RepositoryFile(path)),
    ]);

    /// <summary>Files whose names end in one of these.</summary>
    public static IEnumerable<RepositoryFile> Ending(params string[] endings) =>
        Found.Value.Where(file => endings.Any(ending => file.Name.EndsWith(ending, StringComparison.Ordinal)));

    /// <summary>C# and Razor of the product itself.</summary>
    public static IEnumerable<RepositoryFile> ProductSources() =>
        Ending(".cs", ".razor").Where(file => Product.Contains(file.Project));

    /// <summary>Fails with every fault, as a list cut short by an assertion helps nobody.</summary>
    public static void AssertNone(IEnumerable<string> faults)
    {
        var all = string.Join(Environment.NewLine, faults);
        Assert.True(all.Length == 0, all);
    }

    private static IEnumerable<string> Under(string folder)
    {
        if (Built.Contains(Path.GetFileName(folder)) || folder.EndsWith("wwwroot/lib", StringComparison.Ordinal))
        {
            return [];
        }

        return Directory.EnumerateFiles(folder).Concat(Directory.EnumerateDirectories(folder).SelectMany(Under));
    }
}

/// <summary>One file.</summary>
internal sealed class RepositoryFile(string path)
{
    private readonly Lazy<string> text = new(() => File.ReadAllText(path));

    /// <summary>Its path below the root, with slashes.</summary>
    public string Name { get; } = Path.GetRelativePath(SharedFiles.Root, path).Replace('\\', '/');

    public string Folder => Path.GetDirectoryName(path)!;

    public string Project => Name.Split('/')[0];

    public string Text => text.Value;

    public string[] Lines => [.. Text.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd('\r'))];
}
