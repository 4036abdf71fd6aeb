using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Facts;

namespace Supervision.Core.Findings;

/// <summary>Suspensions that are not what L45 allows.</summary>
internal static class SuspensionFindings
{
    public static void Look(CaseEvidence evidence)
    {
        var suspensions = evidence.Dossier.Suspensions;
        foreach (var suspension in suspensions)
        {
            var data = suspension.Data;
            if (!SuspensionReasons.IsLegal(data.Reason))
            {
                evidence.Found("suspension.reason", AlertLevel.Yellow, suspension.At,
                    ("reason", data.Reason));
            }

            if (string.IsNullOrWhiteSpace(data.Notice))
            {
                evidence.Found("suspension.notice", AlertLevel.Warning, suspension.At, ("missing", "notice"));
            }

            if (data.Days is null)
            {
                evidence.Found("suspension.days", AlertLevel.Warning, suspension.At,
                    ("missing", "days"), ("excludedAtMost", Text(evidence.Rules.SuspensionDaysMax)));
            }

            if (string.IsNullOrWhiteSpace(data.Approver))
            {
                evidence.Found("suspension.approver", AlertLevel.Warning, suspension.At, ("missing", "approver"));
            }

            LookAtLimit(evidence, suspension.At);
        }

        var many = evidence.Rules.SuspensionsMany;
        if (suspensions.Length >= many)
        {
            evidence.Found("suspension.many", AlertLevel.Warning, suspensions[many - 1].At,
                ("times", Text(suspensions.Length)));
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void LookAtLimit(
        CaseEvidence evidence, DateTimeOffset at)
    {
        if (evidence.MainClock is { } clock && at > clock.Reading.DueAt)
        {
            evidence.Found("suspension.afterLimit", AlertLevel.Yellow, at,
                ("clock", clock.Rule.Name), ("dueAt", Because.Instant(clock.Reading.DueAt)));
        }
    }
}
