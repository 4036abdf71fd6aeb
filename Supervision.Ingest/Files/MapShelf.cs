using System.Reflection;

namespace Supervision.Ingest.Files;

/// <summary>The maps that ship with the project, embedded from <c>Files/Maps/</c>.</summary>
public static class MapShelf
{
    /// <summary>Traces or rows that are looked at to recognise a log.</summary>
    public const int RecordsLookedAt = 100;

    private const string Prefix = "Supervision.Ingest.Files.Maps.";
    private const string Suffix = ".json";

    /// <summary>Every shipped map, in the order of their names.</summary>
    public static IReadOnlyList<FactMap> All { get; } = [.. Load()];

    /// <summary>The shipped map with this name, or null.</summary>
    public static FactMap? Find(string name) => All.FirstOrDefault(map => map.Name == name);

    /// <summary>
    /// The shipped map whose marks all occur among the first records of a log; of several the one with the most marks.
    /// Null when none fits.
    /// </summary>
    public static FactMap? Match(IReadOnlyCollection<LogRecord> records)
    {
        var traces = records.SelectMany(record => record.Attributes.Keys).ToHashSet(StringComparer.Ordinal);
        var events = records.SelectMany(record => record.Events).SelectMany(entry => entry.Keys)
            .ToHashSet(StringComparer.Ordinal);
        return All
            .Where(map => map.TraceMarks.Count + map.EventMarks.Count > 0)
            .Where(map => map.TraceMarks.All(traces.Contains) && map.EventMarks.All(events.Contains))
            .MaxBy(map => map.TraceMarks.Count + map.EventMarks.Count);
    }

    private static IEnumerable<FactMap> Load()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var resource in assembly.GetManifestResourceNames().Where(IsMap).Order(StringComparer.Ordinal))
        {
            using var stream = assembly.GetManifestResourceStream(resource)!;
            var utf8 = new byte[stream.Length];
            stream.ReadExactly(utf8);
            yield return FactMapFile.Read(resource[Prefix.Length..^Suffix.Length], utf8);
        }
    }

    private static bool IsMap(string resource) =>
        resource.StartsWith(Prefix, StringComparison.Ordinal) && resource.EndsWith(Suffix, StringComparison.Ordinal);
}
