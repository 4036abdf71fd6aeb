using Supervision.Core.Reading;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Exports;

/// <summary>How complaints look in a spreadsheet.</summary>
public sealed class ComplaintExport(INames names, HallTime time) : IExport<ComplaintRow>
{
    /// <inheritdoc />
    public string Name => "complaints";

    /// <inheritdoc />
    public IReadOnlyList<ExportColumn<ComplaintRow>> Columns { get; } =
    [
        new("complaints.no", row => row.No),
        new("complaints.class", row => row.Class is { } about ? Words.OfCode("complaintClass", about) : null),
        new("filter.hall", row => row.Hall is { } hall ? names.Hall(hall) : null),
        new("detail.window", row => row.Window is { } window ? names.Window(window) : null),
        new("detail.department", row => row.Department is { } department ? names.Department(department) : null),
        new("complaints.filedAt", row => row.FiledAt is { } filed ? time.Local(filed) : null),
        new("complaints.answeredAt", row => row.AnsweredAt is { } answered ? time.Local(answered) : null),
        new("complaints.dueAt", row => row.DueAt is { } due ? time.Local(due) : null),
        new("complaints.utmostAt", row => row.UtmostAt is { } utmost ? time.Local(utmost) : null),
        new("filter.overdue", row => Words.Of(row.Overdue ? "yes" : "no")),
    ];
}
