using System.Globalization;
using Supervision.Core.Alerts;
using Supervision.Core.Rules;

namespace Supervision.Core.Findings;

/// <summary>Stages, roles and order of a case (domain.md section 5, Procedure; S3 窗口无否决权).</summary>
internal static class ProcedureFindings
{
    public static void Look(CaseEvidence evidence)
    {
        LookAtOrder(evidence);
        LookAtStages(evidence);
        LookAtPeople(evidence);
    }

    private static void LookAtOrder(CaseEvidence evidence)
    {
        var (dossier, times) = (evidence.Dossier, evidence.Times);
        if (dossier.FinishedAt is { } finishedAt && (times.AcceptedAt is null || finishedAt < times.AcceptedAt))
        {
            evidence.Found("finish.beforeAcceptance", AlertLevel.Warning, finishedAt,
                ("acceptedAt", times.AcceptedAt is { } at ? Because.Instant(at) : null));
        }

        if (dossier.Acceptances.Length > 1)
        {
            evidence.Found("acceptance.repeated", AlertLevel.Warning, dossier.Acceptances[1],
                ("times", dossier.Acceptances.Length.ToString(CultureInfo.InvariantCulture)));
        }

        if (dossier is { TakenBackAt: { } takenBackAt, Refused: { } refused })
        {
            evidence.Found("acceptance.afterRefusal", AlertLevel.Warning, takenBackAt,
                ("refusedAt", Because.Instant(refused.At)));
        }

        foreach (var pass in dossier.Stages)
        {
            if (times.AcceptedAt is null || pass.At < times.AcceptedAt)
            {
                evidence.Found("stage.beforeAcceptance", AlertLevel.Warning, pass.At, ("stage", pass.Stage));
            }

            if (dossier.EndedAt is { } endedAt && pass.At > endedAt)
            {
                evidence.Found("stage.afterEnd", AlertLevel.Warning, pass.At,
                    ("stage", pass.Stage), ("endedAt", Because.Instant(endedAt)));
            }
        }
    }

    private static void LookAtStages(CaseEvidence evidence)
    {
        if (evidence.Item is not { Stages.IsEmpty: false } item || evidence.Dossier.Stages.IsEmpty)
        {
            return; // nothing prescribed, or a source that reports no stages at all
        }

        var reached = -1;
        foreach (var pass in evidence.Dossier.Stages)
        {
            var place = PlaceOf(item, pass.Stage);
            if (place < 0)
            {
                continue; // a stage of the source's own; it breaks no prescribed order
            }

            if (place < reached)
            {
                evidence.Found("stage.outOfOrder", AlertLevel.Warning, pass.At,
                    ("stage", pass.Stage), ("after", item.Stages[reached].Name));
            }

            reached = Math.Max(reached, place);
        }

        if (evidence.Dossier.FinishedAt is { } finishedAt)
        {
            foreach (var stage in item.Stages)
            {
                if (stage.Required && !evidence.Dossier.HasBegun(stage.Name, finishedAt))
                {
                    evidence.Found($"stage.skipped:{stage.Name}", AlertLevel.Yellow, finishedAt,
                        ("stage", stage.Name));
                }
            }
        }
    }

    private static void LookAtPeople(CaseEvidence evidence)
    {
        var dossier = evidence.Dossier;
        foreach (var pass in dossier.Stages)
        {
            var rule = evidence.Item?.StageNamed(pass.Stage);
            if (rule is { Handlers.IsEmpty: false } && pass.Handler is { } handler && !rule.Handlers.Contains(handler))
            {
                evidence.Found($"stage.unauthorised:{pass.Stage}", AlertLevel.Yellow, pass.At,
                    ("stage", pass.Stage), ("handler", handler));
            }
        }

        if (dossier.Decided is { } decided && decided.Data.Handler is { } decider
            && decider == dossier.Accepted?.Data.Handler
            && evidence.Times.CaseType != Facts.CaseType.Immediate)
        {
            evidence.Found("decision.sameHandler", AlertLevel.Yellow, decided.At, ("handler", decider));
        }

        if (dossier.Refused is { } refused && refused.Data.Handler is { } refuser && dossier.Window is { } window
            && evidence.Book.Organisation.Windows.TryGetValue(window, out var post)
            && (post.Staff.Contains(refuser) || post.Substitutes.Contains(refuser)))
        {
            evidence.Found("window.refused", AlertLevel.Yellow, refused.At,
                ("handler", refuser), ("window", window));
        }
    }

    private static int PlaceOf(ServiceItem item, string stage)
    {
        for (var i = 0; i < item.Stages.Length; i++)
        {
            if (item.Stages[i].Name == stage)
            {
                return i;
            }
        }

        return -1;
    }
}
