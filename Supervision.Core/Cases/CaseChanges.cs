using System.Collections.Immutable;
using Supervision.Core.Entities;
using Supervision.Core.Reading;
using Supervision.Core.Rules;

namespace Supervision.Core.Cases;

/// <summary>The events that lead from what was decided before to what a new reading says.</summary>
internal static class CaseChanges
{
    /// <param name="state">What was decided before.</param>
    /// <param name="reading">What holds now.</param>
    /// <param name="cause">What made the difference; reversal entries name it.</param>
    /// <param name="first">The event that comes before the consequences; null when there is none.</param>
    /// <param name="rules">The rule book of the decision; a new case is bound to it for ever.</param>
    public static ImmutableArray<DomainEvent> Between(
        CaseState state, CaseReading reading, Cause cause, DomainEvent? first, RuleBook rules)
    {
        var events = ImmutableArray.CreateBuilder<DomainEvent>(4);
        if (first is not null)
        {
            events.Add(first);
        }

        if (IsNew(state))
        {
            events.Add(new RulesBound(rules.Version));
        }

        RaiseAndRestore(state, reading, cause, events);
        Revoke(state, reading, cause, events);
        if (IsNew(state) || state.Row != reading.Row) // whatever is known first of a case, lists show it from then on
        {
            events.Add(new CaseMoved(IsNew(state) ? null : state.Row, reading.Row));
        }

        if (state.Deadline != reading.Deadline)
        {
            events.Add(new DeadlineSet(reading.Deadline));
        }

        return events.DrainToImmutable();
    }

    private static bool IsNew(CaseState state) => state.History.IsEmpty;

    private static void RaiseAndRestore(
        CaseState state, CaseReading reading, Cause cause, ImmutableArray<DomainEvent>.Builder events)
    {
        foreach (var alert in reading.Alerts)
        {
            var mark = Find(state.Alerts, alert.Key);
            if (mark is null)
            {
                events.Add(new AlertRaised(alert, PlaceOf(reading.Row)));
            }
            else if (!mark.Standing)
            {
                events.Add(new AlertRestored(alert.Key, alert.At, cause.Text, alert.Because, mark.Times + 1));
            }
            else if (mark.At != alert.At)
            {
                events.Add(new AlertMovedInTime(alert.Key, alert.At, cause.Text, alert.Because));
            }
        }
    }

    private static void Revoke(
        CaseState state, CaseReading reading, Cause cause, ImmutableArray<DomainEvent>.Builder events)
    {
        foreach (var mark in state.Alerts)
        {
            if (mark.Standing && !reading.Alerts.Any(alert => alert.Key == mark.Key))
            {
                events.Add(new AlertRevoked(mark.Key, cause.Text));
            }
        }
    }

    private static AlertMark? Find(ImmutableArray<AlertMark> marks, string key)
    {
        foreach (var mark in marks)
        {
            if (mark.Key == key)
            {
                return mark;
            }
        }

        return null;
    }

    private static Place PlaceOf(CaseRow row) => new(row.Hall, row.Window, row.Department, row.Item, row.Handler);
}
