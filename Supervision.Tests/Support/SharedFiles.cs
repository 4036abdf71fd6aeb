namespace Supervision.Tests.Support;

/// <summary>Files that stand beside the repository and are not part of it; tests that need one are skipped without it.</summary>
internal static class SharedFiles
{
    /// <summary>The path of a file under <c>../shared</c>; skips the test when it is absent.</summary>
    public static string Find(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Supervision.sln"))) folder = folder.Parent;
        var path = folder?.Parent is { } beside ? Path.Combine(beside.FullName, "shared", name) : name;
        Assert.SkipUnless(File.Exists(path), $"../shared/{name} is not there");
        return path;
    }
}
