using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Calendars;
using Supervision.Core.Cases;
using Supervision.Core.Clocks;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Rules;

namespace Supervision.Tests.Support;

/// <summary>One case told fact by fact and tick by tick, as a host would tell it. Times are Beijing time.</summary>
internal sealed class CaseStory
{
    private static readonly CaseDecider Decider = new();
    private readonly RuleBook rules;
    private readonly HallCalendars calendars;
    private int facts;

    public CaseStory(Convention convention = Convention.Statutory, RuleBook? book = null)
    {
        rules = (book ?? TestRules.Book) with { Convention = convention };
        calendars = new HallCalendars(ClockSamples.Calendar, FrozenDictionary<string, WorkCalendar>.Empty);
        State = (CaseState)Decider.Initial("C-1");
    }

    public CaseState State { get; private set; }

    public ImmutableArray<DomainEvent> LastEvents { get; private set; } = [];

    /// <summary>Standing alerts as "key MM-dd HH:mm", in the order in which they were raised.</summary>
    public string Standing => string.Join(", ", State.Alerts
        .Where(mark => mark.Standing)
        .Select(mark => $"{mark.Key} {ClockSamples.Text(mark.At)}"));

    /// <summary>Standing cards alone.</summary>
    public string Cards => string.Join(", ", State.Alerts
        .Where(mark => mark is { Standing: true, Kind: AlertKind.Card })
        .Select(mark => $"{mark.Key} {ClockSamples.Text(mark.At)}"));

    /// <summary>A fact happens and is recorded at once.</summary>
    public CaseStory Fact(string at, FactData data) => Late(at, at, data);

    /// <summary>A fact happens and is recorded later.</summary>
    public CaseStory Late(string occurred, string recorded, FactData data)
    {
        var id = (++facts).ToString(CultureInfo.InvariantCulture);
        var fact = new Fact("/test", id, "C-1", ClockSamples.At(occurred), data);
        return Take(new FactArrived(fact), ClockSamples.At(recorded));
    }

    /// <summary>Time comes to an instant.</summary>
    public CaseStory Tick(string now) => Take(Core.Entities.Tick.Instance, ClockSamples.At(now));

    /// <summary>A given input at a given instant.</summary>
    public CaseStory Take(EntityInput input, DateTimeOffset now)
    {
        LastEvents = Decider.Decide(State, input, new DecisionContext(now, rules, calendars));
        State = LastEvents.Aggregate(State, (state, @event) => (CaseState)Decider.Evolve(state, @event));
        return this;
    }

    public static CaseAccepted Accepted(int? promised = 7, int? statutory = 10) => new()
    {
        Item = "REFERRED",
        CaseType = CaseType.Promised,
        Promised = promised is { } p ? ClockSamples.WorkingDays(p) : null,
        Statutory = statutory is { } s ? ClockSamples.WorkingDays(s) : null,
    };
}
