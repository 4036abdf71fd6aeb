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
                    $"'{data.Reason}' is none of the eight legal reasons; nothing is excluded");
            }

            if (string.IsNullOrWhiteSpace(data.Notice))
            {
                found("suspension.notice", AlertLevel.Warning, suspension.At, "no written notice to the applicant");
            }

            if (data.Days is null)
            {
                found("suspension.days", AlertLevel.Warning, suspension.At,
                    $"no days applied for; at most {evidence.Rules.SuspensionDaysMax} working days are excluded");
            }

            if (string.IsNullOrWhiteSpace(data.Approver))
            {
                found("suspension.approver", AlertLevel.Warning, suspension.At, "nobody approved it");
            }

            LookAtLimit(evidence, suspension.At, found);
        }

        if (suspensions.Count >= evidence.Rules.SuspensionsMany)
        {
            found("suspension.many", AlertLevel.Warning, suspensions[^1].At, $"suspended {suspensions.Count} times");
        }
    }

    private static void LookAtLimit(
        CaseEvidence evidence, DateTimeOffset at, Action<string, AlertLevel, DateTimeOffset, string> found)
    {
        var clock = evidence.ClockNamed("promised") ?? evidence.ClockNamed("statutory");
        if (clock is not null && at > clock.Reading.DueAt)
        {
            found("suspension.afterLimit", AlertLevel.Yellow, at,
                $"suspended after the {clock.Rule.Name} limit had passed");
        }
    }
}
