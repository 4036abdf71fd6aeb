using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Supervision.Core.Scores;

/// <summary>Every figure that formulas may use.</summary>
public static class ScoreInputs
{
    private static readonly List<ScoreInput> Defined = [];

    /// <summary>受理件.</summary>
    public static ScoreInput Accepted { get; } = OfCases(
        "accepted", "受理件", "Accepted", "本月受理的办件，以受理时间计月", "Cases accepted in the month", "");

    /// <summary>办结件.</summary>
    public static ScoreInput Finished { get; } = OfCases(
        "finished", "办结件", "Finished", "本月办结或已送达的办件，以办结时间计月；退件、撤件、作废不计",
        "Cases finished in the month, delivered ones included; refused, withdrawn and voided ones are not",
        "state=finished");

    /// <summary>按期办结件.</summary>
    public static ScoreInput FinishedOnTime { get; } = OfCases(
        "finishedOnTime", "按期办结件", "Finished on time", "本月办结且未超承诺、法定和即办时限的办件",
        "Cases finished in the month within every promised, statutory and immediate limit",
        "state=finished&overdue=false");

    /// <summary>超期未结件.</summary>
    public static ScoreInput OverdueOpen { get; } = OfCases(
        "overdueOpen", "超期未结件", "Open and overdue", "月末（本月则为此刻）已超时限而仍未办结的受理件",
        "Accepted cases past a limit and not ended at the end of the month, or now while it runs", "overdue=true");

    /// <summary>当日办结件.</summary>
    public static ScoreInput OnTheSpot { get; } = OfCases(
        "onTheSpot", "当日办结件", "Finished on the day", "本月办结且与受理在同一日的办件",
        "Cases finished in the month on the day of their acceptance", "state=finished");

    /// <summary>提前办结件.</summary>
    public static ScoreInput FinishedEarly { get; } = OfCases(
        "finishedEarly", "提前办结件", "Finished early", "本月办结，且办结时自受理至承诺到期的时间尚余一成以上（按自然时间）的办件",
        "Cases finished in the month with at least a tenth of the time from acceptance to the promised instant left, "
        + "by the clock on the wall", "state=finished");

    /// <summary>即办件.</summary>
    public static ScoreInput Immediate { get; } = OfCases(
        "immediate", "即办件", "Immediate", "本月办结的即办件", "Immediate cases finished in the month", "state=finished");

    /// <summary>联办件.</summary>
    public static ScoreInput Joint { get; } = OfCases(
        "joint", "联办件", "Joint", "本月办结的联办件", "Joint cases finished in the month", "state=finished");

    /// <summary>承诺工作日.</summary>
    public static ScoreInput PromisedDays { get; } = OfCases(
        "promisedDays", "承诺工作日", "Promised days",
        "本月受理且两种时限均已知的办件，自受理次日至承诺到期日的工作日之和",
        "Working days after acceptance up to the promised day, of the cases accepted in the month of which both limits "
        + "are known", "", "工作日");

    /// <summary>法定工作日.</summary>
    public static ScoreInput StatutoryDays { get; } = OfCases(
        "statutoryDays", "法定工作日", "Statutory days",
        "本月受理且两种时限均已知的办件，自受理次日至法定到期日的工作日之和",
        "Working days after acceptance up to the statutory day, of the same cases", "", "工作日");

    /// <summary>数据不全件.</summary>
    public static ScoreInput DataIncomplete { get; } = OfCases(
        "dataIncomplete", "数据不全件", "Incomplete data", "本月受理而缺部门或经办人的办件",
        "Cases accepted in the month without a department or a handler", "");

    /// <summary>预警.</summary>
    public static ScoreInput Warnings { get; } = OfAlerts(
        "warnings", "预警", "Warnings", "本月越过预警点且未被撤销的预警，以越线时刻计月",
        "Warnings that stand, by the instant the line was crossed", "kind=card&level=warning&state=open");

    /// <summary>黄牌.</summary>
    public static ScoreInput Yellow { get; } = OfAlerts(
        "yellow", "黄牌", "Yellow cards", "本月越线且未被撤销的黄牌；申诉成功即不计",
        "Yellow cards that stand; one revoked by an appeal counts no more", "kind=card&level=yellow&state=open");

    /// <summary>红牌.</summary>
    public static ScoreInput Red { get; } = OfAlerts(
        "red", "红牌", "Red cards", "本月越线且未被撤销的红牌；申诉成功即不计",
        "Red cards that stand; one revoked by an appeal counts no more", "kind=card&level=red&state=open");

    /// <summary>其他发现.</summary>
    public static ScoreInput Findings { get; } = OfAlerts(
        "findings", "程序发现", "Findings", "本月未被撤销的发现，空岗除外", "Findings that stand, windows unstaffed apart",
        "kind=finding&state=open");

    /// <summary>空岗.</summary>
    public static ScoreInput Unstaffed { get; } = OfAlerts(
        "unstaffed", "空岗", "Unstaffed", "本月未被撤销的窗口空岗发现", "Findings that a window was unstaffed, which stand",
        "kind=finding&state=open");

