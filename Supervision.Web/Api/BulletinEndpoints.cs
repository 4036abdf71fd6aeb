using Supervision.Core.Jobs;
using Supervision.Core.Reports;
using Supervision.Silo.Auditing;
using Supervision.Silo.Reports;
using Supervision.Web.Components.Text;
using Supervision.Web.Exports;
using Supervision.Web.Identity;

namespace Supervision.Web.Api;

/// <summary>Bulletins (domain.md section 11): every figure with its definition and where its evidence is.</summary>
internal static class BulletinEndpoints
{
    /// <summary>How keys of ranks begin; what they are of follows.</summary>
    private const string Ranks = "rankOf.";

    public static void MapBulletins(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/reports/bulletin", ReadAsync).Restricted().Produces<BulletinAnswer>()
            .WithSummary("The bulletin of a month, quarter or year, as issued or, before that, as the facts stand.")
            .Reads(new QueryField("period", "Such as 2026-10, 2026-Q4 or 2026.") with { Required = true });
        endpoints.MapGet("/reports/bulletin/{period}/download", DownloadAsync).ExcludeFromDescription();
    }

    /// <summary>Reads a period that bulletins are made of.</summary>
    internal static bool TryPeriod(string? text, out Cycle period) =>
        Cycle.TryParse(text, out period) && period.Unit != CycleUnit.Day;

    /// <summary>Where the evidence of a figure is listed.</summary>
    internal static string EvidenceOf(Cycle period, BulletinFigure figure) =>
        period.Unit == CycleUnit.Month && figure.Key.StartsWith(Ranks, StringComparison.Ordinal)
            ? $"/scores/{figure.Key[Ranks.Length..]}/{Uri.EscapeDataString(figure.Of!)}?period={period}"
            : $"/reports/evidence?period={period}&figure={figure.Key}"
                + (figure.Of is { } of ? $"&of={Uri.EscapeDataString(of)}" : "");

    private static async Task<IResult> ReadAsync(
        HttpContext context, Bulletins bulletins, AuditLog audit, BulletinExport columns, INames names)
    {
        var fields = new Fields(context.Request.Query);
        if (!TryPeriod(fields.Text("period"), out var period))
        {
            fields.Fault(
                "period", fields.Text("period") is null ? "is required" : "should be such as 2026-10, 2026-Q4 or 2026");
            return fields.Problem()!;
        }

        var (report, figures) = await bulletins.ReadAsync(period, context.RequestAborted);
        audit.Write(context, AuditKind.Exported, $"bulletin {period}");
        return ExportFormat.Wanted(context.Request) is { } format
            ? new ExportResult(http => ListExport.WriteAsync(http, format, columns, $"bulletin-{period}", figures))
            : Results.Ok(new BulletinAnswer(
                period, report?.Number, report?.Version, report?.IssuedAt, report?.Hash,
                [.. figures.Select(figure => BulletinAnswerFigure.From(period, figure, names))]));
    }

    private static async Task<IResult> DownloadAsync(
        HttpContext context, string period, Bulletins bulletins, AuditLog audit, BulletinExport columns,
        string? format)
    {
        if (!TryPeriod(period, out var known))
        {
            return Results.NotFound();
        }

        var (_, figures) = await bulletins.ReadAsync(known, context.RequestAborted);
        audit.Write(context, AuditKind.Exported, $"bulletin {known}", format ?? "");
        return new ExportResult(http => ListExport.WriteAsync(
            http, ExportFormat.Named(format), columns, $"bulletin-{known}", figures));
    }
}

/// <summary>A bulletin.</summary>
/// <param name="Period">The period.</param>
/// <param name="Number">Issue number; null while it was not issued.</param>
/// <param name="Version">From 1; null while it was not issued.</param>
/// <param name="IssuedAt">When.</param>
/// <param name="Hash">SHA-256 of its figures.</param>
/// <param name="Items">The figures.</param>
public sealed record BulletinAnswer(
    Cycle Period, string? Number, int? Version, DateTimeOffset? IssuedAt, string? Hash,
    IReadOnlyList<BulletinAnswerFigure> Items);

/// <summary>A figure with its definition and where its evidence is.</summary>
/// <param name="Key">Which.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Of">Whose, by id or code; null for the whole city.</param>
/// <param name="Name">The same as people know it.</param>
/// <param name="Value">The figure; of a rate its numerator.</param>
/// <param name="Denominator">Of a rate.</param>
/// <param name="Before">The same of the period before.</param>
/// <param name="BeforeDenominator">Of a rate.</param>
/// <param name="Definition">What it means.</param>
/// <param name="Evidence">Address of the list of what it counts.</param>
public sealed record BulletinAnswerFigure(
    string Key, string Title, string? Of, string? Name, long Value, long? Denominator, long? Before,
    long? BeforeDenominator, string Definition, string Evidence)
{
    internal static BulletinAnswerFigure From(Cycle period, BulletinFigure figure, INames names) => new(
        figure.Key, BulletinExport.TitleOf(figure), figure.Of, BulletinExport.NameOf(figure, names), figure.Value,
        figure.Denominator, figure.Before, figure.BeforeDenominator, Words.Of($"define.figure.{figure.Key}"),
        BulletinEndpoints.EvidenceOf(period, figure));
}
