using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Supervision.Core.Alerts;
using Supervision.Core.Calendars;
using Supervision.Core.Clocks;
using Supervision.Core.Draws;
using Supervision.Core.Facts;
using Supervision.Core.Scores;

namespace Supervision.Core.Rules;

/// <summary>
/// The rules in force, as one immutable version: items, limits, levels, thresholds, hours, organisation.
/// A case keeps the version it was opened under.
/// </summary>
public sealed record RuleBook
{
    /// <summary>SHA-256 of the canonical JSON, first 12 hex digits: equal content, equal version.</summary>
    public required string Version { get; init; }

    /// <summary>IANA zone of the halls; default Asia/Shanghai.</summary>
    public required string Zone { get; init; }

    /// <summary>Convention where an item names none; default statutory.</summary>
    public required Convention Convention { get; init; }

    /// <summary>Items by id.</summary>
    public required FrozenDictionary<string, ServiceItem> Items { get; init; }

    /// <summary>Levels by what a clock measures; a kind without levels raises nothing.</summary>
    public required FrozenDictionary<ClockKind, ImmutableArray<LevelRule>> Levels { get; init; }

    /// <summary>Limits that belong to no item: acceptance, delivery and so on, by clock kind.</summary>
    public required FrozenDictionary<ClockKind, Limit> Limits { get; init; }

    /// <summary>Office hours of halls that differ from <see cref="Hours"/>, by hall id.</summary>
    public required FrozenDictionary<string, OfficeHours> HallHours { get; init; }

    /// <summary>Office hours where a hall names none.</summary>
    public required OfficeHours Hours { get; init; }

    /// <summary>
    /// Limits of complaints by class (<c>village</c>, <c>town</c>, <c>departments</c>; S2), and the <c>utmost</c> of
    /// any.
    /// </summary>
    public FrozenDictionary<string, Limit> ComplaintLimits { get; init; } = RuleDefaults.ComplaintLimits;

    /// <summary>Label and colour of every level: what a level means and how it looks are separate settings.</summary>
    public FrozenDictionary<AlertLevel, LevelLook> Looks { get; init; } = RuleDefaults.Looks;

    /// <summary>Which notices say what a working day is, and the local exceptions to them.</summary>
    public CalendarRules Calendar { get; init; } = RuleDefaults.Calendar;

    /// <summary>Every stage name an item may use.</summary>
    public FrozenSet<string> StageNames { get; init; } = RuleDefaults.StageNames;

    /// <summary>Risk points by code (S0); default none.</summary>
    public FrozenDictionary<string, RiskPoint> RiskPoints { get; init; } = FrozenDictionary<string, RiskPoint>.Empty;

    /// <summary>Thresholds of the findings.</summary>
    public required FindingRules Findings { get; init; }

    /// <summary>When supervision orders are opened and how long their steps may take.</summary>
    public OrderRules Orders { get; init; } = RuleDefaults.Orders;

    /// <summary>When somebody is late and a window unstaffed.</summary>
    public PresenceRules Presence { get; init; } = RuleDefaults.Presence;

    /// <summary>
    /// Hours of windows by their kind, where they are not those of the hall. A timed window without any is never found
    /// unstaffed.
    /// </summary>
    public FrozenDictionary<string, Timetable> Timetables { get; init; } = FrozenDictionary<string, Timetable>.Empty;

    /// <summary>How ratings are followed up.</summary>
    public RatingRules Ratings { get; init; } = RuleDefaults.Ratings;

    /// <summary>When reports go out.</summary>
    public ReportRules Reports { get; init; } = RuleDefaults.Reports;

    /// <summary>How units are scored and ranked.</summary>
    public ScoreScheme Scores { get; init; } = DefaultScheme.Scheme;

    /// <summary>Yearly plan of spot-checks, in the order of the text; default none.</summary>
    public ImmutableArray<DrawLine> Draws { get; init; } = [];

    /// <summary>Halls, departments, windows and staff.</summary>
    public required Organisation Organisation { get; init; }
}

