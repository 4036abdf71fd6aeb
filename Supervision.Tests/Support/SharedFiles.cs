namespace Supervision.Tests.Support;

/// <summary>
/// Files that stand beside the repository and are not part of it; tests that need one are skipped without it.
/// </summary>
internal static class SharedFiles
{
    /// <summary>The repository: the nearest folder above the tests that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The path of a file under <c>../shared</c>; skips the test when it is absent.</summary>
    public static string Require(string name)
    {
        var path = Path.Combine(Root, "..", "shared", name);
        Assert.SkipUnless(File.Exists(path), $"../shared/{name} is not there");
        return path;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Supervision.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("No Supervision.sln above the tests.");
        return folder.FullName;
    }
}
