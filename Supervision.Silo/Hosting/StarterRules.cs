namespace Supervision.Silo.Hosting;

/// <summary>
/// The rule book of a first start: the law's limits, three general items, one hall. Meant to be edited.
/// </summary>
public static class StarterRules
{
    private const string Resource = "starter.rules.json";

    /// <summary>The administrator's rule book; written out first when there is none.</summary>
    public static string ReadOrWrite(string path)
    {
        if (!File.Exists(path))
        {
            File.WriteAllText(path, Text());
        }

        return File.ReadAllText(path);
    }

    private static string Text()
    {
        using var stream = typeof(StarterRules).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
