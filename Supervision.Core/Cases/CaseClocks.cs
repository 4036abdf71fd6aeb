using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Supervision.Core.Calendars;
using Supervision.Core.Clocks;
using Supervision.Core.Facts;
using Supervision.Core.Rules;

namespace Supervision.Core.Cases;

/// <summary>One clock of a case: its rule, what happened to it, and where it stands.</summary>
public readonly record struct CaseClock(ClockRule Rule, ClockTimes Times, ClockReading Reading);

/// <summary>Which clocks a case runs, by which rule, from when to when (domain.md section 3).</summary>
internal sealed class CaseClocks(CaseDossier dossier, CaseLists lists, RuleBook rules, WorkCalendar calendar)
{
    private readonly ServiceItem? item =
        dossier.Item is { } id && rules.Items.TryGetValue(id, out var found) ? found : null;

    /// <summary>
    /// What the law lets stand still: a suspension for another reason excludes nothing and is a finding.
    /// </summary>
    private readonly ImmutableArray<SuspensionSpan> spans = SpansOf(dossier, rules.Findings);

    private readonly List<CaseClock> clocks = lists.Clocks;

    /// <summary>When the case counts as accepted, also by silence (L32.4); null while it does not.</summary>
    public DateTimeOffset? AcceptedAt { get; private set; }

    /// <summary>Case type in force.</summary>
    public CaseType CaseType => dossier.Accepted?.Data.CaseType ?? item?.CaseType ?? CaseType.Promised;

    /// <summary>All clocks, once read.</summary>
    public ReadOnlySpan<CaseClock> All => CollectionsMarshal.AsSpan(clocks);

    /// <summary>Reads every clock as of <paramref name="now"/>.</summary>
    public void Read(DateTimeOffset now)
    {
        ReadAcceptance(now);
        if (AcceptedAt is { } acceptedAt)
        {
            ReadMain(acceptedAt);
        }

        ReadStages();
        ReadSuspensions();
        ReadDelivery();
    }

    private Convention Convention => item?.Convention ?? rules.Convention;

    /// <summary>
    /// A decision on acceptance, or one correction notice, is due 5 working days after receipt, and again after the
    /// corrections were filed. Silence past that means accepted from that day on, so the main clocks start in the past
    /// (L32.4); a notice that comes later, and what is filed after it, no longer change that.
    /// </summary>
    private void ReadAcceptance(DateTimeOffset now)
    {
        AcceptedAt = dossier.Accepted?.At;
        var answeredAt = Earliest(dossier.Accepted?.At, Earliest(dossier.Refused?.At, dossier.EndedAt));
        for (var i = 0; i < dossier.Rounds.Length; i++)
        {
            var round = dossier.Rounds[i];
            var stoppedAt = round.AskedAt ?? answeredAt;
            var name = i == 0 ? "acceptance" : $"acceptance:{i + 1}";
            var dueAt = Add(ClockKind.Acceptance, name, LimitOf(ClockKind.Acceptance), null, round.From, stoppedAt,
                Convention.Statutory);
            if (i == 0 && dossier.Received is { Data.Channel: "online" } received)
            {
                Add(ClockKind.PreAcceptance, "preAcceptance", LimitOf(ClockKind.PreAcceptance), null, received.At,
                    stoppedAt, Convention);
            }

            if (Earliest(stoppedAt, now) > dueAt)
            {
                AcceptedAt = Earliest(AcceptedAt, round.From);
                return;
            }
        }
    }

    private void ReadMain(DateTimeOffset acceptedAt)
    {
        var accepted = dossier.Accepted?.Data;
        var stoppedAt = dossier.EndedAt;
        var statutory = accepted?.Statutory ?? item?.Statutory;
        if (CaseType == CaseType.Immediate && accepted?.Promised is null && accepted?.PromisedDueAt is null)
        {
            Add(ClockKind.Immediate, "immediate", item?.Immediate ?? LimitOf(ClockKind.Immediate), null, acceptedAt,
                stoppedAt, Convention, spans);
        }
        else
        {
            AddExtended(ClockKind.Promised, "promised", accepted?.Promised ?? item?.Promised, accepted?.PromisedDueAt,
                acceptedAt, stoppedAt);
        }

        AddExtended(
            ClockKind.Statutory, "statutory", statutory, accepted?.StatutoryDueAt, acceptedAt, stoppedAt);
    }

