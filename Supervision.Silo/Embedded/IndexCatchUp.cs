using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Silo.Runtime;

namespace Supervision.Silo.Embedded;

/// <summary>
/// Brings an entity index that is far behind up to the journal before anything runs: after it was lost, or a first
/// start on a restored journal. In portions, so that memory stays bounded however long the journal is.
/// </summary>
internal sealed class IndexCatchUp(EntityIndex index, IJournal journal, int portionMax)
{
    private const int EntriesPerRead = 4096;

    /// <summary>Catches up until at most <paramref name="leave"/> entries are left for the shards to replay.</summary>
    public async Task RunAsync(int leave, CancellationToken cancellationToken)
    {
        if (journal.Head.Sequence - index.Position <= leave)
        {
            return;
        }

        using var reader = index.OpenReader();
        while (journal.Head.Sequence - index.Position > leave)
        {
            await TakePortionAsync(reader, cancellationToken);
        }
    }

    private async Task TakePortionAsync(EntityIndexReader reader, CancellationToken cancellationToken)
    {
        Dictionary<StreamId, Entity> portion = [];
        var position = index.Position;
        while (portion.Count < portionMax)
        {
            var entries = await journal.ReadAsync(position, EntriesPerRead, cancellationToken);
            if (entries.Count == 0)
            {
                break;
            }

            foreach (var entry in entries)
            {
                if (!portion.TryGetValue(entry.Turn.Stream, out var entity))
                {
                    portion.Add(entry.Turn.Stream, entity = reader.Load(entry.Turn.Stream));
                }

                if (entry.Turn.Version > entity.Version)
                {
                    EntityTurn.Apply(entity, entry.Turn, entry.Sequence);
                }
            }

            position = entries[^1].Sequence;
        }

        index.Save([.. portion.Values.Select(entity => entity.Snapshot())], position, DateTimeOffset.MinValue);
    }
}
