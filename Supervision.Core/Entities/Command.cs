using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Supervision.Core.Cases;
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

/// <summary>
/// Something a person or a reaction wants done. Unlike a fact it may be refused; accepted it is applied once, however
/// often it is sent.
/// </summary>
[JsonDerivedType(typeof(WaiveAlert), "alert.waive")]
[JsonDerivedType(typeof(EnterCause), "cause.enter")]
[JsonDerivedType(typeof(SilenceOrders), "silence")]
[JsonDerivedType(typeof(EndSilence), "silence.end")]
[JsonDerivedType(typeof(IssueOrder), "order.issue")]
[JsonDerivedType(typeof(AddCause), "cause.add")]
[JsonDerivedType(typeof(WithdrawCause), "cause.withdraw")]
[JsonDerivedType(typeof(AcknowledgeOrder), "order.acknowledge")]
[JsonDerivedType(typeof(GiveFeedback), "order.feedback")]
[JsonDerivedType(typeof(ReportRectification), "order.rectify")]
[JsonDerivedType(typeof(VerifyRectification), "order.verify")]
[JsonDerivedType(typeof(AppealOrder), "order.appeal")]
[JsonDerivedType(typeof(DecideOrder), "order.decide")]
[JsonDerivedType(typeof(RequestLeave), "leave.request")]
[JsonDerivedType(typeof(DecideLeave), "leave.decide")]
[JsonDerivedType(typeof(CancelLeave), "leave.cancel")]
[JsonDerivedType(typeof(NoteSignal), "window.signal")]
[JsonDerivedType(typeof(NoteLeave), "window.leave")]
[JsonDerivedType(typeof(NotePatrol), "patrol.note")]
[JsonDerivedType(typeof(AttributeRating), "rating.attribute")]
[JsonDerivedType(typeof(RecordCallback), "rating.callback")]
[JsonDerivedType(typeof(BeginReaction), "reaction.begin")]
[JsonDerivedType(typeof(InhibitOrders), "orders.inhibit")]
[JsonDerivedType(typeof(LiftInhibition), "orders.lift")]
[JsonDerivedType(typeof(HearSource), "source.hear")]
[JsonDerivedType(typeof(BeginJob), "job.begin")]
[JsonDerivedType(typeof(FinishJob), "job.finish")]
[JsonDerivedType(typeof(IssueReport), "report.issue")]
[JsonDerivedType(typeof(NoteSending), "report.send")]
[JsonDerivedType(typeof(ExpectReport), "report.expect")]
[JsonDerivedType(typeof(CloseMonth), "month.close")]
[JsonDerivedType(typeof(PlanDraw), "draw.plan")]
[JsonDerivedType(typeof(CommitSecret), "draw.commit")]
[JsonDerivedType(typeof(FreezePool), "draw.freeze")]
[JsonDerivedType(typeof(RevealSecret), "draw.reveal")]
[JsonDerivedType(typeof(GiveBeacon), "draw.beacon")]
[JsonDerivedType(typeof(AbortDraw), "draw.abort")]
[JsonDerivedType(typeof(RecordDrawn), "draw.record")]
[JsonDerivedType(typeof(ReplaceInspector), "draw.replace")]
[JsonDerivedType(typeof(RecordInspection), "draw.inspect")]
[JsonDerivedType(typeof(NoteStamps), "stamps.note")]
public abstract record Command : EntityInput
{
    /// <summary>Who sends it: a door of the system, or a reaction.</summary>
    public required string Source { get; init; }

    /// <summary>The sender's own number of it, unique for ever; a reaction derives it from the cause.</summary>
    public required string Id { get; init; }

    /// <summary>The key under which the journal remembers (source, id), as it does for facts.</summary>
    [JsonIgnore]
    public UInt128 Identity => FactIdentity.Of(Source, Id);
}

/// <summary>Why a command was not carried out; nothing changed.</summary>
/// <param name="Code">Stable name, used by programs and translations.</param>
/// <param name="Why">What stands against it, and who is concerned.</param>
/// <param name="Remedy">What can be done instead.</param>
public sealed record Refusal(string Code, string Why, string Remedy);

/// <summary>What became of a command: events, or a refusal.</summary>
/// <param name="Events">What follows from it; empty when refused, or when it changes nothing.</param>
/// <param name="Refusal">Null when it was carried out.</param>
public readonly record struct Decision(ImmutableArray<DomainEvent> Events, Refusal? Refusal)
{
    /// <summary>Carried out.</summary>
    public static Decision Of(params ImmutableArray<DomainEvent> events) => new(events, null);

    /// <summary>Not carried out.</summary>
    public static Decision Refused(string code, string why, string remedy) => new([], new(code, why, remedy));
}
