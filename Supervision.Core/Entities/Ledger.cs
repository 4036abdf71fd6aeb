using System.Collections.Immutable;
using System.Diagnostics;

namespace Supervision.Core.Entities;

/// <summary>Remembers of an entity no more than when it last spoke.</summary>
/// <param name="LastFactAt">Event time of the newest fact.</param>
/// <param name="Facts">Facts recorded.</param>
public sealed record LedgerState(DateTimeOffset? LastFactAt, long Facts) : EntityState;

/// <summary>
/// Records facts about entities that have no rules of their own, and kinds whose rules are loaded later, which then
/// read these facts from the journal.
/// </summary>
public sealed class LedgerDecider : IDecider
{
    /// <inheritdoc />
    public EntityState Initial(string key) => new LedgerState(null, 0);

    /// <inheritdoc />
    public ImmutableArray<DomainEvent> Decide(
        EntityState state, EntityInput input, DecisionContext context) => input switch
        {
            FactArrived arrived => [new FactRecorded(arrived.Fact, context.Now)],
            Tick or Recompute => [],
            _ => throw new UnreachableException(input.GetType().Name),
        };

    /// <inheritdoc />
    public EntityState Evolve(EntityState state, DomainEvent @event)
    {
        var current = (LedgerState)state;
        return @event is FactRecorded { Fact.OccurredAt: var at }
            ? current with
            {
                LastFactAt = current.LastFactAt is { } last && last > at ? last : at,
                Facts = current.Facts + 1,
            }
            : throw new UnreachableException(@event.GetType().Name);
    }

    /// <inheritdoc />
    public DateTimeOffset? NextDeadline(EntityState state) => null;
}
