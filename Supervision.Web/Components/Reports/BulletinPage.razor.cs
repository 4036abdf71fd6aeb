using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Components;
using Supervision.Core.Reports;
using Supervision.Silo.Reports;
using Supervision.Web.Api;
using Supervision.Web.Components.Text;
using Supervision.Web.Exports;

namespace Supervision.Web.Components.Reports;

/// <summary>A bulletin: what a period came to, every figure with a link to its evidence.</summary>
public partial class BulletinPage
{
    private static readonly (string Key, string Title)[] Sides =
    [
        ("reason", "bulletin.reasons"), ("onTimeOf", "bulletin.departments"), ("satisfactionOf", "bulletin.halls"),
        ("rankOf.window", "bulletin.rankWindow"), ("rankOf.department", "bulletin.rankDepartment"),
        ("rankOf.hall", "bulletin.rankHall"),
    ];

    /// <summary>As the address writes it.</summary>
    [Parameter] public string Period { get; set; } = "";

    [Inject] private Bulletins Bulletins { get; set; } = null!;

    [Inject] private INames Names { get; set; } = null!;

    private Core.Jobs.Cycle? Known { get; set; }

    private Report? Report { get; set; }

    private ImmutableArray<BulletinFigure> Figures { get; set; } = [];

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        if (BulletinEndpoints.TryPeriod(Period, out var period))
        {
            Known = period;
            (Report, Figures) = await Bulletins.ReadAsync(period, Context.RequestAborted);
        }
    }

    private string Link(BulletinFigure figure) => BulletinEndpoints.EvidenceOf(Known!.Value, figure);

    private static string Shown(BulletinFigure figure) => Text(figure.Value, figure.Denominator);

    private static string ShownBefore(BulletinFigure figure) => figure.Before is not { } before ? "—"
        : IsRank(figure.Key) ? $"{before} {Move(before - figure.Value)}"
        : Text(before, figure.BeforeDenominator);

    /// <summary>Up is a smaller rank.</summary>
    private static string Move(long by) => by switch
    {
        > 0 => $"↑{by}",
        < 0 => $"↓{-by}",
        _ => "=",
    };

    private static bool IsRank(string key) => key.StartsWith("rankOf.", StringComparison.Ordinal);

    private static string Text(long value, long? denominator) => denominator switch
    {
        null => value.ToString("N0", CultureInfo.InvariantCulture),
        0 => "—",
        { } of => string.Create(
            CultureInfo.InvariantCulture,
            $"{BulletinExport.Percent(value, of):0.00} % ({value:N0} / {of:N0})"),
    };

    /// <summary>A share of a hundred, or of the greatest of the rows.</summary>
    private static string Width(BulletinFigure figure, BulletinFigure[] rows)
    {
        var share = figure.Denominator is { } denominator
            ? BulletinExport.Percent(figure.Value, denominator) ?? 0
            : 100m * figure.Value / Math.Max(1, rows.Max(row => row.Value));
        return share.ToString("0.##", CultureInfo.InvariantCulture);
    }
}
