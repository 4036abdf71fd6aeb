using Supervision.Core.Clocks;

namespace Supervision.Core.Facts;

/// <summary>Materials were received; the acceptance decision is due in 5 working days (L32.4).</summary>
public sealed record CaseReceived : FactData
{
    /// <summary>Service item.</summary>
    public string? Item { get; init; }
    /// <summary>Hall.</summary>
    public string? Hall { get; init; }
    /// <summary>Window.</summary>
    public string? Window { get; init; }
    /// <summary>Department that answers for the case.</summary>
    public string? Department { get; init; }
    /// <summary>How it came: window, online, phone.</summary>
    public string? Channel { get; init; }
    /// <summary>Applicant, hashed and masked.</summary>
    public PersonMark? Applicant { get; init; }
    /// <summary>Agent acting for the applicant, hashed and masked.</summary>
    public PersonMark? Agent { get; init; }
}

/// <summary>The case was accepted: its promised and statutory clocks run.</summary>
public sealed record CaseAccepted : FactData
{
    /// <summary>Service item; required unless the clock is given explicitly.</summary>
    public string? Item { get; init; }
    /// <summary>Case type; null means the item's own.</summary>
    public CaseType? CaseType { get; init; }
    /// <summary>Window.</summary>
    public string? Window { get; init; }
    /// <summary>Department that answers for the case.</summary>
    public string? Department { get; init; }
    /// <summary>Hall.</summary>
    public string? Hall { get; init; }
    /// <summary>Who accepted it.</summary>
    public string? Handler { get; init; }
    /// <summary>How it came: window, online, phone.</summary>
    public string? Channel { get; init; }
    /// <summary>Promised limit; overrides the item's.</summary>
    public Limit? Promised { get; init; }
    /// <summary>Statutory limit; overrides the item's.</summary>
    public Limit? Statutory { get; init; }
    /// <summary>Promised due instant as the source computed it; overrides every limit.</summary>
    public DateTimeOffset? PromisedDueAt { get; init; }
    /// <summary>Statutory due instant as the source computed it; overrides every limit.</summary>
    public DateTimeOffset? StatutoryDueAt { get; init; }
    /// <summary>Risk points the case passed, by code (S0).</summary>
    public IReadOnlyList<string>? RiskPoints { get; init; }
    /// <summary>The joint case or project this case belongs to.</summary>
    public string? Parent { get; init; }
}

/// <summary>
/// The application was refused at the door; a reason, its basis and the remedy must be told (L38, L72).
/// </summary>
public sealed record CaseRefused : FactData
{
    /// <summary>Why.</summary>
    public required string Reason { get; init; }
    /// <summary>Legal basis.</summary>
    public string? Basis { get; init; }
    /// <summary>What the applicant can do against it.</summary>
    public string? Remedy { get; init; }
    /// <summary>Who refused.</summary>
    public string? Handler { get; init; }
}

/// <summary>The applicant was told once what to correct (L32.4, S4 一次性告知).</summary>
public sealed record CaseCorrectionRequested : FactData
{
    /// <summary>Notice number.</summary>
    public string? Notice { get; init; }
    /// <summary>Materials to be corrected.</summary>
    public IReadOnlyList<string>? Materials { get; init; }
}

/// <summary>The applicant filed the corrections.</summary>
public sealed record CaseCorrectionFiled : FactData
{
    /// <summary>Notice number.</summary>
    public string? Notice { get; init; }
    /// <summary>Materials filed.</summary>
    public IReadOnlyList<string>? Materials { get; init; }
}

/// <summary>Work on a stage began.</summary>
public sealed record CaseStageEntered : FactData
{
    /// <summary>Stage name.</summary>
    public required string Stage { get; init; }
    /// <summary>Who works on it.</summary>
    public string? Handler { get; init; }
    /// <summary>Department of the stage.</summary>
    public string? Department { get; init; }
    /// <summary>Words of the handler.</summary>
    public string? Opinion { get; init; }
    /// <summary>Limit of this stage; overrides the item's.</summary>
    public Limit? StageLimit { get; init; }
}

