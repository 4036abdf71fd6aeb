using Supervision.Core.Calendars;
using Supervision.Core.Rules;

namespace Supervision.Core.Entities;

/// <summary>Everything a decision may depend on beside state and input.</summary>
/// <param name="Now">The host's clock, read once per input.</param>
/// <param name="Rules">The rule book version the entity lives under, or the newest for a new one.</param>
/// <param name="Calendars">Calendars by hall under that rule book.</param>
public readonly record struct DecisionContext(DateTimeOffset Now, RuleBook Rules, HallCalendars Calendars);
