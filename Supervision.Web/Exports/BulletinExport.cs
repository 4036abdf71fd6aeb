using Supervision.Core.Reports;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Exports;

/// <summary>A bulletin as a sheet: never a rate without what it was computed from.</summary>
internal sealed class BulletinExport(INames names) : IExport<BulletinFigure>
{
    public string Name => "bulletin";

    public IReadOnlyList<ExportColumn<BulletinFigure>> Columns { get; } =
    [
        new("bulletin.figure", figure => TitleOf(figure)),
        new("bulletin.of", figure => NameOf(figure, names)),
        new("bulletin.value", figure => figure.Value),
        new("bulletin.denominator", figure => figure.Denominator),
        new("bulletin.rate", figure => Percent(figure.Value, figure.Denominator)),
        new("bulletin.before", figure => figure.Before),
        new("bulletin.beforeRate", figure => Percent(figure.Before, figure.BeforeDenominator)),
        new("bulletin.definition", figure => Words.Of($"define.figure.{figure.Key}")),
    ];

    /// <summary>What a figure is called.</summary>
    public static string TitleOf(BulletinFigure figure) => Words.Of($"figure.{figure.Key}");

    /// <summary>Whose it is, as people know it; null for the whole city.</summary>
    public static string? NameOf(BulletinFigure figure, INames names) => figure switch
    {
        { Of: null } => null,
        { Of: "" } => Words.Of("figure.ofNobody"),
        { Key: "reason", Of: { } code } => Words.OfCode("code", code),
        { Key: "rankOf.window", Of: { } window } => names.Window(window),
        { Key: "onTimeOf" or "rankOf.department", Of: { } department } => names.Department(department),
        { Of: { } hall } => names.Hall(hall),
    };

    /// <summary>A share in percent with two decimals; null for a count, and when there is nothing to judge.</summary>
    public static decimal? Percent(long? value, long? denominator) => denominator is > 0 && value is { } counted
        ? Math.Round(100m * counted / denominator.Value, 2, MidpointRounding.AwayFromZero)
        : null;
}
