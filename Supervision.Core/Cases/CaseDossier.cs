using System.Collections.Immutable;
using Supervision.Core.Facts;
using Supervision.Core.Reading;

namespace Supervision.Core.Cases;

/// <summary>A fact of one type with the instant it happened.</summary>
internal readonly record struct Dated<T>(DateTimeOffset At, T Data) where T : FactData;

/// <summary>
/// The facts of a case sorted into what the rules ask for. Built anew for every decision, never kept.
/// </summary>
internal sealed class CaseDossier
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
    public List<DateTimeOffset> CorrectionsRequested { get; } = [];

    /// <summary>What had to be answered, in order: the receipt, then what was filed after each notice.</summary>
    public List<AcceptanceRound> Rounds { get; } = [];

    /// <summary>Whether the last word was a correction notice.</summary>
    public bool AwaitsCorrections { get; private set; }

    public List<StagePass> Stages { get; } = [];
    public List<Suspension> Suspensions { get; } = [];

    /// <summary>Every extension that was reported, approved or not.</summary>
    public List<Dated<CaseExtended>> Extensions { get; } = [];

    /// <summary>Those that somebody approved: without approval there is none (L42).</summary>
    public IEnumerable<Dated<CaseExtended>> ApprovedExtensions =>
        Extensions.Where(extension => !string.IsNullOrWhiteSpace(extension.Data.Approver));
    public List<Dated<CaseFeeCharged>> Fees { get; } = [];
    public List<DateTimeOffset> Acceptances { get; } = [];

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
    public string? Department => Accepted?.Data.Department ?? Received?.Data.Department;

    public static CaseDossier Of(ImmutableArray<Milestone> history)
    {
        var dossier = new CaseDossier { History = history };
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
                Stages.Add(new(entered.Stage, at, entered.Handler, entered.StageLimit));
                break;
            case CaseStageCompleted completed:
                Complete(at, completed);
                break;
            case CaseSuspended suspended:
                Suspensions.Add(new(at, suspended));
                break;
            case CaseResumed resumed:
                Resume(at, resumed);
                break;
            case CaseExtended extended:
                Extensions.Add(new(at, extended));
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
                Fees.Add(new(at, fee));
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
        Acceptances.Add(at);
        Handler ??= accepted.Handler;
        if (Ending == CaseStatus.Refused)
        {
            TakenBackAt ??= at;
            (EndedAt, Ending) = (null, null);
        }
    }

    private void Receive(DateTimeOffset at, CaseReceived received)
    {
        if (Received is null)
        {
            Received = new(at, received);
            Rounds.Add(new(at, AskedAt: null));
        }
    }

    private void Request(DateTimeOffset at)
    {
        CorrectionsRequested.Add(at);
        AwaitsCorrections = true;
        if (!IsAnswered && Rounds is [.., { AskedAt: null } round])
        {
            Rounds[^1] = round with { AskedAt = at };
        }
    }

    private void File(DateTimeOffset at)
    {
        AwaitsCorrections = false;
        if (IsAnswered || Rounds.Count == 0)
        {
            return;
        }

        // Without a notice in between it is more of what was filed before, and the answer is due after all of it.
        var isMore = Rounds[^1].AskedAt is null;
        if (isMore)
        {
            Rounds.RemoveAt(Rounds.Count - 1);
        }

        Rounds.Add(new(at, AskedAt: null));
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
        var open = Stages.FindIndex(pass => pass.CompletedAt is null && pass.Stage == completed.Stage);
        if (open >= 0)
        {
            Stages[open] = Stages[open] with { CompletedAt = at, Handler = completed.Handler ?? Stages[open].Handler };
        }
        else
        {
            Stages.Add(new(completed.Stage, null, completed.Handler, completed.StageLimit) { CompletedAt = at });
        }
    }

    private void Resume(DateTimeOffset at, CaseResumed resumed)
    {
        // The oldest open suspension with this reason ends; failing that the oldest open one, as sources misspell
        // reasons.
        var open = Suspensions.FindIndex(s => s.ResumedAt is null && s.Data.Reason == resumed.Reason);
        open = open >= 0 ? open : Suspensions.FindIndex(s => s.ResumedAt is null);
        if (open >= 0)
        {
            Suspensions[open] = Suspensions[open] with { ResumedAt = at };
        }
    }
}

/// <summary>A stretch in which the applicant is owed an acceptance decision or a correction notice.</summary>
/// <param name="From">Receipt, or the last filing after the notice before.</param>
/// <param name="AskedAt">The correction notice that answered it; null when none did.</param>
internal readonly record struct AcceptanceRound(DateTimeOffset From, DateTimeOffset? AskedAt);

/// <summary>One pass through a stage; a stage may be passed twice when a case is sent back.</summary>
/// <param name="EnteredAt">Null when the source reports completions alone.</param>
internal sealed record StagePass(string Stage, DateTimeOffset? EnteredAt, string? Handler, Clocks.Limit? Limit)
{
    public DateTimeOffset? CompletedAt { get; init; }

    public DateTimeOffset At => CompletedAt ?? EnteredAt!.Value;

    public DateTimeOffset BeganAt => EnteredAt ?? CompletedAt!.Value;
}

/// <summary>One suspension as asked for.</summary>
internal sealed record Suspension(DateTimeOffset At, CaseSuspended Data)
{
    public DateTimeOffset? ResumedAt { get; init; }
}
