using Supervision.Core.Reading;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Exports;

/// <summary>How cases look in a spreadsheet.</summary>
public sealed class CaseExport(INames names, HallTime time) : IExport<CaseRow>
{
    /// <inheritdoc />
    public string Name => "cases";

    /// <inheritdoc />
    public IReadOnlyList<ExportColumn<CaseRow>> Columns { get; } =
    [
        new("col.subject", row => row.No),
        new("col.state", row => Words.Of($"caseState.{Spelling.Of(row.State)}")),
        new("detail.item", row => row.Item is null ? null : names.Item(row.Item)),
        new("filter.hall", row => row.Hall is null ? null : names.Hall(row.Hall)),
        new("detail.window", row => row.Window is null ? null : names.Window(row.Window)),
        new("detail.department", row => row.Department is null ? null : names.Department(row.Department)),
        new("detail.handler", row => row.Handler is null ? null : names.Staff(row.Handler)),
        new("col.acceptedAt", row => Local(time, row.AcceptedAt)),
        new("col.promisedDueAt", row => Local(time, row.PromisedDueAt)),
        new("col.statutoryDueAt", row => Local(time, row.StatutoryDueAt)),
        new("col.endedAt", row => Local(time, row.EndedAt)),
        new("col.level", row => row.Level is { } level ? Words.Of($"level.{Spelling.Of(level)}") : null),
    ];

    private static object? Local(HallTime time, DateTimeOffset? instant) => instant is { } at ? time.Local(at) : null;
}
