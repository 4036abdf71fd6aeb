using System.Collections.Immutable;
using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Calendars;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Presence;
using Supervision.Core.Rules;
using Supervision.Core.Staff;

namespace Supervision.Core.Windows;

/// <summary>
/// What a hall owes in patrols (domain.md section 7: four a working day, video checks, visits of leaders) and did not
/// get. Each reading is one of all days kept, so a patrol that is told days late withdraws what it disproves. Pure.
/// </summary>
internal static class PatrolDesk
{
    /// <summary>A slot of a day nobody came in.</summary>
    public const string Missed = "patrol.missed";

    /// <summary>A week or month with too few patrols of a kind.</summary>
    public const string RoundMissed = "patrol.roundMissed";

    /// <summary>When a patrol was made: as it was signed on the spot, however late it is told.</summary>
    public static DateTimeOffset TimeOf(Fact fact, PatrolRecorded patrol) => patrol.SignedAt ?? fact.OccurredAt;

    /// <summary>Places a patrol in its day.</summary>
    public static void Place(
        Draft<WindowState> draft, DateTimeOffset at, string kind, string? inspector, DecisionContext context)
    {
        var calendar = context.Calendars.Of(draft.State.Id);
        var (day, second) = LocalDays.Of(at, calendar);
        if (draft.State.Patrols.IsFolded(day))
        {
            draft.Add(new SignalTooLate(day));
            return;
        }

        Open(draft, day, context);
        draft.Add(new PatrolPlaced(day, new(second, kind, inspector)));
    }

    /// <summary>Opens the working days nobody patrolled on.</summary>
    public static void OpenMissing(Draft<WindowState> draft, DecisionContext context)
    {
        DateOnly[] known = [.. draft.State.Patrols.Days.Select(day => day.Date)];
        if (known.Length == 0)
        {
            return;
        }

        var calendar = context.Calendars.Of(draft.State.Id);
        foreach (var day in LocalDays.Missing(known[0], calendar.DateOf(context.Now), known, calendar).ToArray())
        {
            Open(draft, day, context);
        }
    }

    /// <summary>Adds what is found, and says when it changes by itself; null when it does not.</summary>
    public static DateTimeOffset? Look(
        PatrolBook book, DateTimeOffset now, WorkCalendar calendar, List<Alert> alerts)
    {
        if (book.Days.IsEmpty)
        {
            return null;
        }

        var next = calendar.OpeningOf(calendar.NextWorkingDayOnOrAfter(calendar.DateOf(now).AddDays(1)));
        foreach (var day in book.Days)
        {
            Earlier(LookAtSlots(day, now, calendar, alerts));
        }

        foreach (var period in book.Days.SelectMany(PeriodsOf).DistinctBy(period => (period.Index, period.From)))
        {
            Earlier(LookAtRound(book, period, now, calendar, alerts));
        }

        return next;

        void Earlier(DateTimeOffset? at) => next = at < next ? at.Value : next;
    }

    /// <summary>What a hall remembers after one of these events; null for any other event.</summary>
    public static WindowState? After(WindowState state, DomainEvent @event) => @event switch
    {
        PatrolDayOpened e => Opened(state, e),
        PatrolPlaced e => state with
        {
            Patrols = new([.. state.Patrols.Days.Select(day => day.Date == e.Date ? With(day, e.Mark) : day)]),
        },
        _ => null,
    };

    private static void Open(Draft<WindowState> draft, DateOnly day, DecisionContext context)
    {
        if (draft.State.Patrols.Days.All(known => known.Date != day))
        {
            var rules = context.Rules.Presence;
            draft.Add(PatrolPlan.IsOwed(draft.State.Id, context)
                ? new PatrolDayOpened(day, rules.Patrols, rules.Rounds)
                : new PatrolDayOpened(day, [], []));
        }
    }

