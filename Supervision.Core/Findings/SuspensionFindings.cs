using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Facts;

namespace Supervision.Core.Findings;

/// <summary>Suspensions that are not what L45 allows.</summary>
internal static class SuspensionFindings
{
    public static void Look(CaseEvidence evidence, Action<string, AlertLevel, DateTimeOffset, string> found)
    {
        var suspensions = evidence.Dossier.Suspensions;
        foreach (var suspension in suspensions)
        {
            var data = suspension.Data;
            if (!SuspensionReasons.IsLegal(data.Reason))
            {
                found("suspension.reason", AlertLevel.Yellow, suspension.At,
                    Because.Of(("reason", data.Reason)));
            }

            if (string.IsNullOrWhiteSpace(data.Notice))
            {
                found("suspension.notice", AlertLevel.Warning, suspension.At, Because.Of(("missing", "notice")));
            }

            if (data.Days is null)
            {
                found("suspension.days", AlertLevel.Warning, suspension.At,
                    Because.Of(("missing", "days"), ("excludedAtMost", Text(evidence.Rules.SuspensionDaysMax))));
            }

            if (string.IsNullOrWhiteSpace(data.Approver))
            {
                found("suspension.approver", AlertLevel.Warning, suspension.At, Because.Of(("missing", "approver")));
            }

            LookAtLimit(evidence, suspension.At, found);
        }

        var many = evidence.Rules.SuspensionsMany;
        if (suspensions.Length >= many)
        {
            found("suspension.many", AlertLevel.Warning, suspensions[many - 1].At,
                Because.Of(("times", Text(suspensions.Length))));
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void LookAtLimit(
        CaseEvidence evidence, DateTimeOffset at, Action<string, AlertLevel, DateTimeOffset, string> found)
    {
        var clock = evidence.ClockNamed("promised") ?? evidence.ClockNamed("statutory");
        if (clock is not null && at > clock.Reading.DueAt)
        {
            found("suspension.afterLimit", AlertLevel.Yellow, at,
                Because.Of(("clock", clock.Rule.Name), ("dueAt", Because.Instant(clock.Reading.DueAt))));
        }
    }
}
