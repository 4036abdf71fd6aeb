using System.Collections.Frozen;
using Supervision.Core.Calendars;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Core.Rules;

namespace Supervision.Tests.Support;

/// <summary>A shelf with one rule book, <see cref="TestRules"/> unless given.</summary>
internal sealed class InMemoryRuleShelf(RuleBook? book = null) : IRuleShelf
{
    private readonly HallCalendars calendars =
        new(ClockSamples.Calendar, FrozenDictionary<string, WorkCalendar>.Empty);

    public RuleBook Current { get; } = book ?? TestRules.Book;

    /// <summary>Whether the file of the version was lost.</summary>
    public bool Lost { get; set; }

    public DecisionContext? Find(string? version, DateTimeOffset now) =>
        version is null || (version == Current.Version && !Lost) ? new(now, Current, calendars) : null;
}
