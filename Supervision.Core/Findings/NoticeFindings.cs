using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Facts;

namespace Supervision.Core.Findings;

/// <summary>What the applicant must be told (L38, L72, S4 一次性告知).</summary>
internal static class NoticeFindings
{
    public static void Look(CaseEvidence evidence)
    {
        var dossier = evidence.Dossier;
        if (dossier.Refused is { } refused)
        {
            var missing = string.Join(", ", Missing(refused.Data));
            if (missing.Length > 0)
            {
                evidence.Found("notice.refusalIncomplete", AlertLevel.Yellow, refused.At, ("missing", missing));
            }
        }

        if (dossier.Decided is { Data.Outcome: Outcome.Denied } decided
            && string.IsNullOrWhiteSpace(decided.Data.Reason))
        {
            evidence.Found("notice.denialWithoutReason", AlertLevel.Yellow, decided.At, ("missing", "reason"));
        }

        var many = evidence.Rules.CorrectionsMany;
        if (dossier.CorrectionsRequested.Length >= many)
        {
            evidence.Found("notice.correctionRepeated", AlertLevel.Warning, dossier.CorrectionsRequested[many - 1],
                ("times", dossier.CorrectionsRequested.Length.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private static IEnumerable<string> Missing(CaseRefused refused)
    {
        if (string.IsNullOrWhiteSpace(refused.Reason))
        {
            yield return "reason";
        }

        if (string.IsNullOrWhiteSpace(refused.Basis))
        {
            yield return "basis";
        }

        if (string.IsNullOrWhiteSpace(refused.Remedy))
        {
            yield return "remedy";
        }
    }
}
