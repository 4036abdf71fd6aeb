using System.Collections.Immutable;
using Supervision.Core.Jobs;
using Supervision.Core.Reports;
using Supervision.Silo.Auditing;
using Supervision.Silo.Reports;
using Supervision.Web.Exports;
using Supervision.Web.Identity;

namespace Supervision.Web.Api;

/// <summary>Reports of a period (domain.md section 11).</summary>
internal static class ReportEndpoints
{
    private static readonly QueryField Month =
        new QueryField("period", "The month, such as 2026-10.") with { Required = true };

    public static void MapReports(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/reports").Restricted();
        api.MapGet("/investment", InvestmentAsync).Produces<InvestmentAnswer>()
            .WithSummary("Investment projects of a month, as reported or, before that, as the facts stand.")
            .Reads(Month);
        endpoints.MapGet("/reports/investment/download", DownloadAsync).ExcludeFromDescription();
    }

    private static async Task<IResult> InvestmentAsync(
        HttpContext context, ReportDesk desk, AuditLog audit, InvestmentExport columns)
    {
        if (MonthOf(context, out var month) is { } problem)
        {
            return problem;
        }

        if (ExportFormat.Wanted(context.Request) is { } format)
        {
            return await ExportAsync(context, desk, audit, columns, month, format);
        }

        var (state, lines) = await ReadAsync(desk, month, context.RequestAborted);
        audit.Write(context, AuditKind.Exported, $"investment {month}");
        return Results.Ok(InvestmentAnswer.Of(month, state, lines));
    }

    private static async Task<IResult> DownloadAsync(
        HttpContext context, ReportDesk desk, AuditLog audit, InvestmentExport columns, string? format)
    {
        if (MonthOf(context, out var month) is { } problem)
        {
            return problem;
        }

        return await ExportAsync(context, desk, audit, columns, month, ExportFormat.Named(format));
    }

    private static async Task<IResult> ExportAsync(
        HttpContext context, ReportDesk desk, AuditLog audit, InvestmentExport columns, Cycle month,
        ExportFormat format)
    {
        var (_, lines) = await ReadAsync(desk, month, context.RequestAborted);
        audit.Write(context, AuditKind.Exported, $"investment {month}", format.Ending);
        if (format == ExportFormat.Csv)
        {
            return Results.File(ReportText.Csv(lines), "text/csv; charset=utf-8", $"investment-{month}.csv"); // as sent
        }

        return new ExportResult(http => ListExport.WriteAsync(http, format, columns, $"investment-{month}", lines));
    }

    /// <summary>The lines in force: as they were issued, or as the facts stand while nothing was.</summary>
    internal static async Task<(ReportState State, ImmutableArray<InvestmentLine> Lines)> ReadAsync(
        ReportDesk desk, Cycle month, CancellationToken cancellationToken)
    {
        var state = await desk.ReadAsync(ReportKind.Investment, month, cancellationToken);
        return (state, state.Report?.Investment ?? await desk.PreviewAsync(month, cancellationToken));
    }

    private static IResult? MonthOf(HttpContext context, out Cycle month)
    {
        var fields = new Fields(context.Request.Query);
        var isMonth = Cycle.TryParse(fields.Text("period"), out month) && month.Unit == CycleUnit.Month;
        if (!isMonth)
        {
            fields.Fault(
                "period", fields.Text("period") is null ? "is required" : "should be a month such as 2026-10");
        }

        return fields.Problem();
    }
}

/// <summary>The investment report: exactly five columns, with issue number and proof of sending.</summary>
/// <param name="Period">The month.</param>
/// <param name="Number">Issue number; null while it was not issued.</param>
/// <param name="Version">From 1; null while it was not issued.</param>
/// <param name="IssuedAt">When.</param>
/// <param name="Hash">SHA-256 of exactly the text that is sent.</param>
/// <param name="Reason">Why there is a new version.</param>
/// <param name="Items">The lines.</param>
/// <param name="Evidence">The case each line comes from, in the same order.</param>
/// <param name="Sendings">Who got what when, and what became of it.</param>
public sealed record InvestmentAnswer(
    Cycle Period, string? Number, int? Version, DateTimeOffset? IssuedAt, string? Hash, string? Reason,
    IReadOnlyList<InvestmentAnswerLine> Items, IReadOnlyList<string> Evidence, IReadOnlyList<Sending> Sendings)
{
    internal static InvestmentAnswer Of(Cycle month, ReportState state, ImmutableArray<InvestmentLine> lines) => new(
        month, state.Report?.Number, state.Report?.Version, state.Report?.IssuedAt, state.Report?.Hash,
        state.Report?.Reason,
        [
            .. lines.Select(line => new InvestmentAnswerLine(
                line.Department, line.Item, line.AcceptedOn, line.FinishedOn, ReportText.LimitOf(line))),
        ],
        [.. lines.Select(line => $"/api/cases/{Uri.EscapeDataString(line.Case)}")], state.Sendings);
}

/// <summary>One investment project.</summary>
public sealed record InvestmentAnswerLine(
    string Department, string Item, DateOnly AcceptedOn, DateOnly? FinishedOn, string PromisedLimit);
