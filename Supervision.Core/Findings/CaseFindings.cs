using System.Collections.Immutable;
using Supervision.Core.Alerts;
using Supervision.Core.Cases;
using Supervision.Core.Entities;
using Supervision.Core.Rules;

namespace Supervision.Core.Findings;

/// <summary>What the finding rules look at.</summary>
internal sealed record CaseEvidence(
    CaseDossier Dossier, CaseClocks Times, ImmutableArray<CaseClock> Clocks, DecisionContext Context)
{
    public FindingRules Rules => Context.Rules.Findings;

    public ServiceItem? Item => Dossier.Item is { } id ? Context.Rules.Items.GetValueOrDefault(id) : null;

    public CaseClock? ClockNamed(string name)
    {
        foreach (var clock in Clocks)
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
    private static readonly Action<CaseEvidence, Action<string, AlertLevel, DateTimeOffset, string>>[] Rules =
    [
        ProcedureFindings.Look,
        NoticeFindings.Look,
        SuspensionFindings.Look,
        ExtensionFindings.Look,
        FeeFindings.Look,
        OffBookFindings.Look,
    ];

    /// <summary>Adds what holds now; at most one finding per code, the earliest.</summary>
    public static void Collect(CaseEvidence evidence, ImmutableArray<Alert>.Builder alerts)
    {
        Action<string, AlertLevel, DateTimeOffset, string> found = Add;
        foreach (var look in Rules)
        {
            look(evidence, found);
        }

        void Add(string code, AlertLevel level, DateTimeOffset at, string because)
        {
            foreach (var alert in alerts)
            {
                if (alert.Kind == AlertKind.Finding && alert.Code == code)
                {
                    return;
                }
            }

            alerts.Add(new(AlertKind.Finding, level, null, code, at, because));
        }
    }
}
