using Supervision.Core.Entities;

namespace Supervision.Silo.Runtime;

/// <summary>
/// One entity in memory: its state and its place in the journal. Owned by one shard or grain, never shared.
/// </summary>
public sealed class Entity(StreamId stream, EntityState state, long version, long lastSequence)
{
    /// <summary>Its stream.</summary>
    public StreamId Stream { get; } = stream;

    /// <summary>Fold of all its entries.</summary>
    public EntityState State { get; set; } = state;

    /// <summary>Entries in its stream.</summary>
    public long Version { get; set; } = version;

    /// <summary>Sequence of its newest entry; 0 when it has none.</summary>
    public long LastSequence { get; set; } = lastSequence;

    /// <summary>Whether the entity index does not know the newest state yet.</summary>
    public bool Dirty { get; set; }

    /// <summary>
    /// Whether it was used since the cache last looked for room: what was not used leaves memory first.
    /// </summary>
    public bool Used { get; set; }

    /// <summary>Whether it was loaded because it is due soon, and has not taken that turn.</summary>
    public bool DueSoon { get; set; }

    /// <summary>Whether it waits in the cache's line of those that may leave.</summary>
    public bool InLine { get; set; }

    /// <summary>When time alone changes it next.</summary>
    public DateTimeOffset? Deadline => Deciders.Of(Stream.Kind).NextDeadline(State);

    /// <summary>An entity nothing is known about.</summary>
    public static Entity New(StreamId stream) => new(stream, Deciders.Of(stream.Kind).Initial(stream.Key), 0, 0);

    /// <summary>What readers see.</summary>
    public Core.Ports.EntitySnapshot Snapshot() => new(Stream, State, Version, LastSequence);
}
