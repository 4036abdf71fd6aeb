using System.Collections.Immutable;

namespace Supervision.Core.Entities;

/// <summary>
/// A decision in the making: every event is applied at once, so that what is decided next sees it.
/// </summary>
/// <param name="decider">Whose events they are.</param>
/// <param name="state">The state before.</param>
internal sealed class Draft<TState>(IDecider decider, TState state)
    where TState : EntityState
{
    private readonly ImmutableArray<DomainEvent>.Builder events = ImmutableArray.CreateBuilder<DomainEvent>(4);

    /// <summary>The state after the events so far.</summary>
    public TState State { get; private set; } = state;

    /// <summary>Adds an event.</summary>
    public void Add(DomainEvent @event)
    {
        events.Add(@event);
        State = (TState)decider.Evolve(State, @event);
    }

    /// <summary>What was decided.</summary>
    public ImmutableArray<DomainEvent> Take() => events.DrainToImmutable();
}
