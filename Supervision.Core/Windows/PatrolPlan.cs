using System.Collections.Immutable;
using Supervision.Core.Entities;
using Supervision.Core.Presence;
using Supervision.Core.Reading;
using Supervision.Core.Rules;
using Supervision.Core.Staff;

namespace Supervision.Core.Windows;

/// <summary>Where a slot of the plan stands.</summary>
public enum PatrolSlotState
{
    /// <summary>It begins later.</summary>
    Later,
    /// <summary>It is running and nobody has signed in yet.</summary>
    Due,
    /// <summary>Somebody signed in within it.</summary>
    Done,
    /// <summary>It is over and nobody came.</summary>
    Missed,
}

/// <summary>A slot of a hall's day with what was made of it.</summary>
/// <param name="Slot">By the rule book.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Patrols">Patrols within it, in order.</param>
public sealed record PlannedPatrol(PatrolSlot Slot, PatrolSlotState State, ImmutableArray<PatrolRow> Patrols);

/// <summary>
/// The patrols a hall owes on a day (S3: four a working day, with sign-in on the spot) and those that were made. A
/// patrol of one of its windows is a patrol of the hall. Pure.
/// </summary>
public static class PatrolPlan
{
    /// <summary>The slots of a hall's day in order; none on a day off.</summary>
    /// <param name="hall">The hall.</param>
    /// <param name="date">The day, in the hall's zone.</param>
    /// <param name="patrols">Patrols of the day; those of other halls are passed over.</param>
    /// <param name="context">Now, the rules of now and the calendars.</param>
    public static ImmutableArray<PlannedPatrol> Of(
        string hall, DateOnly date, IEnumerable<PatrolRow> patrols, DecisionContext context)
    {
        var calendar = context.Calendars.Of(hall);
        if (!calendar.IsWorkingDay(date) || !IsOwed(hall, context))
        {
            return [];
        }

        var own = patrols.Where(patrol => HallOf(patrol.Subject, context.Rules.Organisation) == hall)
            .OrderBy(patrol => patrol.At.UtcTicks).ThenBy(patrol => patrol.Id, StringComparer.Ordinal).ToArray();
        return
        [
            .. context.Rules.Presence.Patrols.Select(slot =>
            {
                var from = LocalDays.Instant(date, StaffDays.Seconds(slot.From), calendar);
                var to = LocalDays.Instant(date, StaffDays.Seconds(slot.To), calendar);
                ImmutableArray<PatrolRow> made = [.. own.Where(patrol => patrol.At >= from && patrol.At < to
                    && (slot.Kinds.IsEmpty || slot.Kinds.Contains(patrol.Kind)))];
                var state = !made.IsEmpty ? PatrolSlotState.Done
                    : context.Now < from ? PatrolSlotState.Later
                    : context.Now < to ? PatrolSlotState.Due : PatrolSlotState.Missed;
                return new PlannedPatrol(slot, state, made);
            }),
        ];
    }

    /// <summary>Whether the rule book asks for patrols of a hall at all.</summary>
    public static bool IsOwed(string hall, DecisionContext context) =>
        context.Rules.Organisation.Halls.TryGetValue(hall, out var known)
        && context.Rules.Presence.PatrolledKinds.Contains(known.Kind);

    /// <summary>The hall a patrol belongs to: the one patrolled, or that of its window; null for neither.</summary>
    public static string? HallOf(string subject, Organisation organisation) =>
        organisation.Windows.TryGetValue(subject, out var window) ? window.Hall
        : organisation.Halls.ContainsKey(subject) ? subject : null;
}
