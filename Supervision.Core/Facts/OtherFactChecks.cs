namespace Supervision.Core.Facts;

/// <summary>Checks the data of facts about windows, queues, staff, ratings, complaints and patrols.</summary>
internal static class OtherFactChecks
{
    /// <returns>Whether this is a type that is checked here.</returns>
    public static bool Check(FactData data, FieldCheck check)
    {
        switch (data)
        {
            case WindowOpened opened: Window(opened.Staff, opened.Reason, check); break;
            case WindowPaused paused: Window(paused.Staff, paused.Reason, check); break;
            case WindowResumed resumed: Window(resumed.Staff, resumed.Reason, check); break;
            case WindowClosed closed: Window(closed.Staff, closed.Reason, check); break;
            case QueueIssued issued: check.OptionalName("data.ticket", issued.Ticket); break;
            case QueueCalled called: check.OptionalName("data.ticket", called.Ticket); break;
            case QueueServed served: check.OptionalName("data.ticket", served.Ticket); break;
            case QueueAbandoned abandoned: check.OptionalName("data.ticket", abandoned.Ticket); break;
            case AttendancePunched punched: Punched(punched, check); break;
            case LeaveApproved leave: Leave(leave.From, leave.To, leave.Kind, leave.Substitute, check); break;
            case LeaveCancelled leave: Leave(leave.From, leave.To, leave.Kind, leave.Substitute, check); break;
            case RatingGiven rating: Rating(rating, check); break;
            case ComplaintFiled filed: Complaint(filed.Hall, filed.Window, filed.Department, filed.Class, check); break;
            case ComplaintAnswered answered:
                Complaint(answered.Hall, answered.Window, answered.Department, answered.Class, check);
                break;
            case PatrolRecorded patrol: Patrol(patrol, check); break;
            case DeviceOperated operated:
                check.Within("data.code", operated.Code, 0, 9999);
                check.OptionalName("data.operator", operated.Operator);
                check.OptionalName("data.hall", operated.Hall);
                break;
            case Heartbeat: break;
            default: return false;
        }

        return true;
    }

    private static void Window(IReadOnlyList<string>? staff, string? reason, FieldCheck check)
    {
        check.Texts("data.staff", staff);
        check.Text("data.reason", reason);
    }

    private static void Punched(AttendancePunched data, FieldCheck check)
    {
        if (data.Direction is null) check.Fail("data.direction", "is missing");
        check.Word("data.direction", data.Direction, "in", "out", "breakOut", "breakIn");
        check.OptionalName("data.device", data.Device);
        check.OptionalName("data.verify", data.Verify);
    }

    private static void Leave(
        DateTimeOffset from, DateTimeOffset to, string? kind, string? substitute, FieldCheck check)
    {
        check.Instant("data.from", from);
        check.Instant("data.to", to);
        if (from >= to) check.Fail("data.to", "is not later than data.from");
        check.OptionalName("data.kind", kind);
        check.OptionalName("data.substitute", substitute);
    }

    private static void Rating(RatingGiven data, FieldCheck check)
    {
        check.Within("data.score", data.Score, 1, 5);
        check.OptionalName("data.channel", data.Channel);
        check.Text("data.comment", data.Comment);
        check.OptionalName("data.ticket", data.Ticket);
        check.OptionalName("data.device", data.Device);
        check.OptionalName("data.staff", data.Staff);
        check.OptionalName("data.item", data.Item);
    }

    private static void Complaint(string? hall, string? window, string? department, string? about, FieldCheck check)
    {
        check.OptionalName("data.hall", hall);
        check.OptionalName("data.window", window);
        check.OptionalName("data.department", department);
        check.Word("data.class", about, "village", "town", "departments");
    }

    private static void Patrol(PatrolRecorded data, FieldCheck check)
    {
        if (data.Kind is null) check.Fail("data.kind", "is missing");
        check.Word("data.kind", data.Kind, "patrol", "video", "visit", "unannounced");
        check.OptionalName("data.inspector", data.Inspector);
        check.Texts("data.findings", data.Findings);
        check.Instant("data.signedAt", data.SignedAt);
        if (data.Photos is not null) check.Fail("data.photos", "comes with the sign-in page alone");
    }
}
