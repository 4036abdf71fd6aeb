namespace Supervision.Tests.Support;

/// <summary>
/// Files handed to the project beside the repository (<c>../shared</c>); a stranger's clone has none.
/// </summary>
internal static class SharedFiles
{
    /// <summary>
    /// The full path of <paramref name="relative"/>; skips the running test when there is no such file.
    /// </summary>
    public static string Require(string relative)
    {
        var path = Find(relative);
        if (path is null) Assert.Skip($"../shared/{relative} is not beside the repository");
        return path;
    }

    private static string? Find(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "Supervision.sln"))) continue;
            var path = Path.Combine(folder.FullName, "..", "shared", relative);
            return File.Exists(path) ? Path.GetFullPath(path) : null;
        }

        return null;
    }
}
