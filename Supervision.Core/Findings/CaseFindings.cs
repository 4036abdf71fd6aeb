using System.Collections.Immutable;
using Supervision.Core.Alerts;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Rules;

namespace Supervision.Core.Findings;

/// <summary>What the finding rules look at, and where they write what they found.</summary>
internal sealed class CaseEvidence(
    CaseDossier dossier, CaseClocks times, DecisionContext context, List<Alert> alerts)
{
    public CaseDossier Dossier => dossier;

    public CaseClocks Times => times;

    public RuleBook Book => context.Rules;

    public FindingRules Rules => context.Rules.Findings;

    public ServiceItem? Item => dossier.Item is { } id ? context.Rules.Items.GetValueOrDefault(id) : null;

    /// <summary>The main clock: of the promise, or where nothing is promised of the law.</summary>
    public CaseClock? MainClock => ClockNamed("promised") ?? ClockNamed("statutory");

    /// <summary>Adds a finding; of one code only the first that is found.</summary>
    public void Found(
        string code, AlertLevel level, DateTimeOffset at, params ReadOnlySpan<(string Name, string? Value)> reasons)
    {
        foreach (var alert in alerts)
        {
            if (alert.Kind == AlertKind.Finding && alert.Code == code)
            {
                return;
            }
        }

        alerts.Add(new(AlertKind.Finding, level, null, code, at, Because.Of(reasons)));
    }

    private CaseClock? ClockNamed(string name)
    {
        foreach (ref readonly var clock in times.All)
        {
            if (clock.Rule.Name == name)
            {
                return clock;
            }
        }

        return null;
    }
}

/// <summary>
/// Every finding a case can have by itself (domain.md section 5), in the order in which they are looked for.
/// </summary>
internal static class CaseFindings
{
    /// <summary>Finds what holds now.</summary>
    public static void Look(CaseEvidence evidence)
    {
        ProcedureFindings.Look(evidence);
        NoticeFindings.Look(evidence);
        SuspensionFindings.Look(evidence);
        ExtensionFindings.Look(evidence);
        FeeFindings.Look(evidence);
        OffBookFindings.Look(evidence);
    }
}
