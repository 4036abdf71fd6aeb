using System.Collections.Frozen;

namespace Supervision.Core.Rules.Json;

/// <summary>
/// The keys each kind of object in a rule book may have, by the name the schema gives that object. The reader refuses
/// every other key, and a test holds this table and the schema together.
/// </summary>
public static class RuleBookKeys
{
    /// <summary>Name of the whole rule book in <see cref="All"/>.</summary>
    public const string Root = "ruleBook";

    /// <summary>Keys by object name.</summary>
    public static FrozenDictionary<string, FrozenSet<string>> All { get; } =
        new Dictionary<string, FrozenSet<string>>(StringComparer.Ordinal)
        {
            [Root] = Set(
                "$schema", "zone", "convention", "calendar", "hours", "hallHours", "limits", "complaintLimits",
                "levels", "looks", "findings", "orders", "presence", "timetables", "ratings", "reports", "scores",
                "draws", "stageNames", "riskPoints", "organisation", "items"),
            ["calendar"] = Set("notices", "overlays"),
            ["overlay"] = Set("date", "working", "halls", "reason"),
            ["segment"] = Set("from", "to"),
            ["limit"] = Set("amount", "unit"),
            ["limits"] = Set("immediate", "acceptance", "preAcceptance", "delivery", "certificate", "complaint"),
            ["complaintLimits"] = Set("village", "town", "departments", "utmost"),
            ["levels"] = Set(
                "promised", "statutory", "immediate", "acceptance", "preAcceptance", "stage", "suspension", "delivery",
                "certificate", "complaint", "order"),
            ["levelRule"] = Set("level", "days", "enabled", "confirmFirst"),
            ["looks"] = Set("reminder", "warning", "yellow", "red"),
            ["look"] = Set("label", "labelEnglish", "colour"),
            ["findings"] = Set(
                "lateRecordingHours", "instantFinishSeconds", "suspensionDaysMax", "suspensionsMany",
                "extensionDaysMax", "jointExtensionDaysMax", "correctionsMany", "stampsMany",
                "sourceSilentMinutes", "feeWindows"),
            ["orders"] = Set(
                "cardLevels", "findingLevels", "badRatingMax", "limits", "ratingLimits", "ladder", "appeal",
                "groupMinutes", "groupMax", "causeDaysMax", "catchUpMinutes", "accountability"),
            ["orderLimits"] = Set("acknowledge", "feedback", "rectify", "verify", "decide"),
            ["accountabilityAct"] = Set("code", "subject", "name"),
            ["presence"] = Set(
                "lateMinutes", "earlyMinutes", "absentMinutes", "unstaffedMinutes", "pauseMinutes", "pauseMinutesOfDay",
                "servedWithoutCaseMany", "patrolledKinds", "patrols", "rounds"),
            ["patrolSlot"] = Set("from", "to", "kinds"),
            ["patrolRound"] = Set("every", "times", "kinds", "inspectors"),
            ["timetables"] = Set("independent", "comprehensive", "timed", "fee", "intermediary"),
            ["timetable"] = Set("hours", "weekdays"),
            ["ratings"] = Set("callback", "burstMany", "burstMinutes", "staffDevices"),
            ["reports"] = Set("investmentDay", "weekend"),
            ["drawLine"] = Set("id", "name", "kind", "grade", "timesPerYear", "percent", "perObject"),
            ["scores"] = Set(
                "areas", "sampleMin", "annualDepartment", "annualTown", "excellentWindows", "honourMin"),
            ["area"] = Set("id", "name", "nameEnglish", "weight", "indicators"),
            ["indicator"] = Set("id", "name", "nameEnglish", "formula", "min", "max", "weight", "of"),
            ["riskPoint"] = Set("code", "name", "grade"),
            ["organisation"] = Set("name", "halls", "departments", "windows", "staff"),
            ["hall"] = Set("id", "name", "kind", "sources"),
            ["department"] = Set("id", "name"),
            ["window"] = Set("id", "name", "hall", "department", "kind", "staff", "substitutes"),
            ["member"] = Set("id", "name", "department", "hall"),
            ["item"] = Set(
                "id", "name", "department", "caseType", "promised", "statutory", "immediate", "convention", "stages",
                "fee", "investment", "riskPoints"),
            ["stage"] = Set("name", "limit", "required", "handlers"),
        }.ToFrozenDictionary(StringComparer.Ordinal);

    private static FrozenSet<string> Set(params ReadOnlySpan<string> keys) =>
        FrozenSet.Create(StringComparer.Ordinal, keys);
}
