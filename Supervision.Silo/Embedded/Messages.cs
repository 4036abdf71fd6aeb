using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Ports;

namespace Supervision.Silo.Embedded;

/// <summary>What a shard can be asked. Each message completes its own task when the shard has dealt with it.</summary>
internal abstract class Message : TaskCompletionSource
{
    protected Message() : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
    }
}

/// <summary>A deadline has come.</summary>
internal sealed class Wake : Message;

/// <summary>Look again at the entities that wait for their rule book.</summary>
internal sealed class RetryWaiting : Message;

/// <summary>A fact on its way to its entity.</summary>
internal readonly record struct AddressedFact(Fact Fact, StreamId Stream, UInt128 Identity);

/// <summary>Decide these facts, in order. Completes when all are queued for commit; not yet durable.</summary>
internal sealed class DecideFacts(List<AddressedFact> facts, Task durable) : Message
{
    public List<AddressedFact> Facts { get; } = facts;

    /// <summary>The batch's own durability, which claims are tied to.</summary>
    public Task Durable { get; } = durable;

    public List<UInt128> Claimed { get; } = [];

    /// <summary>
    /// Batches that hold identities this one asked for; their durability decides whether they were duplicates.
    /// </summary>
    public List<Task> Earlier { get; } = [];

    public int Duplicates { get; set; }

    public long LastSequence { get; set; }

    public int Epoch { get; set; }
}

/// <summary>
/// Carry out this command. Completes when what follows is queued for commit, or with a refusal; not yet durable.
/// </summary>
internal sealed class AnswerCommand(StreamId stream, Command command, Task durable) : Message
{
    public StreamId Stream { get; } = stream;

    public Command Command { get; } = command;

    public UInt128 Identity { get; } = command.Identity;

    /// <summary>The command's own durability, which its claim is tied to.</summary>
    public Task Durable { get; } = durable;

    public List<UInt128> Claimed { get; } = [];

    /// <summary>Another sending of it that is under way; its durability decides whether this one is known.</summary>
    public Task? Earlier { get; set; }

    public Refusal? Refusal { get; set; }

    public long LastSequence { get; set; }

    public int Epoch { get; set; }
}

/// <summary>Read one entity.</summary>
internal sealed class ReadEntity(StreamId stream) : Message
{
    public StreamId Stream { get; } = stream;

    public EntitySnapshot? Found { get; set; }

    public int Epoch { get; set; }
}

/// <summary>Replay: move the watermark and decide what it passes.</summary>
internal sealed class AdvanceClock(DateTimeOffset now) : Message
{
    public DateTimeOffset Now { get; } = now;

    public long LastSequence { get; set; }

    public int Epoch { get; set; }
}

/// <summary>Hand over every entity the index does not know yet.</summary>
internal sealed class CaptureDirty : Message
{
    public List<EntitySnapshot> Entities { get; } = [];

    /// <summary>The shard's now: what it captured is decided up to here.</summary>
    public DateTimeOffset Now { get; set; }

    public int Epoch { get; set; }
}

/// <summary>The index knows these now.</summary>
internal sealed class MarkSaved(IReadOnlyList<EntitySnapshot> entities) : Message
{
    public IReadOnlyList<EntitySnapshot> Entities { get; } = entities;
}

/// <summary>Hold deadlines up to a later horizon.</summary>
internal sealed class ExtendHorizon(DateTimeOffset horizon) : Message
{
    public DateTimeOffset Horizon { get; } = horizon;
}

/// <summary>Tell every open entity that rules or calendar changed.</summary>
internal sealed class RecomputeEntities(IReadOnlyList<StreamId> streams, string reason) : Message
{
    public IReadOnlyList<StreamId> Streams { get; } = streams;

    public string Reason { get; } = reason;

    public long LastSequence { get; set; }

    public int Epoch { get; set; }
}
