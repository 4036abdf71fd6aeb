using System.Collections.Frozen;
using System.Collections.Immutable;
using Supervision.Core.Alerts;
using Supervision.Core.Clocks;

namespace Supervision.Core.Rules;

/// <summary>
/// What a rule book says where its text is silent. Limits follow the Administrative Licensing Law (L) and published
/// practice (P), levels the published table (domain.md, sections 3 and 4).
/// </summary>
public static class RuleDefaults
{
    /// <summary>Zone of the halls.</summary>
    public const string Zone = "Asia/Shanghai";

    /// <summary>Name of the calendar made from the notices of the State Council.</summary>
    public const string Notices = "stateCouncil";

    /// <summary>By the 10th of each month (S3); the last working day before where that is none.</summary>
    public static ReportRules Reports { get; } = new(InvestmentDay: 10, WeekendRule.Before);

    /// <summary>The notices of the State Council without local exceptions.</summary>
    public static CalendarRules Calendar { get; } = new(Notices, []);

    /// <summary>
    /// Working days: acceptance 5 (L32.4), delivery 10 (L44), online pre-acceptance 2 and e-certificate 3 (P);
    /// a complaint without a class one month (S2).
    /// </summary>
    public static FrozenDictionary<ClockKind, Limit> Limits { get; } = new Dictionary<ClockKind, Limit>
    {
        [ClockKind.Acceptance] = new(5, LimitUnit.WorkingDay),
        [ClockKind.PreAcceptance] = new(2, LimitUnit.WorkingDay),
        [ClockKind.Delivery] = new(10, LimitUnit.WorkingDay),
        [ClockKind.Certificate] = new(3, LimitUnit.WorkingDay),
        [ClockKind.Complaint] = new(1, LimitUnit.Month),
    }.ToFrozenDictionary();

    /// <summary>Key of the limit that no complaint may exceed, whatever its class.</summary>
    public const string UtmostComplaint = "utmost";

