using System.Collections.Immutable;
using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Calendars;
using Supervision.Core.Cases;
using Supervision.Core.Clocks;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Presence;
using Supervision.Core.Reading;
using Supervision.Core.Rules;

namespace Supervision.Core.Ratings;

/// <summary>What follows from ratings (domain.md section 8). Pure, and the same whatever order they came in.</summary>
internal static class RatingDesk
{
    private const int WordsMax = 2000;
    private const string Unhandled = "rating.unhandled:";

    /// <summary>What a rating changes; null when another of the same visit counts.</summary>
    public static RatingMoved? Take(
        RatingBook book, string subject, Fact fact, RatingGiven data, DecisionContext context, WorkCalendar calendar)
    {
        var mark = MarkOf(subject, fact, data, context, calendar);
        if (book.Find(mark.Row.Id) is not { } known)
        {
            return new(null, mark);
        }

        if (!mark.Counts(known))
        {
            return null;
        }

        var cause = known.Row.IsBad(context.Rules.Orders) ? known.Row.Cause : mark.Row.Cause;
        return new(known.Row, mark with { Row = Placed(mark.Row, known.Row) with { Cause = cause } });
    }

    /// <summary>Carries out what is asked about a rating.</summary>
    public static Decision Answer(RatingBook book, Command command, DecisionContext context)
    {
        var visit = command switch
        {
            AttributeRating attribute => book.Find(attribute.Visit),
            RecordCallback callback => book.Find(callback.Visit),
            _ => null,
        };
        if (visit is null)
        {
            return Decision.Refused("rating.unknown", "There is no such rating any more.", "Name another.");
        }

        return command is AttributeRating to
            ? Attribute(visit, to)
            : Call(visit, (RecordCallback)command, context);
    }

    /// <summary>Adds what is found, and says when the next callback is overdue.</summary>
    public static DateTimeOffset? Look(
        RatingBook book, DateTimeOffset now, RatingRules rules, List<Alert> alerts)
    {
        DateTimeOffset? next = null;
        foreach (var visit in book.Visits.Concat(book.Owed))
        {
            if (visit.Row.CallbackDueAt is not { } due)
            {
                continue;
            }

            if ((visit.Row.CalledAt ?? now) > due)
            {
                alerts.Add(new(
                    AlertKind.Finding, AlertLevel.Yellow, null, UnhandledKey(visit.Row), due,
                    Because.Of(("score", Number(visit.Row.Score)), ("due", Because.Instant(due)))));
            }
            else if (visit.Row.CalledAt is null && (next is null || due < next))
            {
                next = due.AddTicks(1);
            }
        }

        LookForBursts(book, rules, alerts);
        return next;
    }

    /// <summary>Whether an alert is about ratings.</summary>
    public static bool IsAbout(string key) => key.StartsWith("rating.", StringComparison.Ordinal);

    /// <summary>
    /// The alerts without those whose visits are no longer all known since a rating moved: they stay as they were
    /// decided.
    /// </summary>
    /// <param name="alerts">All that were raised.</param>
    /// <param name="before">The book without the rating.</param>
    /// <param name="moved">The rating.</param>
    /// <param name="after">The book with it.</param>
    public static ImmutableArray<AlertMark> Unsettled(
        ImmutableArray<AlertMark> alerts, RatingBook before, RatingMoved moved, RatingBook after)
    {
        if (!after.HasFolded || !alerts.Any(mark => IsAbout(mark.Key)))
        {
            return alerts;
        }

        // What is unknown was settled when it left, so that only what leaves now has to be looked for.
        var known = after.Visits.Concat(after.Owed).Select(visit => visit.Row.Id).ToHashSet(StringComparer.Ordinal);
        var left = before.Visits.Concat(before.Owed).Append(moved.Mark).Where(visit => !known.Contains(visit.Row.Id))
            .Select(visit => UnhandledKey(visit.Row)).ToHashSet(StringComparer.Ordinal);
        return alerts.RemoveAll(mark => IsAbout(mark.Key)
            && (mark.Key.StartsWith(Unhandled, StringComparison.Ordinal)
                ? left.Contains(mark.Key)
                : LocalDays.DayOf(mark.Key) is { } day && after.IsIncomplete(day)));
    }

    /// <summary>Keys are shown: hashed, because the visit's id may be a case, whose applicant rated.</summary>
    private static string UnhandledKey(RatingRow row) =>
        Unhandled + FactIdentity.Of("/ratings", row.Id).ToString("x32", CultureInfo.InvariantCulture);

