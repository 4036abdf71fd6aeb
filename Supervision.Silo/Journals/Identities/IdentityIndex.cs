using System.Collections.Immutable;
using Supervision.Core.Ports;

namespace Supervision.Silo.Journals.Identities;

/// <summary>How the index reads the journal it is derived from.</summary>
internal interface IIdentitySource
{
    /// <summary>Chain hash of an entry; null when there is no such entry.</summary>
    byte[]? HashAt(long sequence);

    /// <summary>
    /// Gives sequence and identity of each entry after a position, in order; zero for entries without one.
    /// </summary>
    void Read(long afterSequence, Action<long, UInt128> visit);
}

/// <summary>
/// Which facts the journal holds, exactly, for ever, in bounded memory: the newest identities in a table, all older
/// ones in sorted files that are merged in the background. One writer; any thread may ask.
/// </summary>
internal sealed class IdentityIndex : IDisposable
{
    private const int SealedMax = 4;
    private readonly Lock changing = new();
    private readonly string folder;
    private readonly SqliteJournalOptions options;
    private volatile Layers layers = new(new IdentityTable(), [], []);
    private Task maintenance = Task.CompletedTask;
    private long newestFrom = 1;
    private volatile Exception? fault;
    private bool disposed;

    private IdentityIndex(string folder, SqliteJournalOptions options)
    {
        this.folder = folder;
        this.options = options;
    }

    /// <summary>Why identities stay in memory instead of moving to files; null while all is well.</summary>
    public Exception? Fault => fault;

    /// <summary>Ranges of the files in use, oldest first.</summary>
    public IReadOnlyList<IdentityRange> Ranges => [.. layers.Runs.Select(run => run.Header.Range)];

    /// <summary>
    /// Opens the index of a journal: takes the files that fit it, drops the others, reads the rest again.
    /// </summary>
    public static IdentityIndex Open(string folder, SqliteJournalOptions options, IIdentitySource journal)
    {
        var index = new IdentityIndex(folder, options);
        Directory.CreateDirectory(folder);
        var runs = IdentityRuns.Load(folder, journal);
        index.layers = new(new IdentityTable(), [], [.. runs]);
        index.newestFrom = runs.Count == 0 ? 1 : runs[^1].Header.Range.To + 1;
        journal.Read(index.newestFrom - 1, (sequence, identity) =>
        {
            index.Add(identity);
            if (index.IsDue(sequence))
                index.SealAndWait(new(index.newestFrom, sequence, journal.HashAt(sequence)));
        });
        lock (index.changing)
            index.StartMaintenance(); // what a stop interrupted

        return index;
    }

    /// <summary>Whether an identity was added, ever. For any thread.</summary>
    public bool Knows(UInt128 identity)
    {
        while (true)
        {
            var current = layers;
            try
            {
                return current.Contains(identity);
            }
            catch (ObjectDisposedException) when (current != layers)
            {
                // A merge replaced a file between the two reads; the new layers hold its keys.
            }
        }
    }

    /// <summary>Adds an identity that is durable now; zero means none. For the one writer.</summary>
    public void Add(UInt128 identity)
    {
        if (identity != UInt128.Zero)
            layers.Newest.Add(identity);
    }

    /// <summary>Says that everything up to here was added, so that it may move to a file. For the one writer.</summary>
    public void Covered(JournalHead head)
    {
        if (IsDue(head.Sequence) && layers.Sealed.Length < SealedMax)
            Seal(new(newestFrom, head.Sequence, head.Hash));
    }

    public void Dispose()
    {
        lock (changing)
            disposed = true;

        Wait();
        foreach (var run in layers.Runs)
            run.Dispose();
    }

    /// <summary>Waits until the background work at hand is done.</summary>
    public void Wait() => maintenance.GetAwaiter().GetResult();

    private bool IsDue(long sequence) => layers.Newest.Count >= options.IdentitiesInMemoryMax
        || sequence - newestFrom >= 16L * options.IdentitiesInMemoryMax; // entries without a fact make a start slow too

    private void SealAndWait(IdentityRange range)
    {
        Seal(range);
        if (layers.Sealed.Length > 1)
            Wait();
    }

    private void Seal(IdentityRange range)
    {
        lock (changing)
        {
            var current = layers;
            var full = new SealedTable(current.Newest, range);
            layers = current with { Newest = new IdentityTable(), Sealed = current.Sealed.Add(full) };
            newestFrom = range.To + 1;
            StartMaintenance();
        }
    }

    private void StartMaintenance()
    {
        if (maintenance.IsCompleted && !disposed)
            maintenance = Task.Run(Maintain);
    }

    /// <summary>Moves sealed tables to files and merges files until nothing is left to do or something fails.</summary>
    private void Maintain()
    {
        try
        {
            while (WriteOldestSealed() || (!disposed && MergeOnce()))
            {
            }

            fault = null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            fault = failure; // the tables stay in memory; the next seal tries again
        }
    }

    private bool WriteOldestSealed()
    {
        if (layers.Sealed is not [var oldest, ..])
            return false;

        var keys = oldest.Table.ToSortedArray();
        var run = IdentityRunWriter.Write(folder, oldest.Range, keys.Length, keys);
        lock (changing)
            layers = layers with { Sealed = layers.Sealed.RemoveAt(0), Runs = layers.Runs.Add(run) };

        return true;
    }

    private bool MergeOnce()
    {
        var runs = layers.Runs;
        var start = IdentityMerge.Choose(runs, options.IdentitiesInMemoryMax, options.IdentityMergeFactor);
        if (start < 0)
            return false;

        var merged = runs[start..];
        var count = merged.Sum(run => run.Header.Count);
        var whole = IdentityRunWriter.Write(folder, IdentityMerge.Join(merged), count, IdentityMerge.Keys(merged));
        lock (changing)
            layers = layers with { Runs = [.. runs[..start], whole] };

        foreach (var run in merged)
        {
            run.Dispose();
            File.Delete(run.Path);
        }

        return true;
    }

    private sealed record SealedTable(IdentityTable Table, IdentityRange Range);

    /// <summary>Everything the index consists of at one moment; replaced as a whole.</summary>
    private sealed record Layers(
        IdentityTable Newest, ImmutableArray<SealedTable> Sealed, ImmutableArray<IdentityRun> Runs)
    {
        public bool Contains(UInt128 identity)
        {
            if (Newest.Contains(identity))
                return true;

            foreach (var table in Sealed)
            {
                if (table.Table.Contains(identity))
                    return true;
            }

            for (var run = Runs.Length - 1; run >= 0; run--)
            {
                if (Runs[run].Contains(identity))
                    return true;
            }

            return false;
        }
    }
}
