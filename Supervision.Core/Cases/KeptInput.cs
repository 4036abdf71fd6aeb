using System.Collections.Immutable;
using System.Diagnostics;
using Supervision.Core.Entities;

namespace Supervision.Core.Cases;

/// <summary>
/// What is kept of an input while the rule book its case lives under is missing: the fact, and that the case is due.
/// Because a case is a reading of all its facts, the first tick under the restored book decides everything.
/// </summary>
public static class KeptInput
{
    /// <summary>The events that keep an input; none when the case is due already and nothing is to be kept.</summary>
    /// <param name="state">The case.</param>
    /// <param name="input">What happened.</param>
    /// <param name="now">The engine's now.</param>
    public static ImmutableArray<DomainEvent> Of(CaseState state, EntityInput input, DateTimeOffset now)
    {
        ImmutableArray<DomainEvent> due = state.Deadline <= now ? [] : [new DeadlineSet(now)];
        return input switch
        {
            FactArrived arrived => [new FactRecorded(arrived.Fact, now), .. due],
            Recompute => due,
            Tick => [],
            _ => throw new UnreachableException(input.GetType().Name),
        };
    }
}
