using Supervision.Core.Alerts;
using Supervision.Core.Calendars;
using Supervision.Core.Jobs;
using Supervision.Core.Reading;
using Supervision.Core.Rules;
using Supervision.Silo.Storage;
using Supervision.Silo.Views;

namespace Supervision.Silo.Reports;

/// <summary>One thing that a figure counts.</summary>
/// <param name="Kind"><c>case</c>, <c>alert</c>, <c>order</c>, <c>rating</c>, or <c>month</c> of a rank.</param>
/// <param name="Id">Which: case or order number, window of a rating, subject of an alert, month.</param>
/// <param name="At">Event time by which it belongs to the period; of a month its end.</param>
/// <param name="Score">Score of a month; null for anything else.</param>
public readonly record struct EvidenceItem(string Kind, string Id, DateTimeOffset At, decimal? Score = null);

/// <summary>Told of everything a figure counts.</summary>
/// <param name="key">The figure.</param>
/// <param name="of">Whose; null for the whole city.</param>
/// <param name="counts">Of a rate: whether it is in the numerator too. Always true for a count.</param>
/// <param name="evidence">What it is.</param>
public delegate void Counted(string key, string? of, bool counts, EvidenceItem evidence);

/// <summary>
/// What a bulletin is made of: one walk over the lists tells of everything each figure counts. A figure and its
/// evidence come from the same walk, so that they cannot differ.
/// </summary>
/// <param name="views">The lists.</param>
/// <param name="rules">The rules of now.</param>
/// <param name="calendar">Says where days begin.</param>
internal sealed class BulletinReading(ViewDatabase views, RuleBook rules, WorkCalendar calendar)
{
    /// <summary>Keys of figures that are a share.</summary>
    public static IReadOnlySet<string> Rates { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "onTime", "onTheSpot", "rectified", "satisfaction", "onTimeOf", "satisfactionOf",
    };

    /// <summary>Walks a period.</summary>
    public void Walk(Cycle period, Counted counted)
    {
        var (start, end) = (period.StartsAt(calendar), period.EndsAt(calendar));
        PeriodPages.ReadAhead(views, start, end);
        views.Read(reader =>
        {
            CountCases(reader, start, end, counted);
            CountAlerts(reader, start, end, counted);
            CountOrders(reader, start, end, counted);
            CountRatings(reader, start, end, counted);
            return 0;
        });
    }

    private void CountCases(SqliteDatabase reader, DateTimeOffset start, DateTimeOffset end, Counted counted)
    {
        PeriodCases.WalkAccepted(reader, start, end, (no, at) => counted("accepted", null, true, new("case", no, at)));
        PeriodCases.WalkFinished(reader, start, end, row =>
        {
            var evidence = new EvidenceItem("case", row.No, row.FinishedAt);
            counted("finished", null, true, evidence);
            counted("onTime", null, !row.Overdue, evidence);
            counted("onTimeOf", row.Department ?? "", !row.Overdue, evidence);
            counted("onTheSpot", null, calendar.DateOf(row.AcceptedAt) == calendar.DateOf(evidence.At), evidence);
        });
        PeriodCases.WalkOverdue(reader, end, (no, department, acceptedAt) =>
        {
            var evidence = new EvidenceItem("case", no, acceptedAt);
            counted("overdueOpen", null, true, evidence);
            counted("onTime", null, false, evidence);
            counted("onTimeOf", department ?? "", false, evidence);
        });
    }

    private static void CountAlerts(
        SqliteDatabase reader, DateTimeOffset start, DateTimeOffset end, Counted counted)
    {
        using var select = reader.Prepare(
            "SELECT kind, level, code, subject, at, state FROM alert WHERE at >= ?1 AND at < ?2");
        select.Bind(1, start.UtcTicks).Bind(2, end.UtcTicks);
        while (select.Step())
        {
            var evidence = new EvidenceItem("alert", select.Text(3), new(select.Int64(4), TimeSpan.Zero));
            if ((AlertState)select.Int64(5) == AlertState.Revoked)
            {
                counted("revoked", null, true, evidence);
                continue;
            }

            counted("reason", select.Text(2).Split(':')[0], true, evidence);
            var key = (AlertKind)select.Int64(0) == AlertKind.Finding ? "findings" : (AlertLevel)select.Int64(1) switch
            {
                AlertLevel.Warning => "warning",
                AlertLevel.Yellow => "yellow",
                AlertLevel.Red => "red",
                _ => null,
            };
            if (key is not null)
            {
                counted(key, null, true, evidence);
            }
        }
    }

    private static void CountOrders(
        SqliteDatabase reader, DateTimeOffset start, DateTimeOffset end, Counted counted)
    {
        using var select = reader.Prepare("SELECT no, issued, open FROM orders WHERE issued >= ?1 AND issued < ?2");
        select.Bind(1, start.UtcTicks).Bind(2, end.UtcTicks);
        while (select.Step())
        {
            var evidence = new EvidenceItem("order", select.Text(0), new(select.Int64(1), TimeSpan.Zero));
            counted("orders", null, true, evidence);
            counted("rectified", null, select.Int64(2) == 0, evidence);
        }
    }

    private void CountRatings(SqliteDatabase reader, DateTimeOffset start, DateTimeOffset end, Counted counted)
    {
        using var select = reader.Prepare(
            "SELECT score, isdefault, hall, window, at FROM rating WHERE at >= ?1 AND at < ?2");
        select.Bind(1, start.UtcTicks).Bind(2, end.UtcTicks);
        while (select.Step())
        {
            var evidence = new EvidenceItem("rating", select.Text(3), new(select.Int64(4), TimeSpan.Zero));
            if (select.Int64(1) != 0)
            {
                counted("defaultRatings", null, true, evidence);
                continue;
            }

            var isSatisfied = select.Int64(0) >= Rate.SatisfiedMin;
            counted("satisfaction", null, isSatisfied, evidence);
            counted("satisfactionOf", select.Text(2), isSatisfied, evidence);
            if (select.Int64(0) <= rules.Orders.BadRatingMax)
            {
                counted("badRatings", null, true, evidence);
            }
        }
    }
}
