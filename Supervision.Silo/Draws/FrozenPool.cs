using System.Collections.Immutable;
using Supervision.Core.Draws;

namespace Supervision.Silo.Draws;

/// <summary>
/// A pool as it lies in the store, known to be what was frozen. Its objects, of which there may be a million, are read
/// one by one whenever they are asked for, or taken as the bytes they are. Safe for concurrent use.
/// </summary>
/// <param name="path">File of the objects.</param>
/// <param name="inspectors">The inspectors.</param>
public sealed class FrozenPool(string path, ImmutableArray<Inspector> inspectors)
{
    /// <summary>The inspectors, in the order of their ids.</summary>
    public ImmutableArray<Inspector> Inspectors { get; } = inspectors;

    /// <summary>The objects in the order of their ids; the file is read anew each time.</summary>
    public IEnumerable<PoolObject> Objects
    {
        get
        {
            using var file = File.OpenRead(path);
            foreach (var one in JsonElements.Read(file, new PoolReader().Object))
            {
                yield return one;
            }
        }
    }

    /// <summary>All of it in memory.</summary>
    public DrawPool Whole() => new([.. Objects], Inspectors);

    /// <summary>Writes the record of a draw: what surrounds the objects, and between it their file.</summary>
    /// <param name="record">Its pool has no objects.</param>
    /// <param name="output">Takes the record.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task WriteRecordAsync(DrawRecord record, Stream output, CancellationToken cancellationToken)
    {
        var (before, after) = record.AroundObjects();
        await output.WriteAsync(before, cancellationToken);
        await using (var file = File.OpenRead(path))
        {
            await file.CopyToAsync(output, cancellationToken);
        }

        await output.WriteAsync(after, cancellationToken);
    }
}
