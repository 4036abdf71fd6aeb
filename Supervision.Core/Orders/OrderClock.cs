using System.Collections.Immutable;
using Supervision.Core.Calendars;
using Supervision.Core.Clocks;
using Supervision.Core.Reading;

namespace Supervision.Core.Orders;

/// <summary>The working-time clock of an order: it measures what the order waits for now.</summary>
internal static class OrderClock
{
    /// <summary>An appeal stops the clock for as long as it lasts.</summary>
    private const int AppealDaysMax = Limit.AmountMax;

    /// <summary>Due instant and reminder of what the order waits for; none once it has ended.</summary>
    /// <returns>The last instant in time, and the crossing of the reminder before it.</returns>
    public static (DateTimeOffset? DueAt, LevelInstant? Reminder) Read(OrderState state, WorkCalendar calendar)
    {
        if (state.HasEnded || state.Terms is not { } terms)
        {
            return (null, null);
        }

        var (limit, since) = LimitOf(state, terms);
        var reading = Read(limit, since, state, calendar);
        var reminder = state.HasClimbed ? [] : reading.Levels
            .Where(level => level.At > since && level.At < reading.DueAt)
            .Take(1).ToArray();
        return (reading.DueAt, reminder is [var first] ? first : null);
    }

    /// <summary>The last instant at which the rung that has to see to the order may appeal.</summary>
    public static DateTimeOffset AppealUntil(OrderState state, WorkCalendar calendar) =>
        Read(state.Terms!.Appeal, state.RungSince, state, calendar).DueAt;

    /// <summary>Whether unanswered time climbs the ladder now: only what the responsible unit owes does.</summary>
    public static bool Climbs(OrderState state) =>
        state.Status is OrderStatus.Issued or OrderStatus.Acknowledged or OrderStatus.Feedback
        && state.Rung < LadderRung.GovernmentLeader;

    private static ClockReading Read(Limit limit, DateTimeOffset since, OrderState state, WorkCalendar calendar)
    {
        var terms = state.Terms!;
        var rule = new ClockRule(ClockKind.Order, "order", terms.Convention, limit, null, terms.Levels);
        ImmutableArray<SuspensionSpan> pauses =
        [
            .. state.Appeals.Where(appeal => appeal.From >= since && appeal.To is not null)
                .Select(appeal => new SuspensionSpan(appeal.From, appeal.To, AppealDaysMax, "appeal", null)),
        ];
        return Clock.Read(rule, new ClockTimes(since, null, pauses, 0), calendar);
    }

    private static (Limit Limit, DateTimeOffset Since) LimitOf(OrderState state, OrderTerms terms)
    {
        var limits = terms.Limits;
        return (state.HasClimbed, state.Status) switch
        {
            (true, OrderStatus.Issued or OrderStatus.Acknowledged or OrderStatus.Feedback) =>
                (terms.Ladder[Math.Min((int)state.Rung, terms.Ladder.Length) - 1], state.WaitsSince),
            (_, OrderStatus.Issued) => (limits.Acknowledge, state.WaitsSince),
            (_, OrderStatus.Acknowledged) => (limits.Feedback, state.WaitsSince),
            (_, OrderStatus.Feedback) => (limits.Rectify, state.RectifySince),
            (_, OrderStatus.Appealed) => (limits.Decide, state.Appeals[^1].From),
            _ => (limits.Verify, state.WaitsSince),
        };
    }
}
