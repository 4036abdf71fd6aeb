using System.Collections.Immutable;
using System.Diagnostics;
using Supervision.Core.Cases;
using Supervision.Core.Clocks;
using Supervision.Core.Entities;
using Supervision.Core.Reading;
using Supervision.Core.Rules;

namespace Supervision.Core.Orders;

/// <summary>
/// The rules of one supervision order (domain.md section 6): issued → acknowledged → feedback → rectified → verified →
/// closed, or appealed; unanswered it climbs the ladder one rung at a time and never comes down.
/// </summary>
public sealed class OrderDecider : IDecider
{
    /// <inheritdoc />
    public EntityState Initial(string key) => new OrderState { No = key };

    /// <inheritdoc />
    public ImmutableArray<DomainEvent> Decide(EntityState state, EntityInput input, DecisionContext context)
    {
        var order = (OrderState)state;
        return input switch
        {
            Tick => Settled(order, Due(order, context), context),
            Recompute => Settled(order, [], context),
            _ => throw new UnreachableException(input.GetType().Name),
        };
    }

    /// <inheritdoc />
    public Decision Answer(EntityState state, Command command, DecisionContext context)
    {
        // Whatever is due comes before what somebody does now, also when its tick has not come yet.
        var before = (OrderState)state;
        var due = Due(before, context);
        var order = Fold(before, due);
        if (Refuse(order, command, context) is { } refusal)
        {
            return new([], refusal);
        }

        var events = EventsOf(order, command, context);
        return events.IsEmpty ? Decision.Of() : Decision.Of(Settled(before, [.. due, .. events], context));
    }

    /// <inheritdoc />
    public EntityState Evolve(EntityState state, DomainEvent @event) => Next((OrderState)state, @event);

    /// <inheritdoc />
    public DateTimeOffset? NextDeadline(EntityState state) => ((OrderState)state).Deadline;

    private static OrderState Next(OrderState order, DomainEvent @event) => @event switch
    {
        OrderIssued e => order with
        {
            Terms = e.Terms,
            Causes = [e.Cause.Mark],
            Row = RowOf(order.No, e),
            RungSince = e.At,
            WaitsSince = e.At,
            RectifySince = e.At,
        },
        CauseAdded e => order with
        {
            Causes = order.Causes.Add(e.Cause.Mark),
            Row = Joined(order.Row!, e.Cause),
        },
        CauseWithdrawn e => order with
        {
            Causes = order.Causes.RemoveAll(cause => cause.Reference == e.Reference),
            Withdrawn = order.Withdrawn.Add(order.CauseOf(e.Reference)!),
        },
        OrderStepTaken e => OrderSteps.Evolve(order, e),
        OrderReminded => order with { Reminded = true },
        OrderClimbed e => order with
        {
            Rung = e.Rung,
            RungSince = e.At,
            WaitsSince = e.At,
            HasClimbed = true,
            Reminded = false,
        },
        OrderRevoked e => order with { Status = OrderStatus.Revoked, EndedAt = e.At },
        OrderMoved e => order with { Row = e.After },
        DeadlineSet e => order with { Deadline = e.At },
        _ => throw new UnreachableException(@event.GetType().Name),
    };

    private static Refusal? Refuse(OrderState order, Command command, DecisionContext context) => command switch
    {
        IssueOrder => order.Row is null ? null : new(
            "order.exists", $"Order {order.No} has been issued.", "Give a new order a number of its own."),
        _ when order.Row is null => new(
            "order.unknown", $"There is no order {order.No}.", "Look for it in the list of orders."),
        AddCause when order.HasEnded => new(
            "order.ended", $"Order {order.No} has ended.", "Give the cause an order of its own."),
        AddCause or WithdrawCause => null,
        StepCommand step => OrderSteps.Refuse(order, step, context),
        _ => new("command.unknown", "An order knows no such command.", "Take one of its steps."),
    };

    private static ImmutableArray<DomainEvent> EventsOf(OrderState order, Command command, DecisionContext context)
    {
        var now = context.Now;
        switch (command)
        {
            case IssueOrder issue:
                return [new OrderIssued(issue.Cause, TermsOf(issue.Cause.Source, context.Rules), now)];
            case AddCause add:
                return order.CauseOf(add.Cause.Reference) is null ? [new CauseAdded(add.Cause, now)] : [];
            case WithdrawCause withdraw:
                return Withdraw(order, withdraw, now);
            case DecideOrder { Outcome: OrderOutcome.Revoked } revoke:
                return
                [
                    OrderSteps.Take(order, revoke, now),
                    new OrderRevoked(revoke.Words.Trim(), order.Causes, revoke.By, now),
                ];
            default:
                return [OrderSteps.Take(order, (StepCommand)command, now)];
        }
    }

