using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Cases;
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

        if (extensions.Find(extension => string.IsNullOrWhiteSpace(extension.Data.Approver))
            is { Data: not null } loose)
        {
            found("extension.approver", AlertLevel.Yellow, loose.At,
                Because.Of(("missing", "approver"), ("days", Text(loose.Data.Days)), ("counted", "0")));
        }

        Dated<CaseExtended>[] approved = [.. evidence.Dossier.ApprovedExtensions];
        if (approved.Length > 0)
        {
            LookAtApproved(evidence, approved, found);
        }
    }

    private static void LookAtApproved(
        CaseEvidence evidence, Dated<CaseExtended>[] approved,
        Action<string, AlertLevel, DateTimeOffset, string> found)
    {
        var first = approved[0];
        if (approved.Length > 1)
        {
            found("extension.repeated", AlertLevel.Yellow, approved[1].At,
                Because.Of(("times", Text(approved.Length))));
        }

        if (string.IsNullOrWhiteSpace(first.Data.Reason))
        {
            found("extension.reason", AlertLevel.Warning, first.At, Because.Of(("missing", "reason")));
        }

        var most = evidence.Times.CaseType == CaseType.Joint
            ? evidence.Rules.JointExtensionDaysMax
            : evidence.Rules.ExtensionDaysMax;
        if (first.Data.Days > most)
        {
            found("extension.tooLong", AlertLevel.Yellow, first.At,
                Because.Of(("days", Text(first.Data.Days)), ("countedAtMost", Text(most))));
        }

        var clock = evidence.ClockNamed("promised") ?? evidence.ClockNamed("statutory");
        if (clock is not null && clock.Times.ExtensionDays == 0 && clock.Rule.Limit is not null)
        {
            found("extension.afterLimit", AlertLevel.Yellow, first.At,
                Because.Of(("clock", clock.Rule.Name), ("dueAt", Because.Instant(clock.Reading.DueAt))));
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
