namespace Supervision.Silo.Storage;

/// <summary>A database that can be made anew from the journal, and is whenever it cannot be trusted.</summary>
internal static class DerivedFile
{
    private const string Distrusted = ".distrusted";

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
