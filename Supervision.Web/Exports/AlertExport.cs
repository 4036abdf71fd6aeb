using Supervision.Core.Reading;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Exports;

/// <summary>How alerts look in a spreadsheet.</summary>
public sealed class AlertExport(INames names, HallTime time) : IExport<AlertRow>
{
    /// <inheritdoc />
    public string Name => "alerts";

    /// <inheritdoc />
    public IReadOnlyList<ExportColumn<AlertRow>> Columns { get; } =
    [
        new("panel.id", row => row.Id),
        new("filter.kind", row => Words.Of($"kind.{Spelling.Of(row.Kind)}")),
        new("col.level", row => Words.Of($"level.{Spelling.Of(row.Level)}")),
        new("filter.clock", row => row.Clock is null ? null : Words.OfCode("clock", row.Clock)),
        new("col.what", row => Words.OfCode("code", row.Code)),
        new("col.subject", row => row.Subject),
        new("col.at", row => time.Local(row.At)),
        new("col.recordedAt", row => time.Local(row.RecordedAt)),
        new("col.state", row => Words.Of($"state.{Spelling.Of(row.State)}")),
        new("filter.hall", row => row.Hall is null ? null : names.Hall(row.Hall)),
        new("detail.window", row => row.Window is null ? null : names.Window(row.Window)),
        new("detail.department", row => row.Department is null ? null : names.Department(row.Department)),
        new("detail.item", row => row.Item is null ? null : names.Item(row.Item)),
        new("panel.why", row => row.Because),
        new("panel.revoked", row => row.RevokedBecause),
    ];
}
