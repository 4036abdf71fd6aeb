using System.Collections.Immutable;
using System.Diagnostics;
using Supervision.Core.Alerts;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Reading;

namespace Supervision.Core.Complaints;

/// <summary>
/// The rules of one complaint (投诉, S2). Every input leads to one reading of its facts; the events are the difference
/// to what was decided before.
/// </summary>
public sealed class ComplaintDecider : IDecider
{
    /// <inheritdoc />
    public EntityState Initial(string key) => new ComplaintState { Row = new ComplaintRow { No = key } };

    /// <inheritdoc />
    public ImmutableArray<DomainEvent> Decide(EntityState state, EntityInput input, DecisionContext context)
    {
        var draft = new Draft<ComplaintState>(this, (ComplaintState)state);
        switch (input)
        {
            case FactArrived { Fact: var fact }:
                draft.Add(new FactRecorded(fact, context.Now));
                Settle(draft, new Cause(fact), context);
                break;
            case Tick when draft.State.Deadline is not { } deadline || deadline > context.Now:
                break;
            case Tick:
                Settle(draft, new Cause("time"), context);
                break;
            case Recompute recompute when !draft.State.History.IsEmpty:
                Settle(draft, new Cause(recompute.Reason), context);
                break;
            case Recompute:
                break;
            default:
                throw new UnreachableException(input.GetType().Name);
        }

        return draft.Take();
    }

    /// <inheritdoc />
    public Decision Answer(EntityState state, Command command, DecisionContext context)
    {
        if (command is not WaiveAlert waive)
        {
            return Decision.Refused(
                "command.unknown", $"A complaint cannot be asked to {command.GetType().Name}.", "Ask something else.");
        }

        var decision = AlertChanges.Answer(((ComplaintState)state).Alerts, waive);
        if (decision.Events.IsEmpty)
        {
            return decision;
        }

        var draft = new Draft<ComplaintState>(this, (ComplaintState)state);
        draft.Add(decision.Events[0]);
        Settle(draft, new Cause(waive.Because), context);
        return Decision.Of(draft.Take());
    }

    /// <inheritdoc />
    public EntityState Evolve(EntityState state, DomainEvent @event)
    {
        var current = (ComplaintState)state;
        return @event switch
        {
            FactRecorded e => current with { History = With(current.History, e.Fact) },
            ComplaintOpened e => current with { Terms = e.Terms },
            ComplaintMoved e => current with { Row = e.After },
            DeadlineSet e => current with { Deadline = e.At },
            _ when AlertChanges.After(current.Alerts, @event) is { } alerts => current with { Alerts = alerts },
            _ => throw new UnreachableException(@event.GetType().Name),
        };
    }

    /// <inheritdoc />
    public DateTimeOffset? NextDeadline(EntityState state) => ((ComplaintState)state).Deadline;

    private static void Settle(Draft<ComplaintState> draft, Cause cause, DecisionContext context)
    {
        var isNew = draft.State.Terms is null;
        if (isNew)
        {
            draft.Add(new ComplaintOpened(ComplaintReading.TermsOf(context.Rules)));
        }

        var reading = ComplaintReading.Of(draft.State, context);
        AlertChanges.Add(draft.State.Alerts, reading.Alerts, reading.Place, cause, draft.Add);
        var standing = draft.State.Alerts.Where(mark => mark.Standing).Select(mark => (AlertLevel?)mark.Level);
        var row = reading.Row with { Level = standing.Max() };
        if (isNew || row != draft.State.Row)
        {
            draft.Add(new ComplaintMoved(isNew ? null : draft.State.Row, row));
        }

        if (reading.Deadline != draft.State.Deadline)
        {
            draft.Add(new DeadlineSet(reading.Deadline));
        }
    }

    /// <summary>By time; of one instant, a filing comes before an answer.</summary>
    private static ImmutableArray<ComplaintFact> With(ImmutableArray<ComplaintFact> history, Fact fact)
    {
        ImmutableArray<ComplaintFact> all =
        [
            .. history.Append(new(fact.OccurredAt, unchecked((ulong)fact.Identity), fact.Data))
                .OrderBy(one => one.OccurredAt.UtcTicks).ThenBy(one => one.Data is ComplaintAnswered)
                .ThenBy(one => one.Tie),
        ];
        return all.Length <= ComplaintState.FactsKept ? all : all[..ComplaintState.FactsKept];
    }
}
