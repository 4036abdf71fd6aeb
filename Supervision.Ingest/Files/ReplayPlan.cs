namespace Supervision.Ingest.Files;

/// <summary>The facts of a file in the order in which they are sent.</summary>
/// <param name="Lines">The facts.</param>
/// <param name="MapName">The map that made them; null for facts that needed none.</param>
/// <param name="Skipped">What could not become a fact; the first hundred, spelled out.</param>
/// <param name="SkippedTotal">All that could not become a fact.</param>
public sealed record ReplayPlan(
    IReadOnlyList<FactLine> Lines, string? MapName, IReadOnlyList<string> Skipped, long SkippedTotal)
{
    private const int SkippedToldMax = 100;

    /// <summary>Reads a whole file and puts it in order; memory is about 100 bytes above each fact's JSON.</summary>
    /// <param name="file">The file.</param>
    /// <param name="map">The map, or null to choose one of the shipped maps.</param>
    /// <param name="order">The order.</param>
    /// <exception cref="UnreadableFileException">The file is broken, or no shipped map fits it.</exception>
    public static ReplayPlan Make(LogFile file, FactMap? map, ReplayOrder order)
    {
        var skipped = new List<string>();
        var skippedTotal = 0L;
        List<FactLine> lines;
        if (file.IsFacts)
        {
            lines = [.. file.Lines()];
        }
        else
        {
            map ??= Choose(file);
            var composer = new FactComposer(map, "/files/" + Uri.EscapeDataString(file.Name))
            {
                Skipped = reason =>
                {
                    skippedTotal++;
                    if (skipped.Count < SkippedToldMax) skipped.Add(reason);
                },
            };
            lines = [.. file.Records().SelectMany(composer.Compose)];
        }

        return new ReplayPlan(order.Apply(lines), map?.Name, skipped, skippedTotal);
    }

    private static FactMap Choose(LogFile file)
    {
        var first = file.Records().Take(MapShelf.RecordsLookedAt).ToList();
        if (MapShelf.Match(first) is { } map) return map;
        var names = first.SelectMany(record => record.Attributes.Keys).Distinct(StringComparer.Ordinal);
        var eventNames = first.SelectMany(record => record.Events).SelectMany(entry => entry.Keys)
            .Distinct(StringComparer.Ordinal);
        throw new UnreadableFileException(
            $"No shipped map fits: the file has [{string.Join(", ", names)}]"
            + $" and, in its events, [{string.Join(", ", eventNames)}]."
            + $" Write a map (docs/feeds.md, \"Maps\") and give it with --map, or name a shipped one:"
            + $" {string.Join(", ", MapShelf.All.Select(shipped => shipped.Name))}.");
    }
}

/// <summary>The order in which facts are sent.</summary>
/// <param name="Kind">By what.</param>
/// <param name="Seed">Seed of a shuffle.</param>
public sealed record ReplayOrder(ReplayOrderKind Kind, int Seed = 0)
{
    /// <summary>Reads <c>event-time</c>, <c>file</c> or <c>shuffle:SEED</c>; null when it is none of these.</summary>
    public static ReplayOrder? Parse(string text) => text switch
    {
        "event-time" => new ReplayOrder(ReplayOrderKind.EventTime),
        "file" => new ReplayOrder(ReplayOrderKind.File),
        _ when text.StartsWith("shuffle:", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan("shuffle:".Length), null, out var seed) =>
                new ReplayOrder(ReplayOrderKind.Shuffle, seed),
        _ => null,
    };

    /// <summary>
    /// Puts lines in order, in place. Equal instants keep the order of the file; a seed gives the same shuffle for
    /// ever.
    /// </summary>
    public IReadOnlyList<FactLine> Apply(List<FactLine> lines)
    {
        if (Kind == ReplayOrderKind.EventTime) return [.. lines.OrderBy(line => line.UtcTicks)]; // a stable sort
        if (Kind == ReplayOrderKind.Shuffle)
            new Random(Seed).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(lines));
        return lines;
    }
}

/// <summary>Kinds of order.</summary>
public enum ReplayOrderKind
{
    /// <summary>By event time.</summary>
    EventTime,
    /// <summary>As in the file.</summary>
    File,
    /// <summary>At random from a seed.</summary>
    Shuffle,
}
