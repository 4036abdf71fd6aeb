using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Facts;

namespace Supervision.Core.Findings;

/// <summary>Signs that the case was handled outside the system (S0 体外循环).</summary>
internal static class OffBookFindings
{
    public static void Look(CaseEvidence evidence, Action<string, AlertLevel, DateTimeOffset, string> found)
    {
        foreach (var milestone in evidence.Dossier.History)
        {
            var delay = milestone.RecordedAt - milestone.OccurredAt;
            if (delay > evidence.Rules.LateRecording)
            {
                found($"recorded.late:{FactTypes.NameOf(milestone.Data)}", AlertLevel.Warning, milestone.OccurredAt,
                    Because.Of(("hours", delay.TotalHours.ToString("F1", CultureInfo.InvariantCulture))));
            }
        }

        if (evidence.Dossier is { FinishedAt: { } finishedAt, Accepted: { } accepted }
            && evidence.Times.CaseType != CaseType.Immediate
            && finishedAt >= accepted.At && finishedAt - accepted.At <= evidence.Rules.InstantFinish)
        {
            found("finish.instant", AlertLevel.Warning, finishedAt, Because.Of(
                ("seconds", (finishedAt - accepted.At).TotalSeconds.ToString("F0", CultureInfo.InvariantCulture))));
        }
    }
}