    /// <summary>Many ratings from one device in a short time, and ratings from devices of staff.</summary>
    private static void LookForBursts(RatingBook book, RatingRules rules, List<Alert> alerts)
    {
        var given = book.Visits.Where(visit => !visit.Row.IsDefault)
            .GroupBy(visit => (visit.Row.Day, Device: visit.Device ?? ""));
        foreach (var device in given)
        {
            if (book.IsIncomplete(device.Key.Day))
            {
                continue; // some of that day's ratings have left
            }

            VisitMark[] visits = [.. device];
            var key = $"{LocalDays.Text(device.Key.Day)}:{device.Key.Device}";
            if (rules.StaffDevices.Contains(device.Key.Device))
            {
                Add("rating.staffDevice", visits[0].Row.At, visits.Length);
            }

            for (var last = rules.BurstMany - 1; last < visits.Length; last++)
            {
                if (visits[last].Row.At - visits[last - rules.BurstMany + 1].Row.At <= rules.BurstWindow)
                {
                    Add("rating.burst", visits[last].Row.At, visits.Length);
                    break;
                }
            }

            void Add(string code, DateTimeOffset at, int count) => alerts.Add(new(
                AlertKind.Finding, AlertLevel.Warning, null, $"{code}:{key}", at,
                Because.Of(("device", device.Key.Device), ("ratings", Number(count)))));
        }
    }

    private static VisitMark MarkOf(
        string subject, Fact fact, RatingGiven data, DecisionContext context, WorkCalendar calendar)
    {
        var organisation = context.Rules.Organisation;
        var window = organisation.Windows.GetValueOrDefault(subject);
        var (day, _) = LocalDays.Of(fact.OccurredAt, calendar);
        var isDefault = data.Default == true;
        var owes = !isDefault && data.Named == true && data.Score <= context.Rules.Orders.BadRatingMax;
        var row = new RatingRow
        {
            Id = $"{subject}/{VisitOf(window is not null, fact, data, day)}",
            Cause = $"fact:{fact.Identity:x32}",
            Subject = subject,
            At = fact.OccurredAt,
            Day = day,
            Score = data.Score,
            IsDefault = isDefault,
            Named = data.Named == true,
            Channel = data.Channel,
            Comment = data.Comment,
            Hall = window?.Hall,
            Window = window?.Id,
            Department = window?.Department,
            Staff = data.Staff,
            Item = data.Item,
            CallbackDueAt = owes
                ? DeadlineCalculator.Calculate(
                    fact.OccurredAt, context.Rules.Ratings.Callback, context.Rules.Convention, calendar).Reading.DueAt
                : null,
        };
        return new(row, unchecked((ulong)fact.Identity), data.Device);
    }

    /// <summary>
    /// A matter is rated once. So is a visit, which a ticket tells from others; without one each rating is a visit. The
    /// ticket is hashed: whoever called it could tell who rated.
    /// </summary>
    private static string VisitOf(bool isWindow, Fact fact, RatingGiven data, DateOnly day)
    {
        if (!isWindow)
        {
            return "matter";
        }

        var identity = data.Ticket is { } ticket
            ? FactIdentity.Of($"{fact.Subject}/{LocalDays.Text(day)}", ticket)
            : fact.Identity;
        return identity.ToString("x32", CultureInfo.InvariantCulture);
    }

    /// <summary>Whom the earlier rating belonged to, where the later does not say.</summary>
    private static RatingRow Placed(RatingRow row, RatingRow known) => row with
    {
        Hall = row.Hall ?? known.Hall,
        Window = row.Window ?? known.Window,
        Department = row.Department ?? known.Department,
        Staff = row.Staff ?? known.Staff,
        Item = row.Item ?? known.Item,
    };

    private static Decision Attribute(VisitMark visit, AttributeRating to)
    {
        var row = visit.Row with
        {
            Hall = to.Hall ?? visit.Row.Hall,
            Window = to.Window ?? visit.Row.Window,
            Department = to.Department ?? visit.Row.Department,
            Staff = visit.Row.Staff ?? to.Staff,
            Item = visit.Row.Item ?? to.Item,
        };
        return row == visit.Row ? Decision.Of() : Decision.Of(new RatingMoved(visit.Row, visit with { Row = row }));
    }

    private static Decision Call(VisitMark visit, RecordCallback call, DecisionContext context)
    {
        if (visit.Row.CallbackDueAt is null)
        {
            return Decision.Refused(
                "callback.none", "No callback is owed: the rating is not bad, or the rater gave no name.",
                "Choose one that waits for it.");
        }

        if (visit.Row is { CalledAt: not null, Result: not CallbackResult.Unreachable })
        {
            return Decision.Refused(
                "callback.made", $"{visit.Row.CalledBy} has called already.", "Look at what came of it.");
        }

        if (call.By.Staff is { } staff && staff == visit.Row.Staff)
        {
            return Decision.Refused("callback.own", "Nobody calls those who rated them.", "Have another call.");
        }

        if (call.Words?.Length > WordsMax)
        {
            return Decision.Refused("callback.words", $"More than {WordsMax} characters.", "Write less.");
        }

        return Decision.Of(new RatingMoved(visit.Row, visit with
        {
            Row = visit.Row with
            {
                CalledAt = visit.Row.CalledAt ?? context.Now,
                Result = call.Result,
                CalledBy = call.By.Name,
                Words = call.Words,
            },
        }));
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
