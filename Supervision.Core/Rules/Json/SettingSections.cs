using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Supervision.Core.Alerts;

namespace Supervision.Core.Rules.Json;

/// <summary>Reads looks, finding thresholds, stage names and risk points.</summary>
internal static partial class SettingSections
{
    private const int LabelMax = 40;
    private const int DaysMax = 250;
    private const int StageNamesMax = 1000;
    private const int RiskPointsMax = 100_000;

    /// <summary>Label and colour by level, over the defaults.</summary>
    public static FrozenDictionary<AlertLevel, LevelLook> ReadLooks(Place? place)
    {
        var looks = RuleDefaults.Looks.ToDictionary();
        foreach (var (key, value) in place?.Object("looks")?.All ?? [])
        {
            if (!EnumSpelling<AlertLevel>.TryParse(key, out var level)) continue;
            if (value.Object("look") is not { } fields) continue;
            var look = looks[level];
            looks[level] = new(
                level,
                fields.Optional("label")?.Text(LabelMax) ?? look.Label,
                fields.Optional("labelEnglish")?.Text(LabelMax) ?? look.LabelEnglish,
                ReadColour(fields.Optional("colour")) ?? look.Colour);
        }

        return looks.ToFrozenDictionary();
    }

    /// <summary>Thresholds of the findings, over the defaults.</summary>
    public static ReportRules ReadReports(Place? place)
    {
        var defaults = RuleDefaults.Reports;
        return place?.Object("reports") is { } fields
            ? new(
                fields.Optional("investmentDay")?.Whole(1, 28) ?? defaults.InvestmentDay,
                fields.Optional("weekend")?.Choice<WeekendRule>() ?? defaults.Weekend)
            : defaults;
    }

    public static FindingRules ReadFindings(Place? place, Organisation organisation)
    {
        var defaults = RuleDefaults.Findings;
        if (place?.Object("findings") is not { } fields) return defaults;
        var feeWindows = fields.Ids("feeWindows", 1000);
        foreach (var window in feeWindows.Where(window => !organisation.Windows.ContainsKey(window)))
            fields.Self.Fault($"fee window '{window}' is not a known window", "Add the window or leave it out");
        return new()
        {
            LateRecording = fields.Optional("lateRecordingHours")?.Whole(1, 8760) is { } hours
                ? TimeSpan.FromHours(hours) : defaults.LateRecording,
            InstantFinish = fields.Optional("instantFinishSeconds")?.Whole(0, 3600) is { } seconds
                ? TimeSpan.FromSeconds(seconds) : defaults.InstantFinish,
            SuspensionDaysMax = fields.Optional("suspensionDaysMax")?.Whole(1, DaysMax) ?? defaults.SuspensionDaysMax,
            SuspensionsMany = fields.Optional("suspensionsMany")?.Whole(2, 100) ?? defaults.SuspensionsMany,
            ExtensionDaysMax = fields.Optional("extensionDaysMax")?.Whole(1, DaysMax) ?? defaults.ExtensionDaysMax,
            JointExtensionDaysMax =
                fields.Optional("jointExtensionDaysMax")?.Whole(1, DaysMax) ?? defaults.JointExtensionDaysMax,
            CorrectionsMany = fields.Optional("correctionsMany")?.Whole(2, 100) ?? defaults.CorrectionsMany,
            StampsMany = fields.Optional("stampsMany")?.Whole(2, 100) ?? defaults.StampsMany,
            SourceSilent = fields.Optional("sourceSilentMinutes")?.Whole(1, 43_200) is { } minutes
                ? TimeSpan.FromMinutes(minutes) : defaults.SourceSilent,
            FeeWindows = feeWindows.ToFrozenSet(StringComparer.Ordinal),
        };
    }

    /// <summary>The stage names items may use; the default when absent.</summary>
    public static FrozenSet<string> ReadStageNames(Place? place)
    {
        if (place is not { } list) return RuleDefaults.StageNames;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var element in list.Elements(StageNamesMax))
        {
            if (element.Text(Fields.NameMax) is { } name && !names.Add(name))
                element.Fault($"repeats '{name}'", "Name it once");
        }

        return names.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Risk points by code.</summary>
    public static FrozenDictionary<string, RiskPoint> ReadRiskPoints(Place? place) =>
        OrganisationSection.ById(place, RiskPointsMax, ReadRiskPoint, point => point.Code);

    private static RiskPoint? ReadRiskPoint(Place place)
    {
        if (place.Object("riskPoint") is not { } fields) return null;
        var (code, name) = (fields.Id("code"), fields.Name("name"));
        var grade = fields.Required("grade", "Choose A, B or C")?.Choice("A", "B", "C");
        return code is null ? null : new(code, name ?? "", grade ?? "C");
    }

    private static string? ReadColour(Place? place)
    {
        if (place is not { } given || given.Text(LabelMax) is not { } text) return null;
        if (Colour().IsMatch(text)) return text;
        given.Fault($"'{text}' is no colour", "Write six hex digits, such as #FFD21F");
        return null;
    }

    [GeneratedRegex("^#[0-9A-Fa-f]{6}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Colour();
}
