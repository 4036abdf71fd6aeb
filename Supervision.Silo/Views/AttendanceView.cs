using Supervision.Core.Entities;
using Supervision.Core.Reading;
using Supervision.Core.Staff;
using Supervision.Silo.Storage;

namespace Supervision.Silo.Views;

/// <summary>Attendance by member of staff and day.</summary>
public sealed class AttendanceView : RowsView<AttendanceRow>
{
    /// <summary>Prepares the view on the writing connection.</summary>
    public AttendanceView(ViewDatabase database)
        : base(database, StoredJson.Storage.AttendanceRow) => database.Writer.Execute(Schema);

    /// <inheritdoc />
    public override string Schema =>
        """
        CREATE TABLE IF NOT EXISTS attendance(
            staff TEXT NOT NULL, day INTEGER NOT NULL, hall TEXT, department TEXT, window TEXT, due INTEGER NOT NULL,
            present INTEGER NOT NULL, late INTEGER NOT NULL, early INTEGER NOT NULL, absent INTEGER NOT NULL,
            leave INTEGER NOT NULL, both INTEGER NOT NULL, row BLOB NOT NULL, PRIMARY KEY(staff, day)
        ) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS attendance_day ON attendance(day, staff);
        """;

    /// <inheritdoc />
    protected override string Save =>
        "INSERT OR REPLACE INTO attendance(staff, day, hall, department, due, present, late, early, absent, leave, "
        + "both, row) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";

    /// <inheritdoc />
    protected override (string Key, AttendanceRow Row)? RowOf(DomainEvent @event) =>
        @event is AttendanceMoved { After: var row } ? ($"{row.Date.DayNumber}/{row.Staff}", row) : null;

    /// <inheritdoc />
    protected override int Bind(SqliteStatement statement, AttendanceRow row)
    {
        statement.Bind(1, row.Staff).Bind(2, row.Date.DayNumber).Bind(3, row.Hall).Bind(4, row.Department);
        statement.Bind(5, Count(AttendanceStatus.Due)).Bind(6, Count(AttendanceStatus.Present));
        statement.Bind(7, Count(AttendanceStatus.Late)).Bind(8, Count(AttendanceStatus.Early));
        statement.Bind(9, Count(AttendanceStatus.Absent)).Bind(10, Count(AttendanceStatus.Leave));
        statement.Bind(11, Count(AttendanceStatus.LateAndEarly));
        return 11;

        long Count(AttendanceStatus status) => row.Halves.Count(half => half.Status == status);
    }
}

/// <summary>Every leave with where it stands.</summary>
public sealed class LeavesView : RowsView<LeaveRow>
{
    /// <summary>Prepares the view on the writing connection.</summary>
    public LeavesView(ViewDatabase database)
        : base(database, StoredJson.Storage.LeaveRow) => database.Writer.Execute(Schema);

    /// <inheritdoc />
    public override string Schema =>
        """
        CREATE TABLE IF NOT EXISTS leave(
            no TEXT PRIMARY KEY, requested INTEGER NOT NULL, state INTEGER NOT NULL, staff TEXT NOT NULL, hall TEXT,
            department TEXT, window TEXT, row BLOB NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS leave_requested ON leave(requested, no);
        """;

    /// <inheritdoc />
    protected override string Save =>
        "INSERT OR REPLACE INTO leave(no, requested, state, staff, hall, department, row) "
        + "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)";

    /// <inheritdoc />
    protected override (string Key, LeaveRow Row)? RowOf(DomainEvent @event) =>
        @event is LeaveMoved { After: var row } ? (row.No, row) : null;

    /// <inheritdoc />
    protected override int Bind(SqliteStatement statement, LeaveRow row)
    {
        statement.Bind(1, row.No).Bind(2, row.RequestedAt.UtcTicks).Bind(3, (long)row.State).Bind(4, row.Staff);
        statement.Bind(5, row.Hall).Bind(6, row.Department);
        return 6;
    }
}
