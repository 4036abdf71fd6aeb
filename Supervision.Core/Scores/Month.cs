using System.Collections.Immutable;
using Supervision.Core.Entities;
using Supervision.Core.People;

namespace Supervision.Core.Scores;

/// <summary>
/// Close a month, or correct one that was closed: from then on it says what these figures say. The figures are all that
/// is known about the month when it is sent; whoever sends it has read them from the journal up to its end.
/// </summary>
/// <param name="Figures">Every unit with figures.</param>
/// <param name="Because">Why a closed month is corrected; null closes it for the first time.</param>
/// <param name="By">Who asks for it; null for the clock.</param>
public sealed record CloseMonth(MonthFigures Figures, string? Because, Actor? By) : Command
{
    /// <summary>Longest reason, in characters.</summary>
    public const int BecauseMax = 400;
}

/// <summary>
/// A month was closed, complete: nothing that happens later changes what it says. A later version corrects it and does
/// not take this one away.
/// </summary>
/// <param name="Version">From 1.</param>
/// <param name="Rules">The rule book whose scheme holds for the month, in every version of it.</param>
/// <param name="Scheme">Version of that scheme.</param>
/// <param name="Figures">Every unit with figures.</param>
/// <param name="Because">Why it was corrected; null for the first version.</param>
/// <param name="By">Who asked for it; null for the clock.</param>
/// <param name="At">When.</param>
public sealed record MonthClosed(
    int Version, string Rules, string Scheme, MonthFigures Figures, string? Because, Actor? By, DateTimeOffset At)
    : DomainEvent;

/// <summary>What a month remembers of its versions.</summary>
public sealed record MonthState : EntityState
{
    /// <summary>The month as its stream names it.</summary>
    public required string Month { get; init; }

    /// <summary>Versions in order; none while it is open.</summary>
    public ImmutableArray<MonthVersion> Versions { get; init; } = [];
}

/// <summary>One version of a closed month.</summary>
/// <param name="Version">From 1.</param>
/// <param name="Rules">Version of the rule book.</param>
/// <param name="Scheme">Version of its scheme.</param>
/// <param name="Digest">Of its figures: equal figures, equal digest.</param>
/// <param name="Because">Why it was corrected; null for the first version.</param>
/// <param name="By">Name of who asked for it; null for the clock.</param>
/// <param name="At">When it was closed.</param>
public sealed record MonthVersion(
    int Version, string Rules, string Scheme, string Digest, string? Because, string? By, DateTimeOffset At);