    /// <summary>
    /// Half a month in a village, a month in a town or one department, three in several, six at most (S2).
    /// </summary>
    public static FrozenDictionary<string, Limit> ComplaintLimits { get; } =
        new Dictionary<string, Limit>(StringComparer.Ordinal)
        {
            ["village"] = new(15, LimitUnit.CalendarDay),
            ["town"] = new(1, LimitUnit.Month),
            ["departments"] = new(3, LimitUnit.Month),
            [UtmostComplaint] = new(6, LimitUnit.Month),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// A bad rating: contacted within 1 working day, rectified within 15 (S4). The other limits of orders are in no
    /// source, hence ours.
    /// </summary>
    public static OrderRules Orders { get; } = new()
    {
        CardLevels = FrozenSet.Create(AlertLevel.Yellow, AlertLevel.Red),
        FindingLevels = FrozenSet.Create(AlertLevel.Yellow, AlertLevel.Red),
        BadRatingMax = 2,
        Limits = new(Days(1), Days(3), Days(10), Days(3), Days(5)),
        RatingLimits = new(Days(1), Days(3), Days(15), Days(3), Days(5)),
        Ladder = [Days(1), Days(1)],
        Appeal = Days(5),
        GroupWindow = TimeSpan.FromMinutes(30),
        GroupMax = 200,
        Accountability = FrozenDictionary<string, AccountabilityAct>.Empty,
    };

    /// <summary>
    /// Four patrols a working day, leaders once a month and once a week (S3); no source fixes the other figures, hence
    /// ours.
    /// </summary>
    public static PresenceRules Presence { get; } = new()
    {
        Late = TimeSpan.Zero,
        Early = TimeSpan.Zero,
        Absent = TimeSpan.FromMinutes(30),
        Unstaffed = TimeSpan.FromMinutes(15),
        Pause = TimeSpan.FromMinutes(30),
        PauseOfDay = TimeSpan.FromMinutes(60),
        ServedWithoutCaseMany = 5,
        PatrolledKinds = FrozenSet.Create(StringComparer.Ordinal, "hall"),
        Patrols =
        [
            new(new(9, 0), new(10, 30), []), new(new(10, 30), new(12, 0), []), new(new(13, 30), new(15, 15), []),
            new(new(15, 15), new(17, 0), []),
        ],
        Rounds = [new(RoundPeriod.Month, 1, ["visit"], []), new(RoundPeriod.Week, 1, ["visit"], [])],
    };

    /// <summary>Contacted within 1 working day (S4); what a burst is, is ours.</summary>
    public static RatingRules Ratings { get; } = new()
    {
        Callback = Days(1),
        BurstMany = 5,
        BurstWindow = TimeSpan.FromMinutes(5),
        StaffDevices = [],
    };

    /// <summary>
    /// The published table (P). Not in it, hence ours: acceptance and delivery warn two days ahead and turn yellow
    /// when over; an order reminds one day ahead; a stage turns yellow when over and never warns, since most stages
    /// take a day or two and a warning would come with their start.
    /// </summary>
    public static FrozenDictionary<ClockKind, ImmutableArray<LevelRule>> Levels { get; } =
        new Dictionary<ClockKind, ImmutableArray<LevelRule>>
        {
            [ClockKind.Promised] = [new(AlertLevel.Warning, -2), new(AlertLevel.Yellow, 1)],
            [ClockKind.Statutory] = [new(AlertLevel.Red, 1)],
            [ClockKind.Immediate] = [new(AlertLevel.Yellow, 1)],
            [ClockKind.Acceptance] = [new(AlertLevel.Warning, -2), new(AlertLevel.Yellow, 1)],
            [ClockKind.PreAcceptance] = [new(AlertLevel.Warning, 1), new(AlertLevel.Yellow, 4), new(AlertLevel.Red, 6)],
            [ClockKind.Stage] = [new(AlertLevel.Yellow, 1)],
            [ClockKind.Suspension] = [new(AlertLevel.Warning, -2), new(AlertLevel.Yellow, 1), new(AlertLevel.Red, 2)],
            [ClockKind.Delivery] = [new(AlertLevel.Warning, -2), new(AlertLevel.Yellow, 1)],
            [ClockKind.Certificate] = [new(AlertLevel.Yellow, 1)],
            [ClockKind.Complaint] = [new(AlertLevel.Warning, -2), new(AlertLevel.Yellow, 1), new(AlertLevel.Red, 2)],
            [ClockKind.Order] = [new(AlertLevel.Reminder, -1)],
        }.ToFrozenDictionary();

    /// <summary>Blue reminder, orange warning, yellow and red cards.</summary>
    public static FrozenDictionary<AlertLevel, LevelLook> Looks { get; } = new LevelLook[]
    {
        new(AlertLevel.Reminder, "提醒", "Reminder", "#3BA0FF"),
        new(AlertLevel.Warning, "预警", "Warning", "#FF8A1F"),
        new(AlertLevel.Yellow, "黄牌", "Yellow card", "#FFD21F"),
        new(AlertLevel.Red, "红牌", "Red card", "#FF3B3B"),
    }.ToFrozenDictionary(look => look.Level);

    /// <summary>The stages that the documents name (S0, S2, S3), with 踏勘 (site visit) and 制证 (printing).</summary>
    public static FrozenSet<string> StageNames { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        "咨询", "受理", "初审", "承办", "审查", "审核", "踏勘", "批准", "决定", "制证", "发证", "办结", "送达");

    /// <summary>Thresholds of the findings; where fees are taken is checked once the rule book names windows.</summary>
    public static FindingRules Findings { get; } = new()
    {
        LateRecording = TimeSpan.FromHours(24),
        InstantFinish = TimeSpan.FromSeconds(30),
        SuspensionDaysMax = 30,
        SuspensionsMany = 3,
        ExtensionDaysMax = 10,
        JointExtensionDaysMax = 15,
        FeeWindows = FrozenSet<string>.Empty,
    };

    private static Limit Days(int amount) => new(amount, LimitUnit.WorkingDay);
}
