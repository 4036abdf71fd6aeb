using Supervision.Core.Reading;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Exports;

/// <summary>How leave looks in a spreadsheet.</summary>
public sealed class LeaveExport(INames names, HallTime time) : IExport<LeaveRow>
{
    /// <inheritdoc />
    public string Name => "leave";

    /// <inheritdoc />
    public IReadOnlyList<ExportColumn<LeaveRow>> Columns { get; } =
    [
        new("col.no", row => row.No),
        new("attendance.staff", row => names.Staff(row.Staff)),
        new("filter.hall", row => row.Hall is { } hall ? names.Hall(hall) : null),
        new("detail.department", row => row.Department is { } department ? names.Department(department) : null),
        new("leave.kind", row => row.Kind is { } kind ? Words.OfCode("leaveKind", kind) : null),
        new("leave.from", row => time.Local(row.From)),
        new("leave.to", row => time.Local(row.To)),
        new("leave.substitute", row => row.Substitute is { } substitute ? names.Staff(substitute) : null),
        new("col.state", row => Words.Of($"leaveState.{Spelling.Of(row.State)}")),
        new("leave.requestedAt", row => time.Local(row.RequestedAt)),
        new("leave.decidedBy", row => row.DecidedBy),
        new("patrols.words", row => row.Words),
    ];
}
