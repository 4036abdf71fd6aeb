using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Facts;

namespace Supervision.Core.Findings;

/// <summary>Signs that the case was handled outside the system (S0 体外循环).</summary>
internal static class OffBookFindings
{
    public static void Look(CaseEvidence evidence)
    {
        LookAtRecording(evidence);
        if (evidence.Dossier is { FinishedAt: { } finishedAt, Accepted: { } accepted }
            && evidence.Times.CaseType != CaseType.Immediate
            && finishedAt >= accepted.At && finishedAt - accepted.At <= evidence.Rules.InstantFinish)
        {
            evidence.Found("finish.instant", AlertLevel.Warning, finishedAt,
                ("seconds", (finishedAt - accepted.At).TotalSeconds.ToString("F0", CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>One finding however many facts came late: they usually come in one go.</summary>
    private static void LookAtRecording(CaseEvidence evidence)
    {
        DateTimeOffset? first = null;
        var count = 0;
        var longest = TimeSpan.Zero;
        foreach (var milestone in evidence.Dossier.History)
        {
            var lateBy = milestone.RecordedAt - milestone.OccurredAt;
            if (lateBy > evidence.Rules.LateRecording)
            {
                first ??= milestone.OccurredAt;
                count++;
                longest = lateBy > longest ? lateBy : longest;
            }
        }

        if (first is { } at)
        {
            evidence.Found("recorded.late", AlertLevel.Warning, at,
                ("facts", count.ToString(CultureInfo.InvariantCulture)),
                ("hours", longest.TotalHours.ToString("F1", CultureInfo.InvariantCulture)));
        }
    }
}
