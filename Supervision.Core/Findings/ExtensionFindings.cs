using Supervision.Core.Alerts;
using Supervision.Core.Facts;

namespace Supervision.Core.Findings;

/// <summary>Extensions that are not what L42 allows: once, before expiry, by the head, with a reason.</summary>
internal static class ExtensionFindings
{
    public static void Look(CaseEvidence evidence, Action<string, AlertLevel, DateTimeOffset, string> found)
    {
        var extensions = evidence.Dossier.Extensions;
        if (extensions.Count == 0)
        {
            return;
        }

        var first = extensions[0];
        if (extensions.Count > 1)
        {
            found("extension.repeated", AlertLevel.Yellow, extensions[1].At,
                $"extended {extensions.Count} times; the first counts");
        }

        if (string.IsNullOrWhiteSpace(first.Data.Approver))
        {
            found("extension.approver", AlertLevel.Warning, first.At, "nobody approved it");
        }

        if (string.IsNullOrWhiteSpace(first.Data.Reason))
        {
            found("extension.reason", AlertLevel.Warning, first.At, "no reason given");
        }

        var most = evidence.Times.CaseType == CaseType.Joint
            ? evidence.Rules.JointExtensionDaysMax
            : evidence.Rules.ExtensionDaysMax;
        if (first.Data.Days > most)
        {
            found("extension.tooLong", AlertLevel.Yellow, first.At, $"{first.Data.Days} days asked, {most} count");
        }

        var clock = evidence.ClockNamed("promised") ?? evidence.ClockNamed("statutory");
        if (clock is not null && clock.Times.ExtensionDays == 0 && clock.Rule.Limit is not null)
        {
            found("extension.afterLimit", AlertLevel.Yellow, first.At, "asked after the limit had passed; nothing is added");
        }
    }
}
