using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Supervision.Core.Facts;
using Supervision.Core.Reading;

namespace Supervision.Core.Cases;

/// <summary>A fact of one type with the instant it happened.</summary>
internal readonly record struct Dated<T>(DateTimeOffset At, T Data) where T : FactData;

/// <summary>
/// The facts of a case sorted into what the rules ask for. Built anew for every decision, never kept.
/// </summary>
internal sealed class CaseDossier(CaseLists lists)
{
    public required ImmutableArray<Milestone> History { get; init; }
    public Dated<CaseReceived>? Received { get; private set; }
    public Dated<CaseAccepted>? Accepted { get; private set; }
    public Dated<CaseRefused>? Refused { get; private set; }
    public Dated<CaseDecided>? Decided { get; private set; }
    public DateTimeOffset? FinishedAt { get; private set; }
    public DateTimeOffset? DeliveredAt { get; private set; }
    public DateTimeOffset? WithdrawnAt { get; private set; }
    public DateTimeOffset? VoidedAt { get; private set; }
    public ReadOnlySpan<DateTimeOffset> CorrectionsRequested => CollectionsMarshal.AsSpan(lists.CorrectionsRequested);

    /// <summary>What had to be answered, in order: the receipt, then what was filed after each notice.</summary>
    public ReadOnlySpan<AcceptanceRound> Rounds => CollectionsMarshal.AsSpan(lists.Rounds);

    /// <summary>Whether the last word was a correction notice.</summary>
    public bool AwaitsCorrections { get; private set; }

    public ReadOnlySpan<StagePass> Stages => CollectionsMarshal.AsSpan(lists.Stages);
    public ReadOnlySpan<Suspension> Suspensions => CollectionsMarshal.AsSpan(lists.Suspensions);

    /// <summary>The extensions that somebody approved: without approval there is none (L42).</summary>
    public ReadOnlySpan<Dated<CaseExtended>> Extensions => CollectionsMarshal.AsSpan(lists.Extensions);

    /// <summary>The first that nobody approved.</summary>
    public Dated<CaseExtended>? UnapprovedExtension { get; private set; }

    public ReadOnlySpan<Dated<CaseFeeCharged>> Fees => CollectionsMarshal.AsSpan(lists.Fees);
    public ReadOnlySpan<DateTimeOffset> Acceptances => CollectionsMarshal.AsSpan(lists.Acceptances);

    /// <summary>The first acceptance that took a refusal back.</summary>
    public DateTimeOffset? TakenBackAt { get; private set; }

    public string? Handler { get; private set; }

    /// <summary>
    /// When the case ended, whatever the way; the earliest counts, as the verdict freezes there, unless it was a
    /// refusal that was taken back.
    /// </summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>How it ended.</summary>
    public CaseStatus? Ending { get; private set; }

    public string? Item => Accepted?.Data.Item ?? Received?.Data.Item;
    public string? Hall => Accepted?.Data.Hall ?? Received?.Data.Hall;
    public string? Window => Accepted?.Data.Window ?? Received?.Data.Window;
    public string? Channel => Accepted?.Data.Channel ?? Received?.Data.Channel;
    public string? Department => Accepted?.Data.Department ?? Received?.Data.Department;