/// <summary>One service item (事项).</summary>
public sealed record ServiceItem
{
    /// <summary>Identifier used by feeds.</summary>
    public required string Id { get; init; }
    /// <summary>Name people read.</summary>
    public required string Name { get; init; }
    /// <summary>Department that answers for it; null when several may.</summary>
    public string? Department { get; init; }
    /// <summary>Case type of its cases unless a fact says otherwise.</summary>
    public CaseType CaseType { get; init; }
    /// <summary>Promised limit (承诺时限).</summary>
    public Limit? Promised { get; init; }
    /// <summary>Statutory limit (法定时限).</summary>
    public Limit? Statutory { get; init; }
    /// <summary>Minutes of office hours from acceptance to finish, for an immediate item.</summary>
    public Limit? Immediate { get; init; }
    /// <summary>Convention of its clocks; null means the rule book's.</summary>
    public Convention? Convention { get; init; }
    /// <summary>Stages in their prescribed order; empty means any order is fine.</summary>
    public ImmutableArray<StageRule> Stages { get; init; } = [];
    /// <summary>Fee by the standard, in yuan; null means that it costs nothing.</summary>
    public decimal? Fee { get; init; }
    /// <summary>Whether its cases are investment projects, which are reported each month; default no.</summary>
    public bool Investment { get; init; }
    /// <summary>Risk points its cases pass, by code.</summary>
    public ImmutableArray<string> RiskPoints { get; init; } = [];

    /// <summary>The rule of a stage, or null when the item prescribes none of that name.</summary>
    public StageRule? StageNamed(string name)
    {
        foreach (var stage in Stages)
        {
            if (stage.Name == name)
            {
                return stage;
            }
        }

        return null;
    }
}

/// <summary>One stage of an item (环节).</summary>
/// <param name="Name">Name as feeds use it.</param>
/// <param name="Limit">Its own limit; null means none.</param>
/// <param name="Required">Whether skipping it is a finding.</param>
/// <param name="Handlers">Who is authorised for it; empty means anybody.</param>
public sealed record StageRule(string Name, Limit? Limit, bool Required, ImmutableArray<string> Handlers)
{
    /// <summary>Name of the clock its limit runs on.</summary>
    [JsonIgnore]
    public string ClockName { get; } = ClockNameOf(Name);

    /// <summary>Name of the clock of a stage, also of one the rule book does not know.</summary>
    public static string ClockNameOf(string stage) => $"stage:{stage}";
}

/// <summary>Thresholds of the findings the system makes by itself (domain.md section 5).</summary>
public sealed record FindingRules
{
    /// <summary>A fact recorded later than this after it happened is 补录; default 24 h.</summary>
    public required TimeSpan LateRecording { get; init; }

    /// <summary>A non-immediate case finished within this of its acceptance is suspicious; default 30 s.</summary>
    public required TimeSpan InstantFinish { get; init; }

    /// <summary>Working days a suspension excludes at most when it names no days itself; default 30.</summary>
    public required int SuspensionDaysMax { get; init; }

    /// <summary>Suspensions of one case from which on a finding is raised; default 3.</summary>
    public required int SuspensionsMany { get; init; }

    /// <summary>Working days one extension may add for an ordinary case (L42); default 10.</summary>
    public required int ExtensionDaysMax { get; init; }

    /// <summary>Working days one extension may add for a joint case (L42); default 15.</summary>
    public required int JointExtensionDaysMax { get; init; }

    /// <summary>Correction notices of one case from which on a finding is raised (S4 一次性告知); default 2.</summary>
    public int CorrectionsMany { get; init; } = 2;

    /// <summary>Cases one handler did the same to in one second that are a finding; default 5.</summary>
    public int StampsMany { get; init; } = 5;

    /// <summary>A source that sent heartbeats and is not heard for longer is silent; default a day.</summary>
    public TimeSpan SourceSilent { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Windows where fees may be taken (S1 一窗式收费); empty means that it is not checked.</summary>
    public required FrozenSet<string> FeeWindows { get; init; }
}
