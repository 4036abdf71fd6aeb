using Supervision.Core.Reading;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Exports;

/// <summary>How supervision orders look in a spreadsheet.</summary>
public sealed class OrderExport(INames names, HallTime time) : IExport<OrderRow>
{
    /// <inheritdoc />
    public string Name => "orders";

    /// <inheritdoc />
    public IReadOnlyList<ExportColumn<OrderRow>> Columns { get; } =
    [
        new("order.no", row => row.No),
        new("order.source", row => Words.Of($"orderSource.{Spelling.Of(row.Source)}")),
        new("col.state", row => Words.Of($"orderState.{Spelling.Of(row.State)}")),
        new("col.subject", row => row.Subject),
        new("order.causes", row => row.Causes),
        new("filter.hall", row => row.Unit.Hall is { } hall ? names.Hall(hall) : null),
        new("detail.window", row => row.Unit.Window is { } window ? names.Window(window) : null),
        new("detail.department", row => row.Unit.Department is { } department ? names.Department(department) : null),
        new("detail.handler", row => row.Person is { } person ? names.Staff(person) : null),
        new("order.rung", row => Words.Of($"rung.{Spelling.Of(row.Rung)}")),
        new("order.issuedAt", row => time.Local(row.IssuedAt)),
        new("order.dueAt", row => row.DueAt is { } due ? time.Local(due) : null),
        new("col.endedAt", row => row.EndedAt is { } ended ? time.Local(ended) : null),
    ];
}