    /// <summary>Whether a special procedure is under way, legal or not.</summary>
    public bool IsSuspendedAt(DateTimeOffset now)
    {
        foreach (var suspension in Suspensions)
        {
            if (suspension.At <= now && (suspension.ResumedAt is null || suspension.ResumedAt > now))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a stage had begun by <paramref name="at"/>.</summary>
    public bool HasBegun(string stage, DateTimeOffset at)
    {
        foreach (var pass in Stages)
        {
            if (pass.Stage == stage && pass.BeganAt <= at)
            {
                return true;
            }
        }

        return false;
    }

    public static CaseDossier Of(ImmutableArray<Milestone> history, CaseLists lists)
    {
        var dossier = new CaseDossier(lists) { History = history };
        foreach (var milestone in history)
        {
            dossier.Add(milestone.OccurredAt, milestone.Data);
        }

        return dossier;
    }

    private void Add(DateTimeOffset at, FactData data)
    {
        switch (data)
        {
            case CaseReceived received:
                Receive(at, received);
                break;
            case CaseAccepted accepted:
                Accept(at, accepted);
                break;
            case CaseRefused refused:
                Refused ??= new(at, refused);
                End(at, CaseStatus.Refused);
                break;
            case CaseCorrectionRequested:
                Request(at);
                break;
            case CaseCorrectionFiled:
                File(at);
                break;
            case CaseStageEntered entered:
                lists.Stages.Add(new(entered.Stage, at, entered.Handler, entered.StageLimit));
                break;
            case CaseStageCompleted completed:
                Complete(at, completed);
                break;
            case CaseSuspended suspended:
                lists.Suspensions.Add(new(at, suspended));
                break;
            case CaseResumed resumed:
                Resume(at, resumed);
                break;
            case CaseExtended extended:
                Extend(new(at, extended));
                break;
            case CaseDecided decided:
                Decided ??= new(at, decided);
                break;
            case CaseFinished finished:
                FinishedAt ??= at;
                Handler = finished.Handler ?? Handler;
                End(at, CaseStatus.Finished);
                break;
            case CaseDelivered:
                DeliveredAt ??= at;
                break;
            case CaseWithdrawn:
                WithdrawnAt ??= at;
                End(at, CaseStatus.Withdrawn);
                break;
            case CaseVoided:
                VoidedAt ??= at;
                End(at, CaseStatus.Voided);
                break;
            case CaseFeeCharged fee:
                lists.Fees.Add(new(at, fee));
                break;
            default:
                // A rating or another fact about the case that no clock depends on.
                break;
        }
    }

    private bool IsAnswered => Accepted is not null || EndedAt is not null;

    /// <summary>
    /// An acceptance after a refusal takes it back: what happened later is true, and the case lives on. Any other end
    /// is a verdict and stays.
    /// </summary>
    private void Accept(DateTimeOffset at, CaseAccepted accepted)
    {
        Accepted ??= new(at, accepted);
        lists.Acceptances.Add(at);
        Handler ??= accepted.Handler;
        if (Ending == CaseStatus.Refused)
        {
            TakenBackAt ??= at;
            (EndedAt, Ending) = (null, null);
        }
    }

    private void Extend(Dated<CaseExtended> extension)
    {
        if (string.IsNullOrWhiteSpace(extension.Data.Approver))
        {
            UnapprovedExtension ??= extension;
        }
        else
        {
            lists.Extensions.Add(extension);
        }
    }

    private void Receive(DateTimeOffset at, CaseReceived received)
    {
        if (Received is null)
        {
            Received = new(at, received);
            lists.Rounds.Add(new(at, AskedAt: null));
        }
    }

    private void Request(DateTimeOffset at)
    {
        lists.CorrectionsRequested.Add(at);
        AwaitsCorrections = true;
        if (!IsAnswered && lists.Rounds is [.., { AskedAt: null } round])
        {
            lists.Rounds[^1] = round with { AskedAt = at };
        }
    }

    private void File(DateTimeOffset at)
    {
        AwaitsCorrections = false;
        if (IsAnswered || lists.Rounds.Count == 0)
        {
            return;
        }

        // Without a notice in between it is more of what was filed before, and the answer is due after all of it.
        var isMore = lists.Rounds[^1].AskedAt is null;
        if (isMore)
        {
            lists.Rounds.RemoveAt(lists.Rounds.Count - 1);
        }

        lists.Rounds.Add(new(at, AskedAt: null));
    }

    private void End(DateTimeOffset at, CaseStatus ending)
    {
        if (EndedAt is null)
        {
            EndedAt = at;
            Ending = ending;
        }
    }

    private void Complete(DateTimeOffset at, CaseStageCompleted completed)
    {
        if (OpenPassOf(completed.Stage) is { } open)
        {
            var pass = lists.Stages[open];
            lists.Stages[open] = pass with { CompletedAt = at, Handler = completed.Handler ?? pass.Handler };
        }
        else
        {
            lists.Stages.Add(new(completed.Stage, null, completed.Handler, completed.StageLimit) { CompletedAt = at });
        }
    }

    private int? OpenPassOf(string stage)
    {
        for (var i = 0; i < lists.Stages.Count; i++)
        {
            if (lists.Stages[i].CompletedAt is null && lists.Stages[i].Stage == stage)
            {
                return i;
            }
        }

        return null;
    }

    private void Resume(DateTimeOffset at, CaseResumed resumed)
    {
        // The oldest open suspension with this reason ends; failing that the oldest open one, as sources misspell
        // reasons.
        var open = lists.Suspensions.FindIndex(s => s.ResumedAt is null && s.Data.Reason == resumed.Reason);
        open = open >= 0 ? open : lists.Suspensions.FindIndex(s => s.ResumedAt is null);
        if (open >= 0)
        {
            lists.Suspensions[open] = lists.Suspensions[open] with { ResumedAt = at };
        }
    }
}

/// <summary>A stretch in which the applicant is owed an acceptance decision or a correction notice.</summary>
/// <param name="From">Receipt, or the last filing after the notice before.</param>
/// <param name="AskedAt">The correction notice that answered it; null when none did.</param>
internal readonly record struct AcceptanceRound(DateTimeOffset From, DateTimeOffset? AskedAt);

/// <summary>One pass through a stage; a stage may be passed twice when a case is sent back.</summary>
/// <param name="EnteredAt">Null when the source reports completions alone.</param>
internal readonly record struct StagePass(string Stage, DateTimeOffset? EnteredAt, string? Handler, Clocks.Limit? Limit)
{
    public DateTimeOffset? CompletedAt { get; init; }

    public DateTimeOffset At => CompletedAt ?? EnteredAt!.Value;

    public DateTimeOffset BeganAt => EnteredAt ?? CompletedAt!.Value;
}

/// <summary>One suspension as asked for.</summary>
internal readonly record struct Suspension(DateTimeOffset At, CaseSuspended Data)
{
    public DateTimeOffset? ResumedAt { get; init; }
}
