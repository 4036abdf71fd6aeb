using System.Globalization;
using Supervision.Core.Reading;

namespace Supervision.Web.Exports;

/// <summary>How satisfaction looks in a spreadsheet: never a percentage without what it was computed from.</summary>
public sealed class SatisfactionExport : IExport<SatisfactionFigure>
{
    /// <inheritdoc />
    public string Name => "satisfaction";

    /// <inheritdoc />
    public IReadOnlyList<ExportColumn<SatisfactionFigure>> Columns { get; } =
    [
        new("ratings.key", figure => figure.Key),
        new("board.satisfaction", figure => Percent(figure.Satisfied.Value)),
        new("ratings.satisfied", figure => figure.Satisfied.Numerator),
        new("ratings.rated", figure => figure.Satisfied.Denominator),
        new("ratings.low", figure => Percent(figure.Satisfied.Interval?.Low)),
        new("ratings.high", figure => Percent(figure.Satisfied.Interval?.High)),
        new("ratings.defaults", figure => figure.Defaults),
    ];

    private static string? Percent(double? share) => share is { } known
        ? (known * 100).ToString("0.00", CultureInfo.InvariantCulture) + " %"
        : null;
}
