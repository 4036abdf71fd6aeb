using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Facts;

namespace Supervision.Core.Findings;

/// <summary>Extensions that are not what L42 allows: once, before expiry, by the head, with a reason.</summary>
internal static class ExtensionFindings
{
    public static void Look(CaseEvidence evidence, Action<string, AlertLevel, DateTimeOffset, string> found)
    {
        if (evidence.Dossier.UnapprovedExtension is { } unapproved)
        {
            found("extension.approver", AlertLevel.Yellow, unapproved.At,
                Because.Of(("missing", "approver"), ("days", Text(unapproved.Data.Days)), ("counted", "0")));
        }

        var extensions = evidence.Dossier.Extensions;
        if (extensions.IsEmpty)
        {
            return;
        }

        var first = extensions[0];
        if (extensions.Length > 1)
        {
            found("extension.repeated", AlertLevel.Yellow, extensions[1].At,
                Because.Of(("times", Text(extensions.Length))));
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