    private static DateTimeOffset? LookAtSlots(
        PatrolDay day, DateTimeOffset now, WorkCalendar calendar, List<Alert> alerts)
    {
        if (!calendar.IsWorkingDay(day.Date))
        {
            return null;
        }

        DateTimeOffset? next = null;
        for (var i = 0; i < day.Slots.Length; i++)
        {
            var slot = day.Slots[i];
            var (from, to) = (StaffDays.Seconds(slot.From), StaffDays.Seconds(slot.To));
            if (day.Marks.Any(mark => mark.Second >= from && mark.Second < to && Counts(slot.Kinds, mark.Kind)))
            {
                continue;
            }

            var end = LocalDays.Instant(day.Date, to, calendar);
            if (now < end)
            {
                next ??= end;
                continue;
            }

            alerts.Add(new(
                AlertKind.Finding, AlertLevel.Yellow, null, LocalDays.Key(Missed, day.Date, i), end, Because.Of(
                    ("from", LocalDays.Time(from)), ("to", LocalDays.Time(to)),
                    ("patrolKinds", slot.Kinds.IsEmpty ? null : string.Join(' ', slot.Kinds)))));
        }

        return next;
    }

    /// <summary>A round is judged once its week or month is over, if the hall was watched from its first day.</summary>
    private static DateTimeOffset? LookAtRound(
        PatrolBook book, Period period, DateTimeOffset now, WorkCalendar calendar, List<Alert> alerts)
    {
        var round = period.Round;
        if (period.From < book.Days[0].Date || calendar.WorkingDaysBetween(
            period.From.AddDays(-1), period.To.AddDays(-1)) == 0)
        {
            return null;
        }

        var made = book.Days.Where(day => day.Date >= period.From && day.Date < period.To)
            .Sum(day => day.Marks.Count(mark => Counts(round.Kinds, mark.Kind)
                && Counts(round.Inspectors, mark.Inspector)));
        var end = LocalDays.Instant(period.To, 0, calendar);
        if (made >= round.Times)
        {
            return null;
        }

        if (now < end)
        {
            return end;
        }

        alerts.Add(new(
            AlertKind.Finding, AlertLevel.Yellow, null, LocalDays.Key(RoundMissed, period.From, period.Index), end,
            Because.Of(
                ("patrolRound", round.Every == RoundPeriod.Week ? "week" : "month"), ("made", Number(made)),
                ("owed", Number(round.Times)),
                ("patrolKinds", round.Kinds.IsEmpty ? null : string.Join(' ', round.Kinds)))));
        return null;
    }

    /// <summary>The weeks and months a day lies in, by what was owed when it was opened.</summary>
    private static IEnumerable<Period> PeriodsOf(PatrolDay day)
    {
        for (var i = 0; i < day.Rounds.Length; i++)
        {
            var from = day.Rounds[i].Every == RoundPeriod.Week
                ? day.Date.AddDays(-(((int)day.Date.DayOfWeek + 6) % 7))
                : new DateOnly(day.Date.Year, day.Date.Month, 1);
            yield return new(i, day.Rounds[i], from, day.Rounds[i].Every == RoundPeriod.Week
                ? from.AddDays(7)
                : from.AddMonths(1));
        }
    }

    private static bool Counts(ImmutableArray<string> wanted, string? made) =>
        wanted.IsEmpty || made is not null && wanted.Contains(made);

    private static WindowState Opened(WindowState state, PatrolDayOpened opened)
    {
        ImmutableArray<PatrolDay> days =
        [
            .. state.Patrols.Days.Add(new(opened.Date, opened.Slots, opened.Rounds, [])).OrderBy(day => day.Date),
        ];
        if (days.Length <= PatrolBook.DaysKept)
        {
            return state with { Patrols = new(days) };
        }

        days = days.RemoveAt(0);
        return state with
        {
            Patrols = new(days),
            Alerts = state.Alerts.RemoveAll(mark =>
                mark.Key.StartsWith("patrol.", StringComparison.Ordinal) && LocalDays.DayOf(mark.Key) < days[0].Date),
        };
    }

    private static PatrolDay With(PatrolDay day, PatrolMark mark) => day with
    {
        Marks = day.Marks.Contains(mark)
            ? day.Marks
            : LocalDays.Ends(
                [
                    .. day.Marks.Append(mark).OrderBy(one => one.Second).ThenBy(one => one.Kind, StringComparer.Ordinal)
                        .ThenBy(one => one.Inspector, StringComparer.Ordinal),
                ], PatrolBook.MarksKept),
    };

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A week or month with what is owed in it; the end is exclusive.</summary>
    private readonly record struct Period(int Index, PatrolRound Round, DateOnly From, DateOnly To);
}