    /// <summary>
    /// A limit is extended once, before it has passed, with the approval of the authority's head (L42): approval is
    /// what makes an extension, so one that names no approver adds nothing, like one that comes too late. Both are
    /// findings. The reason is a duty towards the applicant: without it the extension stands, and the omission is a
    /// finding.
    /// </summary>
    private void AddExtended(
        ClockKind kind, string name, Limit? limit, DateTimeOffset? dueAt, DateTimeOffset acceptedAt,
        DateTimeOffset? stoppedAt)
    {
        Add(kind, name, limit, dueAt, acceptedAt, stoppedAt, Convention, spans);
        if (dossier.Extensions.IsEmpty || limit is null || dueAt is not null)
        {
            return;
        }

        var first = dossier.Extensions[0];
        if (first.At <= clocks[^1].Reading.DueAt)
        {
            clocks.RemoveAt(clocks.Count - 1);
            var most = CaseType == CaseType.Joint
                ? rules.Findings.JointExtensionDaysMax
                : rules.Findings.ExtensionDaysMax;
            Add(kind, name, limit, dueAt, acceptedAt, stoppedAt, Convention, spans, Math.Min(first.Data.Days, most));
        }
    }

    private void ReadStages()
    {
        foreach (var pass in dossier.Stages)
        {
            var rule = item?.StageNamed(pass.Stage);
            var limit = pass.Limit ?? rule?.Limit;
            if (pass.EnteredAt is { } enteredAt && limit is not null)
            {
                Add(ClockKind.Stage, UniqueName(rule?.ClockName ?? StageRule.ClockNameOf(pass.Stage)), limit, null,
                    enteredAt, Earliest(pass.CompletedAt, dossier.EndedAt), Convention, spans);
            }
        }
    }

    private void ReadSuspensions()
    {
        for (var i = 0; i < dossier.Suspensions.Length; i++)
        {
            var suspension = dossier.Suspensions[i];
            if (suspension.Data.Days is > 0 and { } days)
            {
                Add(ClockKind.Suspension, $"suspension:{i + 1}", new Limit(days, LimitUnit.WorkingDay), null,
                    suspension.At, Earliest(suspension.ResumedAt, dossier.EndedAt), Convention);
            }
        }
    }

    /// <summary>
    /// Only a decision starts it (L44): sources that report no decisions would otherwise never deliver.
    /// </summary>
    private void ReadDelivery()
    {
        if (dossier.Decided is { Data.Outcome: Outcome.Granted } decided)
        {
            Add(ClockKind.Delivery, "delivery", LimitOf(ClockKind.Delivery), null, decided.At,
                Earliest(dossier.DeliveredAt, Earliest(dossier.WithdrawnAt, dossier.VoidedAt)), Convention.Statutory);
        }
    }

    /// <returns>When it is due; null when nothing limits it, and so there is no such clock.</returns>
    private DateTimeOffset? Add(
        ClockKind kind, string name, Limit? limit, DateTimeOffset? dueAt, DateTimeOffset startedAt,
        DateTimeOffset? stoppedAt, Convention convention, ImmutableArray<SuspensionSpan> excluded = default,
        int extensionDays = 0)
    {
        if (limit is null && dueAt is null)
        {
            return null;
        }

        var levels = rules.Levels.TryGetValue(kind, out var found) ? found : [];
        var rule = new ClockRule(kind, name, convention, dueAt is null ? limit : null, dueAt, levels);
        var times = new ClockTimes(startedAt, stoppedAt, excluded.IsDefault ? [] : excluded, extensionDays);
        var reading = Clock.Read(rule, times, calendar);
        clocks.Add(new(rule, times, reading));
        return reading.DueAt;
    }

    private static ImmutableArray<SuspensionSpan> SpansOf(CaseDossier dossier, FindingRules rules)
    {
        if (dossier.Suspensions.IsEmpty)
        {
            return [];
        }

        var found = ImmutableArray.CreateBuilder<SuspensionSpan>(dossier.Suspensions.Length);
        foreach (var suspension in dossier.Suspensions)
        {
            var data = suspension.Data;
            var isEmpty = suspension.ResumedAt <= suspension.At;
            if (SuspensionReasons.IsLegal(data.Reason) && !isEmpty)
            {
                var days = data.Days is > 0 and { } applied ? applied : rules.SuspensionDaysMax;
                found.Add(new(suspension.At, suspension.ResumedAt, days, data.Reason, data.Notice));
            }
        }

        return found.DrainToImmutable();
    }

    private Limit? LimitOf(ClockKind kind) => rules.Limits.GetValueOrDefault(kind);

    private string UniqueName(string name)
    {
        var count = 1;
        var unique = name;
        while (IsTaken(unique))
        {
            unique = $"{name}#{++count}";
        }

        return unique;
    }

    private bool IsTaken(string name)
    {
        foreach (ref readonly var clock in All)
        {
            if (clock.Rule.Name == name)
            {
                return true;
            }
        }

        return false;
    }

    private static DateTimeOffset? Earliest(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null ? other : other is null || one <= other ? one : other;
}
