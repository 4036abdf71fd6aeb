using System.Globalization;

namespace Supervision.Silo.Storage;

/// <summary>A database that can be made anew from the journal, and is whenever it cannot be trusted.</summary>
internal static class DerivedFile
{
    private const string Distrusted = ".distrusted";

    /// <summary>
    /// Settings of the writing connection. What is lost with the power is made anew, so commits need not wait for the
    /// disk. Rows are written by the ten thousand and mostly beside each other: larger pages make fewer writes of them.
    /// A file keeps the pages it was made with.
    /// </summary>
    public static string Settings(int cacheKilobytes) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        PRAGMA page_size=16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-{cacheKilobytes}
        """);

    /// <summary>Removes the database.</summary>
    public static void Delete(string path)
    {
        foreach (var suffix in (string[])["", "-wal", "-shm", Distrusted])
        {
            File.Delete(path + suffix);
        }
    }

    /// <summary>
    /// Notes that the database turned out to be damaged while in use: reading all of it at each start would find that
    /// earlier, and make every start slow.
    /// </summary>
    public static void Distrust(string path) => File.WriteAllText(path + Distrusted, "");

    /// <summary>Removes the database if the last run found it damaged.</summary>
    public static void DeleteIfDistrusted(string path)
    {
        if (File.Exists(path + Distrusted))
        {
            Delete(path);
        }
    }
}
