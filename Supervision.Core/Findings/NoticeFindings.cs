using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Facts;

namespace Supervision.Core.Findings;

/// <summary>What the applicant must be told (L38, L72, S4 一次性告知).</summary>
internal static class NoticeFindings
{
    public static void Look(CaseEvidence evidence, Action<string, AlertLevel, DateTimeOffset, string> found)
    {
        var dossier = evidence.Dossier;
        if (dossier.Refused is { } refused)
        {
            var missing = string.Join(", ", Missing(refused.Data));
            if (missing.Length > 0)
            {
                found("notice.refusalIncomplete", AlertLevel.Yellow, refused.At, Because.Of(("missing", missing)));
            }
        }

        if (dossier.Decided is { Data.Outcome: Outcome.Denied } decided
            && string.IsNullOrWhiteSpace(decided.Data.Reason))
        {
            found("notice.denialWithoutReason", AlertLevel.Yellow, decided.At, Because.Of(("missing", "reason")));
        }

        var many = evidence.Rules.CorrectionsMany;
        if (dossier.CorrectionsRequested.Length >= many)
        {
            found("notice.correctionRepeated", AlertLevel.Warning, dossier.CorrectionsRequested[many - 1],
                Because.Of(("times", dossier.CorrectionsRequested.Length.ToString(CultureInfo.InvariantCulture))));
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
