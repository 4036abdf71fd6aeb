using Supervision.Core.Cases;
using Supervision.Core.Complaints;
using Supervision.Core.Draws;
using Supervision.Core.Facts;
using Supervision.Core.Jobs;
using Supervision.Core.Orders;
using Supervision.Core.Reports;
using Supervision.Core.Scores;
using Supervision.Core.Sources;
using Supervision.Core.Staff;
using Supervision.Core.Windows;

namespace Supervision.Core.Entities;

/// <summary>Which entity a fact is about, and by which rules it is decided.</summary>
public static class Deciders
{
    private static readonly CaseDecider Cases = new();
    private static readonly OrderDecider Orders = new();
    private static readonly RegisterDecider Registers = new();
    private static readonly WindowDecider Windows = new();
    private static readonly StaffDecider Staff = new();
    private static readonly ComplaintDecider Complaints = new();
    private static readonly SourceDecider Sources = new();
    private static readonly ReactionDecider Reactions = new();
    private static readonly JobDecider Jobs = new();
    private static readonly ReportDecider Reports = new();
    private static readonly MonthDecider Months = new();
    private static readonly DrawDecider Draws = new();
    private static readonly LedgerDecider Ledger = new();

    /// <summary>The rules of one kind of entity.</summary>
    public static IDecider Of(EntityKind kind) => kind switch
    {
        EntityKind.Case => Cases,
        EntityKind.Source => Sources,
        EntityKind.Order => Orders,
        EntityKind.Register => Registers,
        EntityKind.Window => Windows,
        EntityKind.Staff => Staff,
        EntityKind.Complaint => Complaints,
        EntityKind.Reaction => Reactions,
        EntityKind.Job => Jobs,
        EntityKind.Report => Reports,
        EntityKind.Month => Months,
        EntityKind.Draw => Draws,
        _ => Ledger,
    };

    /// <summary>The stream a fact belongs to.</summary>
    public static StreamId StreamOf(Fact fact) => new(KindOf(fact.Data), fact.Subject);

    private static EntityKind KindOf(FactData data) => data switch
    {
        WindowOpened or WindowPaused or WindowResumed or WindowClosed => EntityKind.Window,
        QueueIssued or QueueCalled or QueueServed or QueueAbandoned => EntityKind.Window,
        RatingGiven or PatrolRecorded => EntityKind.Window,
        AttendancePunched or LeaveApproved or LeaveCancelled => EntityKind.Staff,
        ComplaintFiled or ComplaintAnswered => EntityKind.Complaint,
        Heartbeat or DeviceOperated => EntityKind.Source,
        _ => EntityKind.Case,
    };
}
