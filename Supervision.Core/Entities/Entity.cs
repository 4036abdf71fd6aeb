using System.Text.Json.Serialization;
using Supervision.Core.Cases;
using Supervision.Core.Complaints;
using Supervision.Core.Draws;
using Supervision.Core.Facts;
using Supervision.Core.Jobs;
using Supervision.Core.Orders;
using Supervision.Core.Ratings;
using Supervision.Core.Reports;
using Supervision.Core.Scores;
using Supervision.Core.Sources;
using Supervision.Core.Staff;
using Supervision.Core.Windows;

namespace Supervision.Core.Entities;

/// <summary>What an entity remembers: immutable, small, and a fold of its events.</summary>
[JsonDerivedType(typeof(CaseState), "case")]
[JsonDerivedType(typeof(LedgerState), "ledger")]
[JsonDerivedType(typeof(OrderState), "order")]
[JsonDerivedType(typeof(RegisterState), "register")]
[JsonDerivedType(typeof(WindowState), "window")]
[JsonDerivedType(typeof(StaffState), "staff")]
[JsonDerivedType(typeof(ComplaintState), "complaint")]
[JsonDerivedType(typeof(ReactionState), "reaction")]
[JsonDerivedType(typeof(SourceState), "source")]
[JsonDerivedType(typeof(JobState), "job")]
[JsonDerivedType(typeof(ReportState), "report")]
[JsonDerivedType(typeof(MonthState), "month")]
[JsonDerivedType(typeof(DrawState), "draw")]
public abstract record EntityState
{
    /// <summary>The rule book version the entity lives under; null before its first fact.</summary>
    public string? RulesVersion { get; init; }
}

