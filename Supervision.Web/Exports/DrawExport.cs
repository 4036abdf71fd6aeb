using Supervision.Core.Reading;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Exports;

/// <summary>How draws look in a spreadsheet.</summary>
public sealed class DrawExport(HallTime time) : IExport<DrawRow>
{
    /// <inheritdoc />
    public string Name => "draws";

    /// <inheritdoc />
    public IReadOnlyList<ExportColumn<DrawRow>> Columns { get; } =
    [
        new("draw.no", row => row.No),
        new("draw.name", row => row.Title),
        new("draw.kind", row => Words.Of($"drawKind.{Spelling.Of(row.Kind)}")),
        new("col.state", row => Words.Of($"drawState.{Spelling.Of(row.Status)}")),
        new("draw.plannedAt", row => time.Local(row.PlannedAt)),
        new("draw.plannedBy", row => row.PlannedBy),
        new("draw.frozenAt", row => row.FrozenAt is { } at ? time.Local(at) : null),
        new("draw.drawnAt", row => row.DrawnAt is { } at ? time.Local(at) : null),
        new("draw.objects", row => row.Objects),
        new("draw.count", row => row.Count),
        new("draw.inspected", row => row.Inspected),
        new("draw.findings", row => row.Findings),
        new("draw.previous", row => row.Previous),
        new("draw.reason", row => row.Reason),
        new("draw.digest", row => row.Digest),
    ];
}
