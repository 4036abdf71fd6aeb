using System.Collections.Immutable;
using System.Diagnostics;
using Supervision.Core.Entities;

namespace Supervision.Core.Orders;

/// <summary>Begin a reaction; the first time counts.</summary>
/// <param name="After">Sequence of the last entry that it leaves alone; 0 for none.</param>
public sealed record BeginReaction(long After) : Command;

/// <summary>A reaction was switched on: what came before is history, and nobody is asked about it.</summary>
/// <param name="After">Sequence of the last entry that it leaves alone; 0 for none.</param>
/// <param name="At">When.</param>
public sealed record ReactionBegan(long After, DateTimeOffset At) : DomainEvent;

/// <summary>Where in the journal a reaction began.</summary>
/// <param name="After">Sequence of the last entry that it leaves alone; null before it was switched on.</param>
public sealed record ReactionState(long? After) : EntityState;

/// <summary>
/// Keeps in the journal itself where a reaction began. Its position, a file, may be lost: the beginning may not, or an
/// installation of years would be asked about all of them.
/// </summary>
public sealed class ReactionDecider : IDecider
{
    /// <inheritdoc />
    public EntityState Initial(string key) => new ReactionState(After: null);

    /// <inheritdoc />
    public ImmutableArray<DomainEvent> Decide(
        EntityState state, EntityInput input, DecisionContext context) => input switch
        {
            Tick or Recompute => [],
            _ => throw new UnreachableException(input.GetType().Name),
        };

    /// <inheritdoc />
    public Decision Answer(EntityState state, Command command, DecisionContext context) => command switch
    {
        BeginReaction when ((ReactionState)state).After is not null => Decision.Of(),
        BeginReaction begin => Decision.Of(new ReactionBegan(begin.After, context.Now)),
        _ => Decision.Refused("command.unknown", "A reaction knows no such command.", "Begin it."),
    };

    /// <inheritdoc />
    public EntityState Evolve(EntityState state, DomainEvent @event) => @event switch
    {
        ReactionBegan e => (ReactionState)state with { After = e.After },
        _ => throw new UnreachableException(@event.GetType().Name),
    };

    /// <inheritdoc />
    public DateTimeOffset? NextDeadline(EntityState state) => null;
}
