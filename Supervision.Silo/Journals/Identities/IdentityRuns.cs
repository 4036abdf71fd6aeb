namespace Supervision.Silo.Journals.Identities;

/// <summary>The run files of a folder.</summary>
internal static class IdentityRuns
{
    /// <summary>
    /// Opens the runs that together cover the journal from its first entry on without a gap, and deletes the other
    /// files: damaged ones, those of another journal, those that a merge replaced. What they covered is read from the
    /// journal.
    /// </summary>
    public static List<IdentityRun> Load(string folder, IIdentitySource journal)
    {
        var kept = new List<IdentityRun>();
        var next = 1L;
        var widestFirst = Directory.GetFiles(folder, "identity-*").Select(path => (path, run: TryOpen(path)))
            .OrderBy(file => file.run?.Header.Range.From).ThenByDescending(file => file.run?.Header.Range.To).ToList();
        foreach (var (path, run) in widestFirst)
        {
            if (run?.Header.Range is { } range && range.From == next
                && journal.HashAt(range.To) is { } hash && range.Hash.Span.SequenceEqual(hash))
            {
                kept.Add(run);
                next = range.To + 1;
            }
            else
            {
                run?.Dispose();
                File.Delete(path);
            }
        }

        return kept;
    }

    private static IdentityRun? TryOpen(string path) =>
        path.EndsWith(IdentityRunWriter.DraftEnding, StringComparison.Ordinal) ? null : IdentityRun.Open(path);
}
