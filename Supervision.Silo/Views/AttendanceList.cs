using Supervision.Core.Entities;
using Supervision.Core.Reading;

namespace Supervision.Silo.Views;

/// <summary>Attendance and leave as the views hold them.</summary>
public sealed class AttendanceList : IAttendanceList
{
    private readonly ViewDatabase database;

    /// <summary>Follows the view.</summary>
    public AttendanceList(ViewDatabase database, AttendanceView view)
    {
        this.database = database;
        view.Changed += rows => Changed?.Invoke(rows);
    }

    /// <inheritdoc />
    public event Action<IReadOnlyList<AttendanceRow>>? Changed;

    /// <inheritdoc />
    public Page<AttendanceRow> Find(AttendanceQuery query) => database.Read(reader => RowsView<AttendanceRow>.Page(
        reader, "attendance", "day", "staff", FilterOf(query), query.After, query.Limit,
        StoredJson.Storage.AttendanceRow));

    /// <inheritdoc />
    public AttendanceTotals Totals(AttendanceQuery query) => database.Read(reader =>
    {
        var filter = FilterOf(query);
        using var select = reader.Prepare(
            "SELECT coalesce(sum(present), 0), coalesce(sum(late + both), 0), coalesce(sum(early), 0), "
            + $"coalesce(sum(absent), 0), coalesce(sum(leave), 0) FROM attendance{filter.Where}");
        filter.Bind(select);
        return select.Step()
            ? new AttendanceTotals(
                select.Int64(0), select.Int64(1), select.Int64(2), select.Int64(3), select.Int64(4))
            : default;
    });

    /// <inheritdoc />
    public Page<LeaveRow> Leaves(
        LeaveStatus? state, string? staff, string? after, int limit, ReadingScope? scope) => database.Read(
            reader => RowsView<LeaveRow>.Page(
                reader, "leave", "requested", "no", new SqlFilter()
                    .And("state = ?", (long?)state)
                    .And("staff = ?", staff)
                    .AndWithin(scope),
                after, limit, StoredJson.Storage.LeaveRow));

    private static SqlFilter FilterOf(AttendanceQuery query) => new SqlFilter()
        .And("day >= ?", query.From?.DayNumber)
        .And("day <= ?", query.To?.DayNumber)
        .And("staff = ?", query.Staff)
        .And("hall = ?", query.Hall)
        .And($"{ColumnOf(query.Status)} > ?", query.Status is null ? null : 0L)
        .AndWithin(query.Scope);

    private static string ColumnOf(AttendanceStatus? status) => status switch
    {
        AttendanceStatus.Present => "present",
        AttendanceStatus.Late => "late",
        AttendanceStatus.Early => "early",
        AttendanceStatus.LateAndEarly => "both",
        AttendanceStatus.Absent => "absent",
        AttendanceStatus.Leave => "leave",
        _ => "due",
    };
}
