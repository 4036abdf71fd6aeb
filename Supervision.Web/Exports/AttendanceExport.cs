using System.Globalization;
using Supervision.Core.Reading;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Exports;

/// <summary>How a day of attendance looks in a spreadsheet.</summary>
public sealed class AttendanceExport(INames names) : IExport<AttendanceRow>
{
    /// <inheritdoc />
    public string Name => "attendance";

    /// <inheritdoc />
    public IReadOnlyList<ExportColumn<AttendanceRow>> Columns { get; } =
    [
        new("attendance.date", row => row.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        new("attendance.staff", row => names.Staff(row.Staff)),
        new("filter.hall", row => row.Hall is { } hall ? names.Hall(hall) : null),
        new("detail.department", row => row.Department is { } department ? names.Department(department) : null),
        new("attendance.morning", row => WordOf(row, 0)),
        new("attendance.afternoon", row => WordOf(row, 1)),
        new("attendance.punches", row => row.Punches),
    ];

    private static string? WordOf(AttendanceRow row, int half) => half < row.Halves.Length
        ? Words.Of($"attendance.status.{Spelling.Of(row.Halves[half].Status)}")
        : null;
}
