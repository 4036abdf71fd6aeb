using System.Collections.Immutable;
using static Supervision.Silo.History.ColumnKind;

namespace Supervision.Silo.History;

/// <summary>
/// Every prepared question, in the order they are offered. Figures that rankings know too are counted as they are
/// there: a case by the days of its acceptance and end, a rating by its day, a card by the instant it holds from.
/// </summary>
public static class Questions
{
    private const string FromTo = "{from:Date} AND {to:Date}";

    private const string OfPlace =
        "({hall:String} = '' OR hall = {hall:String}) "
        + "AND ({department:String} = '' OR department = {department:String})";

    private const string OfItem = OfPlace + " AND ({item:String} = '' OR item = {item:String})";

    private const string IsFinished = "state IN ('finished', 'delivered')";

    private static readonly ImmutableArray<QuestionField> Place = [QuestionField.Hall, QuestionField.Department];

    private static readonly ImmutableArray<QuestionField> PlaceAndItem = [.. Place, QuestionField.Item];

    /// <summary>Every question.</summary>
    public static ImmutableArray<Question> All { get; } =
    [
        OfCases(
            "volume", [new("month", Month), new("accepted", Count), new("finished", Count)],
            $"""
            SELECT toStartOfMonth(assumeNotNull(happened.1)) AS month, countIf(happened.2 = 'accepted') AS accepted,
                countIf(happened.2 = 'finished') AS finished
            FROM
            (
                SELECT arrayJoin(
                    [(accepted_on, 'accepted'), (if({IsFinished}, ended_on, NULL), 'finished')]) AS happened
                FROM cases FINAL WHERE accepted IS NOT NULL AND {OfItem}
            )
            WHERE happened.1 BETWEEN {FromTo}
            GROUP BY month ORDER BY month
            """,
            [], "accepted"),
        OfCases(
            "onTime", [new("department", Department), new("finished", Count), new("finishedOnTime", Count)],
            $"""
            SELECT department, count() AS finished, countIf(NOT overdue) AS finishedOnTime
            FROM cases FINAL WHERE accepted IS NOT NULL AND {IsFinished} AND ended_on BETWEEN {FromTo} AND {OfItem}
            GROUP BY department ORDER BY finishedOnTime / finished, department
            """,
            [new("onTimeShare", "finishedOnTime", "finished")], "onTimeShare"),
        OfCases(
            "onTimeByMonth", [new("month", Month), new("finished", Count), new("finishedOnTime", Count)],
            $"""
            SELECT toStartOfMonth(assumeNotNull(ended_on)) AS month_, count() AS finished,
                countIf(NOT overdue) AS finishedOnTime
            FROM cases FINAL WHERE accepted IS NOT NULL AND {IsFinished} AND ended_on BETWEEN {FromTo} AND {OfItem}
            GROUP BY month_ ORDER BY month_
            """,
            [new("onTimeShare", "finishedOnTime", "finished")], "onTimeShare"),
        OfCases(
            "duration",
            [
                new("item", Item), new("finished", Count), new("medianDays", Days), new("slowestTenthDays", Days),
                new("longestDays", Days),
            ],
            $"""
            SELECT item, count() AS finished, quantileExact(0.5)(days) AS medianDays,
                quantileExact(0.9)(days) AS slowestTenthDays, max(days) AS longestDays
            FROM
            (
                SELECT item, dateDiff('second', assumeNotNull(accepted), assumeNotNull(ended)) / 86400 AS days
                FROM cases FINAL
                WHERE accepted IS NOT NULL AND {IsFinished} AND ended_on BETWEEN {FromTo} AND {OfItem}
            )
            GROUP BY item ORDER BY medianDays DESC, item LIMIT 200
            """,
            [], "medianDays"),
        OfCases(
            "overdue", [new("item", Item), new("accepted", Count), new("overdue", Count)],
            $"""
            SELECT item, count() AS accepted_, countIf(overdue) AS overdue_
            FROM cases FINAL WHERE accepted_on BETWEEN {FromTo} AND {OfItem}
            GROUP BY item HAVING overdue_ > 0 ORDER BY overdue_ DESC, item LIMIT 200
            """,
            [new("overdueShare", "overdue", "accepted")], "overdue"),
        new(
            "cards", PlaceAndItem,
            [new("month", Month), new("warnings", Count), new("yellow", Count), new("red", Count)],
            $"""
            SELECT toStartOfMonth(assumeNotNull(day)) AS month, countIf(level = 'warning') AS warnings,
                countIf(level = 'yellow') AS yellow, countIf(level = 'red') AS red
            FROM alerts WHERE standing AND kind = 'card' AND day BETWEEN {FromTo} AND {OfItem}
            GROUP BY month ORDER BY month
            """,
            [], "yellow"),
        new(
            "findings", PlaceAndItem, [new("code", Code), new("standing", Count), new("revoked", Count)],
            $"""
            SELECT splitByChar(':', code)[1] AS found, countIf(standing) AS standing_, countIf(NOT standing) AS revoked
            FROM alerts WHERE kind = 'finding' AND day BETWEEN {FromTo} AND {OfItem}
            GROUP BY found ORDER BY standing_ DESC, found
            """,
            [], "standing"),
        new(
            "satisfaction", PlaceAndItem,
            [new("window", Window), new("ratings", Count), new("satisfied", Count), new("defaults", Count)],
            $"""
            SELECT window, countIf(NOT defaulted) AS ratings, countIf(NOT defaulted AND score >= 3) AS satisfied,
                countIf(defaulted) AS defaults
            FROM ratings FINAL WHERE day BETWEEN {FromTo} AND {OfItem}
            GROUP BY window ORDER BY if(ratings = 0, 2, satisfied / ratings), window LIMIT 500
            """,
            [new("satisfiedShare", "satisfied", "ratings")], "satisfiedShare"),
        new(
            "orders", Place,
            [new("hall", Hall), new("orders", Count), new("ordersRectified", Count), new("medianDays", Days)],
            $"""
            SELECT hall, count() AS orders, countIf(state IN ('rectified', 'verified', 'closed')) AS ordersRectified,
                quantileExactIf(0.5)(dateDiff('second', issued, assumeNotNull(ended)) / 86400,
                    ended IS NOT NULL) AS medianDays
            FROM orders FINAL
            WHERE state != 'revoked' AND day BETWEEN {FromTo} AND {OfPlace}
            GROUP BY hall ORDER BY orders DESC, hall
            """,
            [new("rectifiedShare", "ordersRectified", "orders")], "orders"),
        new(
            "attendance", Place,
            [
                new("department", Department), new("halfDays", Count), new("late", Count), new("early", Count),
                new("absent", Count),
            ],
            $"""
            SELECT department, countIf(status NOT IN ('due', 'leave')) AS halfDays,
                countIf(status IN ('late', 'lateAndEarly')) AS late, countIf(status = 'early') AS early,
                countIf(status = 'absent') AS absent
            FROM attendance FINAL WHERE day BETWEEN {FromTo} AND {OfPlace}
            GROUP BY department HAVING halfDays > 0 ORDER BY absent / halfDays DESC, department
            """,
            [new("absentShare", "absent", "halfDays")], "absentShare"),
        new(
            "complaints", Place,
            [new("month", Month), new("complaints", Count), new("complaintsLate", Count), new("medianDays", Days)],
            $"""
            SELECT month, count() AS complaints, countIf(overdue) AS complaintsLate,
                quantileExactIf(0.5)(dateDiff('second', assumeNotNull(filed), assumeNotNull(answered)) / 86400,
                    answered IS NOT NULL) AS medianDays
            FROM complaints FINAL WHERE filed IS NOT NULL AND day BETWEEN {FromTo} AND {OfPlace}
            GROUP BY month ORDER BY month
            """,
            [new("lateShare", "complaintsLate", "complaints")], "complaints"),
        new(
            "sources", [],
            [
                new("source", Source), new("facts", Count), new("factsLate", Count), new("medianMinutes", Minutes),
                new("slowestTenthMinutes", Minutes),
            ],
            $"""
            SELECT source, count() AS facts, countIf(delay > 86400) AS factsLate,
                quantileExact(0.5)(delay) / 60 AS medianMinutes, quantileExact(0.9)(delay) / 60 AS slowestTenthMinutes
            FROM
            (
                SELECT source, greatest(0, dateDiff('second', occurred, recorded)) AS delay
                FROM facts FINAL WHERE recorded_on BETWEEN {FromTo}
            )
            GROUP BY source ORDER BY facts DESC, source LIMIT 500
            """,
            [new("factsLateShare", "factsLate", "facts")], "facts"),
    ];

    /// <summary>The question of an id; null when there is none.</summary>
    public static Question? Find(string? id) => All.FirstOrDefault(question => question.Id == id);

    private static Question OfCases(
        string id, ImmutableArray<QuestionColumn> columns, string sql, ImmutableArray<QuestionShare> shares,
        string picture) => new(id, PlaceAndItem, columns, sql, shares, picture);
}
