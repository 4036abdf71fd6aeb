using System.Collections.Immutable;
using Supervision.Core.Scores.Formulas;

namespace Supervision.Core.Scores;

/// <summary>
/// The scheme where a rule book has none: areas and weights of S3, deductions as published (P), headline figures of
/// domain.md section 10. What no source fixes is ours: the parts within an area, how far deductions reach, the smallest
/// sample.
/// </summary>
public static class DefaultScheme
{
    private static readonly ImmutableArray<ScoreOf> Everybody = [.. Enum.GetValues<ScoreOf>()];
    private static readonly ImmutableArray<ScoreOf> Units =
        [ScoreOf.Window, ScoreOf.Department, ScoreOf.Hall, ScoreOf.Town];
    private static readonly ImmutableArray<ScoreOf> Employers =
        [ScoreOf.Department, ScoreOf.Hall, ScoreOf.Staff, ScoreOf.Town];

    /// <summary>The scheme.</summary>
    public static ScoreScheme Scheme { get; } = new()
    {
        SampleMin = 5,
        AnnualDepartment = 5,
        AnnualTown = 2,
        ExcellentWindows = 10,
        HonourMin = 90,
        Areas =
        [
            new("work", "工作实绩", "Work done", 40,
            [
                Share(
                    "onTimeRate", "按期办结率", "On-time rate", "rate(finishedOnTime, finished + overdueOpen)", 3,
                    Everybody),
                Share("closureRate", "办结率", "Closure rate", "rate(finished, accepted)", 1, Everybody),
                Share("rectificationRate", "整改率", "Rectification rate", "rate(ordersRectified, orders)", 1, Everybody),
                Points("warningRuns", "连续三次预警", "Three warnings in a row", "-3 * floor(warnings / 3)", -15, 0),
                Points("yellowCards", "黄牌扣分", "Yellow cards", "-5 * yellow", -40, 0),
                Points("redCards", "红牌扣分", "Red cards", "-10 * red", -60, 0),
                Points(
                    "incompleteData", "数据不全扣分", "Incomplete data",
                    "if(accepted == 0, 0, -floor(100 * rate(dataIncomplete, accepted)))", -5, 0),
            ]),
            new("reform", "审批改革", "Reform of approvals", 20,
            [
                Share("onTheSpotRate", "当日办结率", "On-the-spot rate", "rate(onTheSpot, finished)", 1, Everybody),
                Share("compression", "时限压缩率", "Compression", "1 - rate(promisedDays, statutoryDays)", 1, Everybody),
                Points(
                    "early", "提前办结加分", "Finished early",
                    "if(finished == 0, 0, floor(10 * rate(finishedEarly, finished)))", 0, 10),
            ]),
            new("service", "创新服务", "Service", 20,
            [
                Share("satisfaction", "满意率", "Satisfaction", "rate(satisfied, ratings)", 3, Everybody),
                Share("callbackRate", "回访率", "Callback rate", "rate(callbacksDone, callbacks)", 1, Everybody),
                Points("complaints", "投诉扣分", "Complaints", "-complaints - complaintsLate", -10, 0),
            ]),
            new("presence", "窗口建设", "Windows and people", 20,
            [
                Share("staffing", "在岗", "Staffing", "1 - unstaffed / 10", 1, Units),
                Share(
                    "attendanceRate", "出勤率", "Attendance",
                    "1 - rate(attendanceLate + attendanceEarly + attendanceAbsent, attendanceExpected)", 1, Employers),
                Points("spotChecks", "抽查问题扣分", "Spot-check findings", "-spotChecks", -10, 0),
            ]),
        ],
    };

    private static ScoreIndicator Share(
        string id, string name, string english, string formula, int weight, ImmutableArray<ScoreOf> of) =>
        new(id, name, english, Formula.Parse(formula), 0, 1, weight, of);

    private static ScoreIndicator Points(
        string id, string name, string english, string formula, decimal min, decimal max) =>
        new(id, name, english, Formula.Parse(formula), min, max, 0, Everybody);
}
