using System.Collections.Immutable;

namespace Supervision.Core.Entities;

/// <summary>
/// The rules of one kind of entity as the hosts see them. Pure and total: clocks, identities and I/O belong to the
/// host. Safe for concurrent use, as it holds no state.
/// </summary>
public interface IDecider
{
    /// <summary>The state of an entity nothing is known about yet.</summary>
    EntityState Initial(string key);

    /// <summary>Turns an input into the events that follow from it; none means nothing changes.</summary>
    ImmutableArray<DomainEvent> Decide(EntityState state, EntityInput input, DecisionContext context);

    /// <summary>Carries a command out or refuses it; a kind that takes no commands refuses every one.</summary>
    Decision Answer(EntityState state, Command command, DecisionContext context) => Decision.Refused(
        "command.unknown", $"Nothing of this kind can be asked to {command.GetType().Name}.", "Ask something else.");

    /// <summary>Applies one event. Never fails, never reads a clock: replay gives the same state for ever.</summary>
    EntityState Evolve(EntityState state, DomainEvent @event);

    /// <summary>
    /// The first instant at which a tick would change something; null when none would.
    /// After a tick at t this is later than t.
    /// </summary>
    DateTimeOffset? NextDeadline(EntityState state);
}
