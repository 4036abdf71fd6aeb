using System.Collections.Immutable;
using Supervision.Core.Alerts;

namespace Supervision.Core.Rules;

/// <summary>How a level looks to people.</summary>
/// <param name="Level">The level.</param>
/// <param name="Label">Chinese label, 1 to 40 characters.</param>
/// <param name="LabelEnglish">English label, 1 to 40 characters.</param>
/// <param name="Colour">Six hex digits after a number sign, such as <c>#F5B800</c>.</param>
public sealed record LevelLook(AlertLevel Level, string Label, string LabelEnglish, string Colour);

/// <summary>A point of an item's procedure where things can go wrong (S0: 1118 of them in one city).</summary>
/// <param name="Code">Identifier used by items and feeds.</param>
/// <param name="Name">Name people read.</param>
/// <param name="Grade"><c>A</c> (gravest), <c>B</c> or <c>C</c>.</param>
public sealed record RiskPoint(string Code, string Name, string Grade);

/// <summary>Which notices say what a working day is, and the local exceptions to them.</summary>
/// <param name="Notices">Name of the calendar; default <c>stateCouncil</c>.</param>
/// <param name="Overlays">Days on which some halls differ from the notices; at most one per hall and day.</param>
public sealed record CalendarRules(string Notices, ImmutableArray<CalendarOverlay> Overlays);

/// <summary>One day on which halls differ from the notices.</summary>
/// <param name="Date">The day, in the zone of the halls.</param>
/// <param name="Working">Whether they work.</param>
/// <param name="Halls">Halls concerned; empty means all of them.</param>
/// <param name="Reason">Why, for the explanation of a clock.</param>
public sealed record CalendarOverlay(DateOnly Date, bool Working, ImmutableArray<string> Halls, string Reason);