    private static ImmutableArray<DomainEvent> Withdraw(
        OrderState order, WithdrawCause withdraw, DateTimeOffset now)
    {
        if (!order.Causes.Any(cause => cause.Reference == withdraw.Reference))
        {
            return [];
        }

        var withdrawn = new CauseWithdrawn(withdraw.Reference, withdraw.Because, now);
        return order.Causes.Length > 1 || order.HasEnded
            ? [withdrawn]
            : [withdrawn, new OrderRevoked(withdraw.Because, [], null, now)];
    }

    /// <summary>What time alone brings: a reminder, or one rung and never more.</summary>
    private static ImmutableArray<DomainEvent> Due(OrderState order, DecisionContext context)
    {
        if (order.Deadline is not { } deadline || deadline > context.Now)
        {
            return [];
        }

        var (dueAt, reminder) = Clock(order, context);
        if (dueAt < context.Now && OrderClock.Climbs(order))
        {
            return [new OrderClimbed(order.Rung + 1, dueAt.Value, context.Now)];
        }

        return reminder is { } level && level.At < context.Now && !order.Reminded
            ? [new OrderReminded(level.Level, context.Now)]
            : [];
    }

    /// <summary>Ends a decision with what lists and deadlines show of it.</summary>
    private static ImmutableArray<DomainEvent> Settled(
        OrderState before, ImmutableArray<DomainEvent> events, DecisionContext context)
    {
        var order = Fold(before, events);
        if (order.Row is null)
        {
            return events;
        }

        var (dueAt, reminder) = Clock(order, context);
        var row = RowOf(order, dueAt);
        var deadline = DeadlineOf(order, dueAt, reminder);
        if (row != before.Row)
        {
            events = events.Add(new OrderMoved(before.Row, row));
        }

        return deadline == before.Deadline ? events : events.Add(new DeadlineSet(deadline));
    }

    /// <summary>Exactly on the instant nothing is due yet: the first moment past it is one tick later.</summary>
    private static DateTimeOffset? DeadlineOf(OrderState order, DateTimeOffset? dueAt, LevelInstant? reminder)
    {
        var next = order.Reminded ? null : reminder?.At;
        next ??= OrderClock.Climbs(order) ? dueAt : null;
        return next?.AddTicks(1);
    }

    private static (DateTimeOffset? DueAt, LevelInstant? Reminder) Clock(OrderState order, DecisionContext context) =>
        OrderClock.Read(order, context.Calendars.Of(order.Row?.Unit.Hall));

    private static OrderState Fold(OrderState order, ImmutableArray<DomainEvent> events) =>
        events.Aggregate(order, Next);

    private static OrderTerms TermsOf(OrderSource source, RuleBook rules) => new(
        source == OrderSource.Rating ? rules.Orders.RatingLimits : rules.Orders.Limits, rules.Orders.Ladder,
        rules.Orders.Appeal, rules.Convention, rules.Levels.GetValueOrDefault(ClockKind.Order, []));

    private static OrderRow RowOf(string no, OrderIssued issued) => new()
    {
        No = no,
        Source = issued.Cause.Source,
        State = OrderStatus.Issued,
        Unit = issued.Cause.Unit,
        Person = issued.Cause.Person,
        Code = issued.Cause.Code,
        Subject = issued.Cause.Subject,
        Severity = issued.Cause.Severity,
        Causes = 1,
        Former = issued.Cause.Former,
        Rung = LadderRung.Handler,
        IssuedAt = issued.At,
    };

    /// <summary>Causes of several people are the unit's.</summary>
    private static OrderRow Joined(OrderRow row, OrderCause cause) => row with
    {
        Causes = row.Causes + 1,
        Person = row.Person == cause.Person ? row.Person : null,
        Severity = cause.Severity > row.Severity || row.Severity is null ? cause.Severity : row.Severity,
    };

    private static OrderRow RowOf(OrderState order, DateTimeOffset? dueAt) => order.Row! with
    {
        State = order.Status,
        Rung = order.Rung,
        WaitsFor = order.WaitsFor,
        Part = order.IsInParts && order.WaitsFor == OrderStep.Rectify ? (RectifyPart)order.PartsDone : null,
        DueAt = dueAt,
        EndedAt = order.EndedAt,
        Steps = order.Steps,
    };
}
