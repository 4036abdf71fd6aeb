using Supervision.Core.Entities;

namespace Supervision.Silo.Runtime;

/// <summary>One entity in memory: its state and its place in the journal. Owned by one shard or grain, never shared.</summary>
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

    /// <summary>When it was last used, in checkpoints; the oldest leave memory first.</summary>
    public long TouchedIn { get; set; }

    /// <summary>When time alone changes it next.</summary>
    public DateTimeOffset? Deadline => Deciders.Of(Stream.Kind).NextDeadline(State);

    /// <summary>An entity nothing is known about.</summary>
    public static Entity New(StreamId stream) => new(stream, Deciders.Of(stream.Kind).Initial(stream.Key), 0, 0);

    /// <summary>What readers see.</summary>
    public Core.Ports.EntitySnapshot Snapshot() => new(Stream, State, Version, LastSequence);
}