/// <summary>
/// Something that was decided. Its serialised form is the storage format: fields are only ever added.
/// </summary>
[JsonDerivedType(typeof(FactRecorded), "fact")]
[JsonDerivedType(typeof(RulesBound), "rules")]
[JsonDerivedType(typeof(CaseMoved), "case.moved")]
[JsonDerivedType(typeof(DeadlineSet), "deadline")]
[JsonDerivedType(typeof(AlertRaised), "alert.raised")]
[JsonDerivedType(typeof(AlertRevoked), "alert.revoked")]
[JsonDerivedType(typeof(AlertRestored), "alert.restored")]
[JsonDerivedType(typeof(AlertMovedInTime), "alert.moved")]
[JsonDerivedType(typeof(AlertWaived), "alert.waived")]
[JsonDerivedType(typeof(CauseNumbered), "cause.numbered")]
[JsonDerivedType(typeof(CauseJoined), "cause.joined")]
[JsonDerivedType(typeof(CauseSilenced), "cause.silenced")]
[JsonDerivedType(typeof(SilenceBegan), "silence.began")]
[JsonDerivedType(typeof(SilenceEnded), "silence.ended")]
[JsonDerivedType(typeof(OrderIssued), "order.issued")]
[JsonDerivedType(typeof(CauseAdded), "cause.added")]
[JsonDerivedType(typeof(CauseWithdrawn), "cause.withdrawn")]
[JsonDerivedType(typeof(OrderStepTaken), "order.step")]
[JsonDerivedType(typeof(OrderReminded), "order.reminded")]
[JsonDerivedType(typeof(OrderClimbed), "order.climbed")]
[JsonDerivedType(typeof(OrderRevoked), "order.revoked")]
[JsonDerivedType(typeof(OrderMoved), "order.moved")]
[JsonDerivedType(typeof(StaffDayOpened), "staff.day")]
[JsonDerivedType(typeof(PunchPlaced), "staff.punch")]
[JsonDerivedType(typeof(PunchTooLate), "staff.late")]
[JsonDerivedType(typeof(AttendanceMoved), "attendance.moved")]
[JsonDerivedType(typeof(LeaveMoved), "leave.moved")]
[JsonDerivedType(typeof(LeaveStated), "leave.stated")]
[JsonDerivedType(typeof(StampsNoted), "staff.stamps")]
[JsonDerivedType(typeof(WindowDayOpened), "window.day")]
[JsonDerivedType(typeof(SignalPlaced), "window.signal")]
[JsonDerivedType(typeof(TicketPlaced), "window.ticket")]
[JsonDerivedType(typeof(SignalTooLate), "window.late")]
[JsonDerivedType(typeof(WindowLeaveStated), "window.leave")]
[JsonDerivedType(typeof(WindowMoved), "window.moved")]
[JsonDerivedType(typeof(PatrolDayOpened), "patrol.day")]
[JsonDerivedType(typeof(PatrolPlaced), "patrol.placed")]
[JsonDerivedType(typeof(RatingMoved), "rating.moved")]
[JsonDerivedType(typeof(ComplaintOpened), "complaint.opened")]
[JsonDerivedType(typeof(ComplaintMoved), "complaint.moved")]
[JsonDerivedType(typeof(ReactionBegan), "reaction.began")]
[JsonDerivedType(typeof(InhibitionBegan), "inhibition.began")]
[JsonDerivedType(typeof(InhibitionLifted), "inhibition.lifted")]
[JsonDerivedType(typeof(InhibitionEnded), "inhibition.ended")]
[JsonDerivedType(typeof(CauseHeld), "cause.held")]
[JsonDerivedType(typeof(CauseReleased), "cause.released")]
[JsonDerivedType(typeof(SourceHeard), "source.heard")]
[JsonDerivedType(typeof(JobMoved), "job.moved")]
[JsonDerivedType(typeof(ReportIssued), "report.issued")]
[JsonDerivedType(typeof(ReportExpected), "report.expected")]
[JsonDerivedType(typeof(ReportMissed), "report.missed")]
[JsonDerivedType(typeof(ReportSent), "report.sent")]
[JsonDerivedType(typeof(ReportUnsent), "report.unsent")]
[JsonDerivedType(typeof(MonthClosed), "month.closed")]
[JsonDerivedType(typeof(DrawPlanned), "draw.planned")]
[JsonDerivedType(typeof(SecretCommitted), "draw.committed")]
[JsonDerivedType(typeof(PoolFrozen), "draw.frozen")]
[JsonDerivedType(typeof(SecretRevealed), "draw.revealed")]
[JsonDerivedType(typeof(BeaconGiven), "draw.beacon")]
[JsonDerivedType(typeof(DrawSeeded), "draw.seeded")]
[JsonDerivedType(typeof(DrawCarriedOut), "draw.drawn")]
[JsonDerivedType(typeof(InspectorReplaced), "draw.replaced")]
[JsonDerivedType(typeof(ObjectInspected), "draw.inspected")]
[JsonDerivedType(typeof(DrawAborted), "draw.aborted")]
[JsonDerivedType(typeof(DrawMoved), "draw.moved")]
public abstract record DomainEvent;

/// <summary>What an entity can be asked to react to.</summary>
public abstract record EntityInput;

/// <summary>A fact about the entity arrived.</summary>
public sealed record FactArrived(Fact Fact) : EntityInput;

/// <summary>Time passed; a hint that may come early, late or twice.</summary>
public sealed record Tick : EntityInput
{
    /// <summary>The one tick: it carries nothing, now is in the context.</summary>
    public static readonly Tick Instance = new();
}

/// <summary>The calendar or the rules changed under an open entity: read everything again.</summary>
/// <param name="Reason">Why, as the journal shows it.</param>
public sealed record Recompute(string Reason) : EntityInput;

/// <summary>A fact was recorded as it came.</summary>
/// <param name="Fact">The fact.</param>
/// <param name="RecordedAt">Recording time: the engine's now.</param>
public sealed record FactRecorded(Fact Fact, DateTimeOffset RecordedAt) : DomainEvent;

/// <summary>
/// The entity lives under this version of the rule book from now on; editing rules never changes its past.
/// </summary>
public sealed record RulesBound(string Version) : DomainEvent;
