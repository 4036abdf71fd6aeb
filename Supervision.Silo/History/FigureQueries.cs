using System.Collections.Immutable;

namespace Supervision.Silo.History;

/// <summary>
/// The figures of rankings as the store counts them from its rows: one statement for each table, with a column for each
/// figure. They say in their own way what <see cref="Core.Scores.Contributions"/> says, so that one proves the other.
/// </summary>
internal static class FigureQueries
{
    /// <summary>What names of figures begin with, as a table may have a column of the same name.</summary>
    public const string Prefix = "figure_";

    private const string InMonth = "BETWEEN {from:Date} AND {to:Date}";

    private const string Posts = "('window', window), ('department', department), ('hall', hall)";

    /// <summary>
    /// Every statement, with <c>{from:Date}</c> and <c>{to:Date}</c>: the first and last day of a month.
    /// </summary>
    public static ImmutableArray<string> All { get; } =
    [
        $"""
        WITH
            accepted_on {InMonth} AS is_accepted,
            state IN ('finished', 'delivered') AND ended_on {InMonth} AS is_finished,
            intDiv(toUnixTimestamp64Nano(promised_due), 100) AS due_tick,
            intDiv(toUnixTimestamp64Nano(accepted), 100) AS accepted_tick,
            intDiv(toUnixTimestamp64Nano(ended), 100) AS ended_tick
        SELECT unit.1 AS of, unit.2 AS id,
            countIf(is_accepted) AS figure_accepted,
            countIf(is_accepted AND (department = '' OR handler = '')) AS figure_dataIncomplete,
            sumIf(ifNull(promised_days, 0), is_accepted) AS figure_promisedDays,
            sumIf(ifNull(statutory_days, 0), is_accepted) AS figure_statutoryDays,
            countIf(is_finished) AS figure_finished,
            countIf(is_finished AND NOT overdue) AS figure_finishedOnTime,
            countIf(is_finished AND accepted_on = ended_on) AS figure_onTheSpot,
            countIf(is_finished AND due_tick > accepted_tick
                AND due_tick - ended_tick >= intDiv(due_tick - accepted_tick, 10)) AS figure_finishedEarly,
            countIf(is_finished AND type = 'immediate') AS figure_immediate,
            countIf(is_finished AND type = 'joint') AS figure_joint,
            toInt64(countIf(overdue AND due_on <= {"{to:Date}"}))
                - countIf(overdue AND due_on IS NOT NULL AND ended_on <= {"{to:Date}"}) AS figure_overdueOpen
        FROM cases FINAL ARRAY JOIN [{Posts}, ('staff', handler), ('channel', channel)] AS unit
        WHERE accepted IS NOT NULL AND unit.2 != ''
        GROUP BY of, id
        """,
        $"""
        SELECT unit.1 AS of, unit.2 AS id,
            countIf(kind = 'card' AND level = 'warning') AS figure_warnings,
            countIf(kind = 'card' AND level = 'yellow') AS figure_yellow,
            countIf(kind = 'card' AND level = 'red') AS figure_red,
            countIf(kind = 'finding' AND startsWith(code, 'window.unstaffed')) AS figure_unstaffed,
            countIf(kind = 'finding' AND NOT startsWith(code, 'window.unstaffed') AND level != 'reminder')
                AS figure_findings
        FROM alerts ARRAY JOIN [{Posts}, ('staff', staff)] AS unit
        WHERE standing AND day {InMonth} AND unit.2 != ''
        GROUP BY of, id
        """,
        $"""
        SELECT unit.1 AS of, unit.2 AS id,
            count() AS figure_ratings, countIf(score >= 3) AS figure_satisfied, countIf(score < 3) AS figure_badRatings,
            countIf(callback_due IS NOT NULL) AS figure_callbacks,
            countIf(callback_due IS NOT NULL AND called IS NOT NULL) AS figure_callbacksDone
        FROM ratings FINAL ARRAY JOIN [{Posts}, ('staff', staff)] AS unit
        WHERE NOT defaulted AND day {InMonth} AND unit.2 != ''
        GROUP BY of, id
        """,
        $"""
        SELECT unit.1 AS of, unit.2 AS id,
            count() AS figure_orders, countIf(state IN ('rectified', 'verified', 'closed')) AS figure_ordersRectified,
            countIf(source = 'spotCheck') AS figure_spotChecks
        FROM orders FINAL ARRAY JOIN [{Posts}, ('staff', person)] AS unit
        WHERE state != 'revoked' AND day {InMonth} AND unit.2 != ''
        GROUP BY of, id
        """,
        $"""
        SELECT unit.1 AS of, unit.2 AS id,
            countIf(status NOT IN ('due', 'leave')) AS figure_attendanceExpected,
            countIf(status IN ('late', 'lateAndEarly')) AS figure_attendanceLate,
            countIf(status = 'early') AS figure_attendanceEarly, countIf(status = 'absent') AS figure_attendanceAbsent
        FROM attendance FINAL ARRAY JOIN [('department', department), ('hall', hall), ('staff', staff)] AS unit
        WHERE day {InMonth} AND unit.2 != ''
        GROUP BY of, id
        """,
        $"""
        SELECT unit.1 AS of, unit.2 AS id,
            count() AS figure_complaints, countIf(overdue) AS figure_complaintsLate
        FROM complaints FINAL ARRAY JOIN [{Posts}] AS unit
        WHERE filed IS NOT NULL AND day {InMonth} AND unit.2 != ''
        GROUP BY of, id
        """,
    ];
}