    /// <summary>评价.</summary>
    public static ScoreInput Ratings { get; } = OfRatings(
        "ratings", "评价", "Ratings", "本月有人作出的评价；默认好评不计", "Ratings somebody gave in the month; defaults are not");

    /// <summary>满意.</summary>
    public static ScoreInput Satisfied { get; } = OfRatings(
        "satisfied", "满意评价", "Satisfied", "其中三分及以上（基本满意）的评价", "Of these, those of 3 and more");

    /// <summary>差评.</summary>
    public static ScoreInput BadRatings { get; } = OfRatings(
        "badRatings", "差评", "Bad ratings", "其中三分以下的评价", "Of these, those below 3");

    /// <summary>应回访.</summary>
    public static ScoreInput Callbacks { get; } = OfRatings(
        "callbacks", "应回访", "Callbacks owed", "本月评价中应当回访的", "Ratings of the month that asked for a callback");

    /// <summary>已回访.</summary>
    public static ScoreInput CallbacksDone { get; } = OfRatings(
        "callbacksDone", "已回访", "Callbacks made", "其中已经回访的", "Of these, those that were called back");

    /// <summary>应到半天.</summary>
    public static ScoreInput AttendanceExpected { get; } = OfAttendance(
        "attendanceExpected", "应到", "Half days due", "本月已过的应到半天，请假除外",
        "Half days of the month that were to be worked and are over, leave apart");

    /// <summary>迟到.</summary>
    public static ScoreInput AttendanceLate { get; } = OfAttendance(
        "attendanceLate", "迟到", "Late", "其中迟到的，含迟到又早退", "Of these, late ones, also those who left early as well");

    /// <summary>早退.</summary>
    public static ScoreInput AttendanceEarly { get; } = OfAttendance(
        "attendanceEarly", "早退", "Left early", "其中按时到而早退的", "Of these, in time but left early");

    /// <summary>缺勤.</summary>
    public static ScoreInput AttendanceAbsent { get; } = OfAttendance(
        "attendanceAbsent", "缺勤", "Absent", "其中缺勤的", "Of these, absent");

    /// <summary>督办单.</summary>
    public static ScoreInput Orders { get; } = Add(
        "orders", "督办单", "Orders", "件", "本月签发且未被撤销的督办单", "Orders issued in the month and not revoked",
        Evidence.Orders, "");

    /// <summary>已整改.</summary>
    public static ScoreInput OrdersRectified { get; } = Add(
        "ordersRectified", "已整改", "Rectified", "件", "其中已报整改、已核查或已办结的",
        "Of these, rectified, verified or closed", Evidence.Orders, "");

    /// <summary>投诉.</summary>
    public static ScoreInput Complaints { get; } = Add(
        "complaints", "投诉", "Complaints", "件", "本月收到的投诉", "Complaints filed in the month", Evidence.Complaints,
        "");

    /// <summary>逾期答复.</summary>
    public static ScoreInput ComplaintsLate { get; } = Add(
        "complaintsLate", "逾期答复", "Answered late", "件", "其中逾期答复或逾期未答复的", "Of these, answered too late, or overdue",
        Evidence.Complaints, "overdue=true");

    /// <summary>抽查问题.</summary>
    public static ScoreInput SpotChecks { get; } = Add(
        "spotChecks", "抽查问题", "Spot-check findings", "件", "本月因双随机抽查发现问题而签发且未被撤销的督办单",
        "Orders issued in the month because a spot-check found something, and not revoked", Evidence.Orders,
        "source=spotCheck");

    /// <summary>All of them, by <see cref="ScoreInput.Slot"/>.</summary>
    public static ImmutableArray<ScoreInput> All { get; } = [.. Defined];

    private static readonly FrozenDictionary<string, ScoreInput> ById =
        All.ToFrozenDictionary(input => input.Id, StringComparer.Ordinal);

    /// <summary>Names of all figures, for messages.</summary>
    public static string Names { get; } = string.Join(", ", ById.Keys.Order(StringComparer.Ordinal));

    /// <summary>The figure of a name, or null.</summary>
    public static ScoreInput? Find(string id) => ById.GetValueOrDefault(id);

    private static ScoreInput OfCases(
        string id, string name, string english, string says, string saysEnglish, string query, string unit = "件") =>
        Add(id, name, english, unit, says, saysEnglish, Evidence.Cases, query);

    private static ScoreInput OfAlerts(
        string id, string name, string english, string says, string saysEnglish, string query) =>
        Add(id, name, english, "张", says, saysEnglish, Evidence.Alerts, query);

    private static ScoreInput OfRatings(string id, string name, string english, string says, string saysEnglish) =>
        Add(id, name, english, "条", says, saysEnglish, Evidence.Ratings, "");

    private static ScoreInput OfAttendance(string id, string name, string english, string says, string saysEnglish) =>
        Add(id, name, english, "半天", says, saysEnglish, Evidence.Attendance, "");

    private static ScoreInput Add(
        string id, string name, string english, string unit, string says, string saysEnglish, Evidence evidence,
        string query)
    {
        var input = new ScoreInput(Defined.Count, id, name, english, unit, says, saysEnglish, evidence, query);
        Defined.Add(input);
        return input;
    }
}
