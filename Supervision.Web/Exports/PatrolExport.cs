using Supervision.Core.Reading;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Exports;

/// <summary>How patrols look in a spreadsheet.</summary>
public sealed class PatrolExport(INames names, HallTime time) : IExport<PatrolRow>
{
    /// <inheritdoc />
    public string Name => "patrols";

    /// <inheritdoc />
    public IReadOnlyList<ExportColumn<PatrolRow>> Columns { get; } =
    [
        new("patrols.at", row => time.Local(row.At)),
        new("patrols.where", row => row.Subject),
        new("patrols.kind", row => Words.OfCode("patrolKind", row.Kind)),
        new("patrols.inspector", row => row.Inspector is { } inspector ? names.Staff(inspector) : null),
        new("patrols.findings", row => string.Join('；', row.Findings)),
        new("patrols.words", row => row.Words),
        new("patrols.photos", row => row.Photos.Length),
    ];
}
