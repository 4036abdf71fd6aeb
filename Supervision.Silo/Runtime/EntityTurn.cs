using System.Buffers;
using System.Collections.Immutable;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Ports;

namespace Supervision.Silo.Runtime;

/// <summary>
/// One turn of one entity: decide, encode for the journal, evolve. Both hosts run exactly this; they differ in how they
/// load an entity and how they append the turn.
/// </summary>
public sealed class EntityTurn(IRuleShelf rules, IEventCodec codec)
{
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? bodyOfThisThread;

    /// <summary>Decides an input.</summary>
    /// <param name="entity">The entity as loaded; not changed here.</param>
    /// <param name="input">What happened.</param>
    /// <param name="now">The host's clock, read once for this input.</param>
    /// <returns>What to append; null when nothing changes.</returns>
    public JournalTurn? Decide(Entity entity, EntityInput input, DateTimeOffset now)
    {
        var decider = Deciders.Of(entity.Stream.Kind);
        var events = rules.Find(entity.State.RulesVersion, now) is { } context
            ? decider.Decide(entity.State, input, context)
            : KeptInput.Of((CaseState)entity.State, input, now); // only cases are bound to a version
        if (events.IsEmpty)
        {
            return null;
        }

        var fact = (input as FactArrived)?.Fact;
        var occurredAt = fact?.OccurredAt ?? entity.Deadline ?? now;
        return TurnOf(entity, events, occurredAt, now, fact?.Identity ?? UInt128.Zero);
    }

    /// <summary>Carries out a command.</summary>
    /// <param name="entity">The entity as loaded; not changed here.</param>
    /// <param name="command">What is asked for.</param>
    /// <param name="now">The host's clock, read once for this command.</param>
    /// <returns>What to append, or the refusal; neither when it changes nothing.</returns>
    /// <exception cref="RuleBookMissingException">The entity's rule book cannot be used right now.</exception>
    public (JournalTurn? Turn, Refusal? Refusal) Answer(Entity entity, Command command, DateTimeOffset now)
    {
        var context = rules.ContextOf(entity.State.RulesVersion, now);
        var decision = Deciders.Of(entity.Stream.Kind).Answer(entity.State, command, context);
        return decision.Events.IsEmpty
            ? (null, decision.Refusal)
            : (TurnOf(entity, decision.Events, now, now, command.Identity), null);
    }

    private JournalTurn TurnOf(
        Entity entity, ImmutableArray<DomainEvent> events, DateTimeOffset occurredAt, DateTimeOffset now,
        UInt128 identity) => new(
            entity.Stream, entity.Version + 1, entity.LastSequence, occurredAt, now, identity, Encode(events), events);

    /// <summary>Whether the entity's rule book is there; without it inputs are kept and not decided.</summary>
    public bool CanDecide(Entity entity, DateTimeOffset now) => rules.Find(entity.State.RulesVersion, now) is not null;

    /// <summary>Exactly as many bytes as are needed: turns live on until every follower has seen them.</summary>
    private byte[] Encode(ImmutableArray<DomainEvent> events)
    {
        var body = bodyOfThisThread ??= new ArrayBufferWriter<byte>(4096);
        body.ResetWrittenCount();
        codec.Encode(events, body);
        return body.WrittenSpan.ToArray();
    }

    /// <summary>Takes an appended turn over into the entity.</summary>
    /// <param name="entity">The entity, at the version before the turn.</param>
    /// <param name="turn">The turn.</param>
    /// <param name="sequence">Its place in the journal.</param>
    public static void Apply(Entity entity, JournalTurn turn, long sequence)
    {
        if (turn.Version != entity.Version + 1)
        {
            throw new InvalidOperationException(
                $"{entity.Stream} is at version {entity.Version}, so version {turn.Version} cannot follow.");
        }

        entity.State = Fold(entity.Stream, entity.State, turn.Events);
        entity.Version = turn.Version;
        entity.LastSequence = sequence;
    }

    private static EntityState Fold(StreamId stream, EntityState state, ImmutableArray<DomainEvent> events)
    {
        var decider = Deciders.Of(stream.Kind);
        foreach (var @event in events)
        {
            state = decider.Evolve(state, @event);
        }

        return state;
    }
}
