using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Facts;

namespace Supervision.Core.Findings;

/// <summary>Extensions that are not what L42 allows: once, before expiry, by the head, with a reason.</summary>
internal static class ExtensionFindings
{
    public static void Look(CaseEvidence evidence)
    {
        if (evidence.Dossier.UnapprovedExtension is { } unapproved)
        {
            evidence.Found("extension.approver", AlertLevel.Yellow, unapproved.At,
                ("missing", "approver"), ("days", Text(unapproved.Data.Days)), ("counted", "0"));
        }

        var extensions = evidence.Dossier.Extensions;
        if (extensions.IsEmpty)
        {
            return;
        }

        var first = extensions[0];
        if (extensions.Length > 1)
        {
            evidence.Found("extension.repeated", AlertLevel.Yellow, extensions[1].At,
                ("times", Text(extensions.Length)));
        }

        if (string.IsNullOrWhiteSpace(first.Data.Reason))
        {
            evidence.Found("extension.reason", AlertLevel.Warning, first.At, ("missing", "reason"));
        }

        var most = evidence.Times.CaseType == CaseType.Joint
            ? evidence.Rules.JointExtensionDaysMax
            : evidence.Rules.ExtensionDaysMax;
        if (first.Data.Days > most)
        {
            evidence.Found("extension.tooLong", AlertLevel.Yellow, first.At,
                ("days", Text(first.Data.Days)), ("countedAtMost", Text(most)));
        }

        if (evidence.MainClock is { } clock && clock.Times.ExtensionDays == 0 && clock.Rule.Limit is not null)
        {
            evidence.Found("extension.afterLimit", AlertLevel.Yellow, first.At,
                ("clock", clock.Rule.Name), ("dueAt", Because.Instant(clock.Reading.DueAt)));
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
