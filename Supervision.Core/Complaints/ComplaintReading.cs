using System.Collections.Immutable;
using Supervision.Core.Alerts;
using Supervision.Core.Cases;
using Supervision.Core.Clocks;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Reading;
using Supervision.Core.Rules;

namespace Supervision.Core.Complaints;

/// <summary>
/// What a complaint's facts mean at one moment. Two clocks run from the first filing to the first answer after it: that
/// of its class (half a month, one month, three months), and the six months no complaint may exceed (S2).
/// </summary>
/// <param name="Row">As lists show it, without its level.</param>
/// <param name="Alerts">Every card that holds.</param>
/// <param name="Place">Who is complained about.</param>
/// <param name="Deadline">When time alone changes something next; null when it never will.</param>
internal sealed record ComplaintReading(
    ComplaintRow Row, ImmutableArray<Alert> Alerts, Place Place, DateTimeOffset? Deadline)
{
    private static readonly ImmutableArray<LevelRule> UtmostLevels = [new(AlertLevel.Red, Days: 1)];

    /// <summary>The limits the rules of now set.</summary>
    public static ComplaintTerms TermsOf(RuleBook rules) => new(
        [
            .. rules.ComplaintLimits.Where(pair => pair.Key != RuleDefaults.UtmostComplaint)
                .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new ClassLimit(pair.Key, pair.Value)),
        ],
        rules.Limits[ClockKind.Complaint],
        rules.ComplaintLimits.GetValueOrDefault(
            RuleDefaults.UtmostComplaint, RuleDefaults.ComplaintLimits[RuleDefaults.UtmostComplaint]),
        rules.Convention, rules.Levels.GetValueOrDefault(ClockKind.Complaint, []));

    /// <summary>Reads a complaint that has its terms.</summary>
    public static ComplaintReading Of(ComplaintState state, DecisionContext context)
    {
        var row = new ComplaintRow { No = state.Row.No };
        DateTimeOffset? filedAt = null;
        DateTimeOffset? answeredAt = null;
        foreach (var fact in state.History)
        {
            switch (fact.Data)
            {
                case ComplaintFiled filed:
                    filedAt ??= fact.OccurredAt;
                    row = Named(row, filed.Hall, filed.Window, filed.Department, filed.Class);
                    break;
                case ComplaintAnswered answered:
                    answeredAt = answeredAt is { } earlier && (filedAt is null || earlier >= filedAt)
                        ? earlier
                        : fact.OccurredAt;
                    row = Named(row, answered.Hall, answered.Window, answered.Department, answered.Class);
                    break;
            }
        }

        row = row with { FiledAt = filedAt, AnsweredAt = answeredAt };
        var place = new Place(row.Hall, row.Window, row.Department, null);
        return filedAt is { } start
            ? Clocked(row, place, start, state.Terms!, context)
            : new(row, [], place, null);
    }

    private static ComplaintReading Clocked(
        ComplaintRow row, Place place, DateTimeOffset filedAt, ComplaintTerms terms, DecisionContext context)
    {
        var limit = terms.Limits.FirstOrDefault(one => one.Class == row.Class)?.Limit ?? terms.Otherwise;
        var calendar = context.Calendars.Of(row.Hall);
        var times = new ClockTimes(filedAt, row.AnsweredAt, [], 0);
        ClockReading[] clocks =
        [
            Read("complaint", limit, terms.Levels),
            Read("complaint.utmost", terms.Utmost, UtmostLevels),
        ];
        var until = row.AnsweredAt is { } stopped && stopped < context.Now ? stopped : context.Now;
        var alerts = ImmutableArray.CreateBuilder<Alert>();
        DateTimeOffset? next = null;
        foreach (var clock in clocks)
        {
            foreach (var level in clock.Levels)
            {
                if (until > level.At)
                {
                    alerts.Add(CaseCards.Of(clock, level));
                }
                else
                {
                    Pend(level.At);
                }
            }

            Pend(clock.DueAt);
        }

        if (row.AnsweredAt > context.Now)
        {
            Pend(row.AnsweredAt.Value);
        }

        var moved = row with
        {
            DueAt = clocks[0].DueAt,
            UtmostAt = clocks[1].DueAt,
            Overdue = until > clocks[0].DueAt || until > clocks[1].DueAt,
        };
        return new(moved, alerts.ToImmutable(), place, next);

        ClockReading Read(string name, Limit amount, ImmutableArray<LevelRule> levels) => Clock.Read(
            new ClockRule(ClockKind.Complaint, name, terms.Convention, amount, null, levels), times, calendar);

        // Exactly on the instant nothing is due yet; an answer that came stops every clock.
        void Pend(DateTimeOffset at)
        {
            if (at >= until && (row.AnsweredAt is null || row.AnsweredAt > context.Now)
                && (next is null || at.AddTicks(1) < next))
            {
                next = at.AddTicks(1);
            }
        }
    }

    /// <summary>What the first fact that says so says.</summary>
    private static ComplaintRow Named(
        ComplaintRow row, string? hall, string? window, string? department, string? about) => row with
        {
            Hall = row.Hall ?? hall,
            Window = row.Window ?? window,
            Department = row.Department ?? department,
            Class = row.Class ?? about,
        };
}
