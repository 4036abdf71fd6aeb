using System.Collections.Immutable;
using System.Diagnostics;
using Supervision.Core.Alerts;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Reading;

namespace Supervision.Core.Cases;

/// <summary>
/// The rules of one supervised case. Every input leads to one reading of all facts known so far; the events are the
/// difference between that reading and what was decided before. Late, repeated and reordered facts need no rule of
/// their own.
/// </summary>
public sealed class CaseDecider : IDecider
{
    /// <inheritdoc />
    public EntityState Initial(string key) =>
        new CaseState { Row = new CaseRow { No = key, State = CaseStatus.Unknown } };

    /// <inheritdoc />
    public ImmutableArray<DomainEvent> Decide(EntityState state, EntityInput input, DecisionContext context)
    {
        var current = (CaseState)state;
        return input switch
        {
            FactArrived arrived => Changes(
                Remember(current, arrived.Fact, context.Now), new Cause(arrived.Fact),
                new FactRecorded(arrived.Fact, context.Now)),
            Tick when current.Deadline is not { } deadline || deadline > context.Now => [],
            Tick => Changes(current.History, new Cause("time"), null),
            Recompute when current.History.IsEmpty => [],
            Recompute recompute => Changes(current.History, new Cause(recompute.Reason), null),
            _ => throw new UnreachableException(input.GetType().Name),
        };

        ImmutableArray<DomainEvent> Changes(ImmutableArray<Milestone> history, Cause cause, DomainEvent? first) =>
            CaseChanges.Between(
                current, CaseReading.Of(current.Row.No, history, context).Without(current.Alerts), cause, first,
                context.Rules);
    }

    /// <inheritdoc />
    public Decision Answer(EntityState state, Command command, DecisionContext context)
    {
        var current = (CaseState)state;
        if (command is not WaiveAlert waive
            || current.Alerts.FirstOrDefault(mark => mark.Key == waive.Key) is not { } mark)
        {
            return Decision.Refused(
                "alert.unknown", $"{current.Row.No} never had such an alert.", "Name one of its alerts.");
        }

        if (mark.WaivedBy is not null)
        {
            return Decision.Of();
        }

        var waived = new AlertWaived(waive.Key, waive.Order, waive.Because);
        var after = (CaseState)Evolve(current, waived);
        return Decision.Of(CaseChanges.Between(
            after, CaseReading.Of(after.Row.No, after.History, context).Without(after.Alerts), new Cause(waive.Because),
            waived, context.Rules));
    }

    /// <inheritdoc />
    public EntityState Evolve(EntityState state, DomainEvent @event)
    {
        var current = (CaseState)state;
        return @event switch
        {
            FactRecorded e => current with { History = Remember(current, e.Fact, e.RecordedAt) },
            RulesBound e => current with { RulesVersion = e.Version },
            CaseMoved e => current with { Row = e.After },
            DeadlineSet e => current with { Deadline = e.At },
            AlertRaised e => current with { Alerts = current.Alerts.Add(MarkOf(e.Alert)) },
            AlertRevoked e => current with { Alerts = Marked(current, e.Key, standing: false, at: null) },
            AlertRestored e => current with { Alerts = Restored(current, e) },
            AlertMovedInTime e => current with { Alerts = Marked(current, e.Key, standing: true, e.At) },
            AlertWaived e => current with { Alerts = Waived(current, e) },
            _ => throw new UnreachableException(@event.GetType().Name),
        };
    }

    /// <inheritdoc />
    public DateTimeOffset? NextDeadline(EntityState state) => ((CaseState)state).Deadline;

    private static ImmutableArray<Milestone> Remember(CaseState state, Fact fact, DateTimeOffset recordedAt)
    {
        var milestone = new Milestone(fact.OccurredAt, recordedAt, TieOf(fact), fact.Data);
        var index = state.History.Length;
        while (index > 0 && MilestoneOrder.Compare(milestone, state.History[index - 1]) < 0)
        {
            index--;
        }

        return state.History.Insert(index, milestone);
    }

    private static ulong TieOf(Fact fact) => unchecked((ulong)fact.Identity);

    private static AlertMark MarkOf(Alert alert) => new(alert.Key, alert.Kind, alert.Level, alert.At, Standing: true);

    private static ImmutableArray<AlertMark> Restored(CaseState state, AlertRestored restored) =>
    [
        .. state.Alerts.Select(mark => mark.Key == restored.Key
            ? mark with { Standing = true, At = restored.At, Times = restored.Times ?? mark.Times + 1 }
            : mark),
    ];

    private static ImmutableArray<AlertMark> Waived(CaseState state, AlertWaived waived) =>
        [.. state.Alerts.Select(mark => mark.Key == waived.Key
            ? mark with { Standing = false, WaivedBy = waived.Order }
            : mark)];

    /// <summary>The alerts with one of them changed; without <paramref name="at"/> it keeps its instant.</summary>
    private static ImmutableArray<AlertMark> Marked(CaseState state, string key, bool standing, DateTimeOffset? at)
    {
        for (var i = 0; i < state.Alerts.Length; i++)
        {
            if (state.Alerts[i].Key == key)
            {
                var mark = state.Alerts[i];
                return state.Alerts.SetItem(i, mark with { Standing = standing, At = at ?? mark.At });
            }
        }

        throw new UnreachableException($"{state.Row.No} never had the alert {key}");
    }
}
