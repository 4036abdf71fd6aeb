using System.Globalization;
using Supervision.Core.Scores;
using Supervision.Web.Scores;

namespace Supervision.Web.Exports;

/// <summary>How a ranking looks in a spreadsheet: with every figure behind it.</summary>
public sealed class RankingExport : IExport<RankRow>
{
    /// <inheritdoc />
    public string Name => "ranking";

    /// <inheritdoc />
    public IReadOnlyList<ExportColumn<RankRow>> Columns { get; } =
    [
        new("rankings.rank", row => row.Rank), new("rankings.id", row => row.Id),
        new("rankings.unit", row => row.Name), new("rankings.score", row => row.Score),
        new("rankings.apart", row => row.Apart), new("board.onTimeRate", row => Percent(row.OnTimeRate.Value)),
        new("ratings.low", row => Percent(row.OnTimeRate.Interval?.Low)),
        new("ratings.high", row => Percent(row.OnTimeRate.Interval?.High)),
        .. ScoreInputs.All.Select(input => new ExportColumn<RankRow>(
            input.Id, row => row.Figures.GetValueOrDefault(input.Id)) { Figure = input }),
    ];

    private static string? Percent(double? share) => share is { } known
        ? (known * 100).ToString("0.00", CultureInfo.InvariantCulture) + " %"
        : null;
}
