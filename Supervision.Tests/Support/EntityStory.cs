using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Supervision.Core.Calendars;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Rules;

namespace Supervision.Tests.Support;

/// <summary>
/// One entity told fact by fact, as a host would tell it: every deadline up to a fact's recording fires at its own
/// instant first. Times are Beijing time; 2026-11-20 is a Friday.
/// </summary>
internal sealed class EntityStory<TState>(EntityKind kind, string key, RuleBook? book = null)
    where TState : EntityState
{
    private static readonly HallCalendars Calendars =
        new(ClockSamples.Calendar, FrozenDictionary<string, WorkCalendar>.Empty);

    private readonly IDecider decider = Deciders.Of(kind);
    private readonly RuleBook rules = book ?? TestRules.Book;
    private int facts;

    public TState State { get; private set; } = (TState)Deciders.Of(kind).Initial(key);

    public List<DomainEvent> Events { get; } = [];

    public Refusal? Refusal { get; private set; }

    public DateTimeOffset Now { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>A fact happens and is recorded at once.</summary>
    public EntityStory<TState> Fact(string at, FactData data) => Late(at, at, data);

    /// <summary>A fact happens and is recorded later.</summary>
    public EntityStory<TState> Late(string occurred, string recorded, FactData data) => Take(
        new Fact("/test", (++facts).ToString(CultureInfo.InvariantCulture), key, ClockSamples.At(occurred), data),
        ClockSamples.At(recorded));

    /// <summary>A given fact, recorded at a given instant.</summary>
    public EntityStory<TState> Take(Fact fact, DateTimeOffset recordedAt) =>
        Run(recordedAt).Decide(new FactArrived(fact));

    /// <summary>A command, which may be refused.</summary>
    public EntityStory<TState> Do(string at, Command command) => Do(ClockSamples.At(at), command);

    public EntityStory<TState> Do(DateTimeOffset at, Command command)
    {
        Run(at);
        var decision = decider.Answer(State, command, new DecisionContext(Now, rules, Calendars));
        Refusal = decision.Refusal;
        return Apply(decision.Events);
    }

    /// <summary>Time comes to an instant; every deadline fires at its own.</summary>
    public EntityStory<TState> Run(string until) => Run(ClockSamples.At(until));

    public EntityStory<TState> Run(DateTimeOffset until)
    {
        while (decider.NextDeadline(State) is { } deadline && deadline <= until)
        {
            Now = deadline > Now ? deadline : Now;
            Decide(Tick.Instance);
            var passes = decider.NextDeadline(State) is not { } next || next > Now;
            Assert.True(passes, $"the deadline {deadline:O} does not pass");
        }

        Now = until > Now ? until : Now;
        return this;
    }

    /// <summary>Reads everything again, as after a change of the calendar.</summary>
    public EntityStory<TState> Recompute() => Decide(new Recompute("calendar"));

    /// <summary>The state as it is stored, after it was read back from its snapshot and from its events.</summary>
    public string Stored
    {
        get
        {
            var stored = JsonSerializer.Serialize(State, StoredJson.Storage.EntityState);
            var read = JsonSerializer.Deserialize(stored, StoredJson.Storage.EntityState)!;
            Assert.Equal(stored, JsonSerializer.Serialize(read, StoredJson.Storage.EntityState));
            var events = JsonSerializer.Serialize([.. Events], StoredJson.Storage.ImmutableArrayDomainEvent);
            var again = JsonSerializer.Deserialize(events, StoredJson.Storage.ImmutableArrayDomainEvent);
            Assert.Equal(events, JsonSerializer.Serialize(again, StoredJson.Storage.ImmutableArrayDomainEvent));
            var folded = again.Aggregate(Deciders.Of(kind).Initial(key), Deciders.Of(kind).Evolve);
            Assert.Equal(stored, JsonSerializer.Serialize(folded, StoredJson.Storage.EntityState));
            return stored;
        }
    }

    /// <summary>Standing alerts as "key MM-dd HH:mm", sorted.</summary>
    public static string Standing(ImmutableArray<AlertMark> alerts) => string.Join(", ", alerts
        .Where(mark => mark.Standing)
        .Select(mark => $"{mark.Key} {ClockSamples.Text(mark.At)}")
        .Order(StringComparer.Ordinal));

    private EntityStory<TState> Decide(EntityInput input) =>
        Apply(decider.Decide(State, input, new DecisionContext(Now, rules, Calendars)));

    private EntityStory<TState> Apply(ImmutableArray<DomainEvent> events)
    {
        Events.AddRange(events);
        State = events.Aggregate(State, (state, @event) => (TState)decider.Evolve(state, @event));
        return this;
    }
}