/// <summary>Work on a stage ended.</summary>
public sealed record CaseStageCompleted : FactData
{
    /// <summary>Stage name.</summary>
    public required string Stage { get; init; }
    /// <summary>Who did it.</summary>
    public string? Handler { get; init; }
    /// <summary>Department of the stage.</summary>
    public string? Department { get; init; }
    /// <summary>Words of the handler.</summary>
    public string? Opinion { get; init; }
    /// <summary>Limit of this stage; overrides the item's.</summary>
    public Limit? StageLimit { get; init; }
}

/// <summary>A special procedure began; its time is not counted (L45).</summary>
public sealed record CaseSuspended : FactData
{
    /// <summary>One of the eight legal reasons, as <see cref="SuspensionReasons"/> spells them.</summary>
    public required string Reason { get; init; }
    /// <summary>Number of the written notice to the applicant.</summary>
    public string? Notice { get; init; }
    /// <summary>Working days applied for; excluded time is capped at them.</summary>
    public int? Days { get; init; }
    /// <summary>Who approved it.</summary>
    public string? Approver { get; init; }
}

/// <summary>The special procedure ended.</summary>
public sealed record CaseResumed : FactData
{
    /// <summary>The reason of the suspension that ended.</summary>
    public required string Reason { get; init; }
    /// <summary>Notice number.</summary>
    public string? Notice { get; init; }
    /// <summary>Working days; informative.</summary>
    public int? Days { get; init; }
    /// <summary>Who approved it.</summary>
    public string? Approver { get; init; }
}

/// <summary>The limit was extended, once, with approval and a reason (L42).</summary>
public sealed record CaseExtended : FactData
{
    /// <summary>Working days added.</summary>
    public required int Days { get; init; }
    /// <summary>Who approved it.</summary>
    public string? Approver { get; init; }
    /// <summary>Why.</summary>
    public string? Reason { get; init; }
}

/// <summary>The authority decided.</summary>
public sealed record CaseDecided : FactData
{
    /// <summary>Granted or denied.</summary>
    public required Outcome Outcome { get; init; }
    /// <summary>Who decided.</summary>
    public string? Handler { get; init; }
    /// <summary>Why; required by law when denied (L38).</summary>
    public string? Reason { get; init; }
}

/// <summary>The case was finished: its verdict freezes.</summary>
public sealed record CaseFinished : FactData
{
    /// <summary>Granted or denied, when the source says so.</summary>
    public string? Outcome { get; init; }
    /// <summary>Who finished it.</summary>
    public string? Handler { get; init; }
}

/// <summary>The result reached the applicant (L44: within 10 working days).</summary>
public sealed record CaseDelivered : FactData
{
    /// <summary>Outcome, when the source says so.</summary>
    public string? Outcome { get; init; }
    /// <summary>Who delivered it.</summary>
    public string? Handler { get; init; }
}

/// <summary>The applicant withdrew (退件).</summary>
public sealed record CaseWithdrawn : FactData
{
    /// <summary>Outcome, when the source says so.</summary>
    public string? Outcome { get; init; }
    /// <summary>Who recorded it.</summary>
    public string? Handler { get; init; }
}

/// <summary>The case was voided (作废).</summary>
public sealed record CaseVoided : FactData
{
    /// <summary>Outcome, when the source says so.</summary>
    public string? Outcome { get; init; }
    /// <summary>Who recorded it.</summary>
    public string? Handler { get; init; }
}

/// <summary>A fee was taken (S1 一窗式收费: only at the bank window).</summary>
public sealed record CaseFeeCharged : FactData
{
    /// <summary>Amount taken, in yuan.</summary>
    public required decimal Amount { get; init; }
    /// <summary>Amount the standard names, in yuan.</summary>
    public decimal? Standard { get; init; }
    /// <summary>Where it was taken: a window id.</summary>
    public string? Where { get; init; }
}
