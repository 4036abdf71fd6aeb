using System.Collections.Immutable;
using Supervision.Core.Entities;
using Supervision.Core.Rules;

namespace Supervision.Core.Windows;

/// <summary>
/// The patrols of a hall, which is watched from the first one on, on the days that late truth may still change.
/// </summary>
/// <param name="Days">The newest days, in order; none before the hall is watched.</param>
public sealed record PatrolBook(ImmutableArray<PatrolDay> Days)
{
    /// <summary>Days kept, of which anything is known or owed: more than a month has.</summary>
    public const int DaysKept = 45;

    /// <summary>Patrols kept of one day.</summary>
    public const int MarksKept = 64;

    /// <summary>Of a hall that is not watched yet.</summary>
    public static readonly PatrolBook Empty = new(ImmutableArray<PatrolDay>.Empty);

    /// <summary>Whether a day is older than all that are kept.</summary>
    public bool IsFolded(DateOnly date) => Days.Length >= DaysKept && date < Days[0].Date;
}

/// <summary>A hall's day.</summary>
/// <param name="Date">The day, in the hall's zone.</param>
/// <param name="Slots">What was owed when the day was opened; editing rules never changes it.</param>
/// <param name="Rounds">What was owed in its week and month then.</param>
/// <param name="Marks">Patrols made, in order.</param>
public sealed record PatrolDay(
    DateOnly Date, ImmutableArray<PatrolSlot> Slots, ImmutableArray<PatrolRound> Rounds,
    ImmutableArray<PatrolMark> Marks);

/// <summary>A patrol as it is remembered.</summary>
/// <param name="Second">Of the day.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Inspector">Who made it.</param>
public readonly record struct PatrolMark(int Second, string Kind, string? Inspector);

/// <summary>A day of patrols came under supervision. The oldest of too many is forgotten.</summary>
public sealed record PatrolDayOpened(
    DateOnly Date, ImmutableArray<PatrolSlot> Slots, ImmutableArray<PatrolRound> Rounds) : DomainEvent;

/// <summary>A patrol took its place in a day.</summary>
public sealed record PatrolPlaced(DateOnly Date, PatrolMark Mark) : DomainEvent;

/// <summary>Tell a hall that one of its windows was patrolled.</summary>
/// <param name="At">When it was made.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Inspector">Who made it.</param>
public sealed record NotePatrol(DateTimeOffset At, string Kind, string? Inspector) : Command;
