using System.Collections.Immutable;
using Supervision.Core.Alerts;
using Supervision.Core.Calendars;

namespace Supervision.Core.Clocks;

/// <summary>Answers "when would it be due?" for one limit, without a case.</summary>
public static class DeadlineCalculator
{
    private static readonly ImmutableArray<LevelRule> Levels =
        [new(AlertLevel.Warning, Days: -2), new(AlertLevel.Yellow, Days: 1)];

    /// <summary>One clock from <paramref name="acceptedAt"/>, with the published warning and yellow levels.</summary>
    /// <param name="acceptedAt">Start.</param>
    /// <param name="limit">At least one unit.</param>
    /// <param name="convention">How time runs.</param>
    /// <param name="calendar">Calendar of the hall.</param>
    /// <returns>The reading, and its explanation from the start to the due instant.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not from 1 to <see
    /// cref="Limit.AmountMax"/>.</exception>
    public static (ClockReading Reading, ImmutableArray<ExplainedInterval> Explanation) Calculate(
        DateTimeOffset acceptedAt, Limit limit, Convention convention, WorkCalendar calendar)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit.Amount, 1, nameof(limit));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit.Amount, Limit.AmountMax, nameof(limit));
        var rule = new ClockRule(ClockKind.Promised, "deadline", convention, limit, ExplicitDueAt: null, Levels);
        var times = new ClockTimes(acceptedAt, StoppedAt: null, [], ExtensionDays: 0);
        return (Clock.Read(rule, times, calendar), Clock.Explain(rule, times, calendar, acceptedAt));
    }
}
