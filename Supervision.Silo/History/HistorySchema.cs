using System.Collections.Immutable;
using System.Globalization;

namespace Supervision.Silo.History;

/// <summary>
/// The schema of the history store, one step for each version; a step that was taken is never changed.
/// </summary>
public static class HistorySchema
{
    private const string Prefix = "history.";

    /// <summary>Creates the table that says which steps were taken; harmless where it exists.</summary>
    public const string Versions =
        "CREATE TABLE IF NOT EXISTS schema_versions (version UInt32) ENGINE = MergeTree ORDER BY version "
        + "SETTINGS fsync_after_insert = 1, fsync_part_directory = 1";

    /// <summary>Every step in order, as statements that may be run twice.</summary>
    public static ImmutableArray<(int Version, ImmutableArray<string> Statements)> Steps { get; } =
    [
        .. typeof(HistorySchema).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => (
                int.Parse(name.AsSpan(Prefix.Length, 4), NumberStyles.None, CultureInfo.InvariantCulture), Read(name)))
            .OrderBy(step => step.Item1),
    ];

    /// <summary>The version this program writes.</summary>
    public static int Newest => Steps[^1].Version;

    private static ImmutableArray<string> Read(string name)
    {
        using var stream = typeof(HistorySchema).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        var options = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        return [.. reader.ReadToEnd().ReplaceLineEndings("\n").Split(";\n", options)];
    }
}
