using Supervision.Web.Draws;

namespace Supervision.Web.Exports;

/// <summary>How a frozen pool looks in a spreadsheet.</summary>
internal sealed class PoolExport : IExport<PoolLine>
{
    /// <inheritdoc />
    public string Name => "pool";

    /// <inheritdoc />
    public IReadOnlyList<ExportColumn<PoolLine>> Columns { get; } =
    [
        new("draw.object", line => line.Object.Id),
        new("draw.stratum", line => line.Object.Stratum),
        new("draw.weight", line => line.Object.Weight),
        new("draw.organisation", line => line.Object.Organisation),
        new("draw.skills", line => string.Join('、', line.Object.Skills)),
        new("draw.related", line => string.Join('、', line.Object.Related)),
        new("draw.probability", line => line.Probability),
        new("draw.ticket", line => line.Ticket),
        new("draw.place", line => line.Place),
    ];
}
