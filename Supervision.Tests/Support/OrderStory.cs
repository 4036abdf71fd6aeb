using System.Collections.Frozen;
using System.Collections.Immutable;
using Supervision.Core.Alerts;
using Supervision.Core.Calendars;
using Supervision.Core.Entities;
using Supervision.Core.Orders;
using Supervision.Core.People;
using Supervision.Core.Reading;
using Supervision.Core.Rules;

namespace Supervision.Tests.Support;

/// <summary>
/// One order told step by step, as a host would tell it. Times are Beijing time; 2018-10-15 is a Monday.
/// </summary>
internal sealed class OrderStory
{
    public const string No = "H1-2018-00001";
    public const string Begin = "2018-10-15 10:00";

    public static readonly Actor Clerk = new("A1", "张一", Role.Clerk, "W01", "U1");
    public static readonly Actor Manager = new("M1", "王经理", Role.Manager, "W01");
    public static readonly Actor CentreLeader = new("L1", "李主任", Role.Leader, "H1");
    public static readonly Actor GovernmentLeader = new("L2", "赵市长", Role.Leader, null);
    public static readonly Actor Inspector = new("I1", "孙监察", Role.Inspector, null);
    public static readonly Actor OtherInspector = new("I2", "周监察", Role.Inspector, "T1");

    private static readonly OrderDecider Decider = new();
    private static readonly HallCalendars Calendars =
        new(ClockSamples.Calendar, FrozenDictionary<string, WorkCalendar>.Empty);

    private readonly RuleBook rules;

    public OrderStory(RuleBook? book = null) => rules = book ?? TestRules.Book;

    public OrderState State { get; private set; } = (OrderState)Decider.Initial(No);

    public OrderRow Row => State.Row!;

    public List<DomainEvent> Events { get; } = [];

    public ImmutableArray<DomainEvent> LastEvents { get; private set; } = [];

    public Refusal? Refusal { get; private set; }

    public static OrderCause Cause(
        string reference = "case/C-1:promised.yellow", OrderSource source = OrderSource.Card, string? person = "U1",
        string code = "promised.yellow", string subject = "C-1") => new(
            source, reference, code, source == OrderSource.Card ? AlertLevel.Yellow : null, subject,
            ClockSamples.At(Begin), new OrderUnit("H1", "D1", "W01"), person, "limit=7 workingDay");

    public static OrderStory Issued(OrderSource source = OrderSource.Card, RuleBook? book = null) =>
        new OrderStory(book).Do(Begin, new IssueOrder(Cause(source: source)) { Source = "/t", Id = "issue" });

    /// <summary>An order in a state, led there by the right people; each step an hour after the other.</summary>
    public static OrderStory At(OrderStatus status)
    {
        var story = Issued();
        string[] steps = ["acknowledge", "feedback", "rectify", "verify", "close"];
        var count = status switch
        {
            OrderStatus.Issued => 0,
            OrderStatus.Acknowledged => 1,
            OrderStatus.Feedback => 2,
            OrderStatus.Rectified => 3,
            OrderStatus.Verified => 4,
            OrderStatus.Closed => 5,
            _ => 0,
        };
        for (var i = 0; i < count; i++)
        {
            story.Do("2018-10-15 11:00", Step(steps[i]));
        }

        if (status is OrderStatus.Appealed or OrderStatus.Revoked) story.Do("2018-10-15 11:00", Step("appeal"));
        if (status == OrderStatus.Revoked) story.Do("2018-10-15 11:00", Step("revoked"));
        Assert.Equal(status, story.State.Status);
        return story;
    }

    /// <summary>A step by the right person unless another is given.</summary>
    public static StepCommand Step(string name, Actor? by = null, int? seen = null, string words = "已办") => name switch
    {
        "acknowledge" => new AcknowledgeOrder
        {
            Source = "/t",
            Id = name,
            By = by ?? Clerk,
            Words = words,
            Seen = seen,
        },
        "feedback" => new GiveFeedback { Source = "/t", Id = name, By = by ?? Clerk, Words = words, Seen = seen },
        "rectify" => new ReportRectification { Source = "/t", Id = name, By = by ?? Clerk, Words = words, Seen = seen },
        "verify" => new VerifyRectification
        {
            Source = "/t",
            Id = name,
            By = by ?? Inspector,
            Words = words,
            Seen = seen,
            Passed = true,
        },
        "fail" => new VerifyRectification
        {
            Source = "/t",
            Id = name,
            By = by ?? Inspector,
            Words = words,
            Seen = seen,
            Passed = false,
        },
        "appeal" => new AppealOrder { Source = "/t", Id = name, By = by ?? Clerk, Words = words, Seen = seen },
        _ => new DecideOrder
        {
            Source = "/t",
            Id = name,
            By = by ?? Inspector,
            Words = words,
            Seen = seen,
            Outcome = name switch
            {
                "upheld" => OrderOutcome.Upheld,
                "revoked" => OrderOutcome.Revoked,
                "returned" => OrderOutcome.Returned,
                _ => OrderOutcome.Closed,
            },
        },
    };

    public OrderStory Do(string now, string step, Actor? by = null) => Do(now, Step(step, by));

    public OrderStory Do(string now, Command command) => Do(ClockSamples.At(now), command);

    public OrderStory Do(DateTimeOffset now, Command command)
    {
        var decision = Decider.Answer(State, command, new DecisionContext(now, rules, Calendars));
        Refusal = decision.Refusal;
        return Take(decision.Events);
    }

    public OrderStory Tick(string now) => Tick(ClockSamples.At(now));

    public OrderStory Tick(DateTimeOffset now)
    {
        Refusal = null;
        return Take(Decider.Decide(State, Core.Entities.Tick.Instance, new DecisionContext(now, rules, Calendars)));
    }

    /// <summary>Every deadline up to an instant fires at its own.</summary>
    public OrderStory Run(string until)
    {
        var end = ClockSamples.At(until);
        while (State.Deadline is { } deadline && deadline <= end)
        {
            Tick(deadline);
        }

        return this;
    }

    public static OrderState Fold(IEnumerable<DomainEvent> events, OrderState? from = null) => events.Aggregate(
        from ?? (OrderState)Decider.Initial(No), (state, @event) => (OrderState)Decider.Evolve(state, @event));

    private OrderStory Take(ImmutableArray<DomainEvent> events)
    {
        LastEvents = events;
        Events.AddRange(events);
        State = events.Aggregate(State, (state, @event) => (OrderState)Decider.Evolve(state, @event));
        return this;
    }
}
