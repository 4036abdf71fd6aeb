using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Silo.Runtime;

namespace Supervision.Silo.Embedded;

/// <summary>
/// The entities a shard has in memory: those whose newest state the index does not know yet, those loaded because they
/// are due soon, and as many of the others as fit. Owned by one shard.
/// </summary>
internal sealed class EntityCache(
    Func<StreamId, bool> isMine, IJournal journal, EntityIndex index, EntityIndexReader reader, int capacity)
    : IDisposable
{
    private const int EntriesPerRead = 4096;

    private readonly Dictionary<StreamId, Entity> entities = [];
    private readonly Dictionary<StreamId, Entity> dirty = [];

    /// <summary>Those that may leave, and some that became dirty or due since they were put in.</summary>
    private readonly Queue<Entity> line = new();

    /// <summary>Entities the index does not know the newest state of.</summary>
    public int DirtyCount { get; private set; }

    /// <summary>Sequence of the newest turn taken here; 0 when there was none.</summary>
    public long LastSequence { get; private set; }

    /// <summary>The entity, from memory or the index; a new one when nothing is known.</summary>
    public Entity Get(StreamId stream)
    {
        if (!entities.TryGetValue(stream, out var entity))
        {
            MakeRoom();
            entity = reader.Load(stream);
            entities.Add(stream, entity);
            MayLeave(entity);
        }

        entity.Used = true;
        return entity;
    }

    /// <summary>The entity for a reader, which does not keep it in memory.</summary>
    public Entity Peek(StreamId stream) => entities.TryGetValue(stream, out var entity) ? entity : reader.Load(stream);

    /// <summary>The entity took a turn.</summary>
    public void Changed(Entity entity)
    {
        LastSequence = entity.LastSequence;
        entity.DueSoon = false;
        if (!entity.Dirty)
        {
            entity.Dirty = true;
            dirty.Add(entity.Stream, entity);
            DirtyCount = dirty.Count;
        }
    }

    /// <summary>Hands over every dirty entity; they stay dirty until saved.</summary>
    public void Capture(List<EntitySnapshot> captured)
    {
        foreach (var entity in dirty.Values)
        {
            captured.Add(entity.Snapshot());
        }
    }

    /// <summary>The index knows these versions now.</summary>
    public void MarkSaved(IReadOnlyList<EntitySnapshot> saved)
    {
        foreach (var snapshot in saved)
        {
            if (dirty.TryGetValue(snapshot.Stream, out var entity) && entity.Version == snapshot.Version)
            {
                entity.Dirty = false;
                dirty.Remove(snapshot.Stream);
                MayLeave(entity);
            }
        }

        DirtyCount = dirty.Count;
    }

    /// <summary>Every deadline in a range, of entities in the index and of dirty ones.</summary>
    public void ForEachDue(DateTimeOffset from, DateTimeOffset to, Action<StreamId, DateTimeOffset> found)
    {
        reader.ForEachDue(from, to, (stream, at) =>
        {
            if (isMine(stream) && !dirty.ContainsKey(stream))
            {
                found(stream, at);
            }
        });

        foreach (var entity in dirty.Values)
        {
            if (entity.Deadline is { } deadline && deadline >= from && deadline < to)
            {
                found(entity.Stream, deadline);
            }
        }
    }

    /// <summary>
    /// Loads entities by deadline, as the index knows it; they stay until their next turn. Otherwise, of a few more
    /// than fit, each would push out one that is due a moment later, and all would be loaded twice.
    /// </summary>
    /// <param name="after">Deadline and stream of the last one loaded, exclusive.</param>
    /// <param name="to">Deadline, exclusive.</param>
    /// <param name="most">How many are looked at.</param>
    /// <returns>How many were looked at, and the last of them.</returns>
    public (int Count, (DateTimeOffset At, string Stream) Last) LoadDue(
        (DateTimeOffset At, string Stream) after, DateTimeOffset to, int most)
    {
        var page = reader.DueAfter(after, to, most);
        foreach (var (_, name) in page)
        {
            var stream = StreamId.Parse(name);
            if (isMine(stream))
            {
                Get(stream).DueSoon = true;
            }
        }

        return (page.Count, page is [.., var last] ? last : after);
    }

    /// <summary>Forgets everything and reads from the journal what the index does not know.</summary>
    public async ValueTask RecoverAsync()
    {
        entities.Clear();
        dirty.Clear();
        LastSequence = 0; // of a turn that may be lost: whoever waited for it would wait for ever
        line.Clear();
        var position = index.Position;
        while (true)
        {
            var entries = await journal.ReadAsync(position, EntriesPerRead, CancellationToken.None);
            if (entries.Count == 0)
            {
                break;
            }

            foreach (var entry in entries)
            {
                position = entry.Sequence;
                if (isMine(entry.Turn.Stream))
                {
                    Redo(entry);
                }
            }
        }

        DirtyCount = dirty.Count;
    }

    /// <summary>Takes over a durable entry, unless the index knew it; returns when the entity is due now.</summary>
    public DateTimeOffset? Redo(JournalEntry entry)
    {
        var entity = Get(entry.Turn.Stream);
        if (entry.Turn.Version > entity.Version)
        {
            EntityTurn.Apply(entity, entry.Turn, entry.Sequence);
            Changed(entity);
        }

        return entity.Deadline;
    }

    /// <summary>
    /// Lets clean entities go until there is room for one more. Whoever was used since the last look gets another
    /// round, so a look costs no more than the uses that came before it. Dirty and due ones stay whatever the capacity.
    /// </summary>
    private void MakeRoom()
    {
        while (entities.Count >= capacity && line.TryDequeue(out var entity))
        {
            entity.InLine = false;
            if (entity.Dirty || entity.DueSoon)
            {
                continue; // back in line once its next turn is saved
            }

            if (entity.Used)
            {
                entity.Used = false;
                MayLeave(entity);
            }
            else
            {
                entities.Remove(entity.Stream);
            }
        }
    }

    private void MayLeave(Entity entity)
    {
        if (!entity.InLine)
        {
            entity.InLine = true;
            line.Enqueue(entity);
        }
    }

    /// <inheritdoc />
    public void Dispose() => reader.Dispose();
}
