using Supervision.Core.Reading;
using Supervision.Silo.Auditing;
using Supervision.Silo.Views;
using Supervision.Web.Exports;
using Supervision.Web.Identity;

namespace Supervision.Web.Api;

/// <summary>What other systems read: board, cases, clocks, alerts (contract section 3).</summary>
internal static class ReadingEndpoints
{
    private const int LimitDefault = 100;
    private const int LimitMax = 1000;

    internal static readonly QueryField Hall = new("hall", "Hall, by id.");
    internal static readonly QueryField After = new("after", "Cursor of the page before, as its 'next' said.");
    internal static readonly QueryField Limit =
        QueryField.Number("limit", "Items on a page.", 1, LimitMax, LimitDefault);

    public static void MapReading(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api").Restricted();
        api.MapGet("/board", ReadBoard).Produces<BoardSnapshot>().WithSummary("Live figures.").Reads(Hall);
        api.MapGet("/cases", FindCases).Produces<Page<CaseRow>>().WithSummary("Cases, newest first.").Reads(
            new("q", "Part of the number, item, department, handler or window."),
            QueryField.Choice("state", "Where it stands.", ContractNames.CaseStates),
            QueryField.Flag("overdue", "Whether a limit was crossed."), Hall, After, Limit);
        api.MapGet("/cases/{no}", OpenCaseAsync).Produces<CaseAnswer>()
            .ProducesProblem(StatusCodes.Status404NotFound).WithSummary("One case with its history.");
        api.MapGet("/cases/{no}/clocks", OpenClocksAsync).Produces<ClocksAnswer>()
            .ProducesProblem(StatusCodes.Status404NotFound).WithSummary("Its clocks, every interval explained.");
        api.MapGet("/alerts", FindAlerts).Produces<Page<AlertRow>>().WithSummary("Cards and findings, newest first.")
            .Reads(
                QueryField.Choice("level", "How serious.", ContractNames.Levels),
                QueryField.Choice("state", "Where it stands.", ContractNames.AlertStates),
                new("clock", "Name of the clock whose limit was crossed."),
                QueryField.Choice("kind", "Card or finding.", ContractNames.Kinds), Hall,
                new("q", "Part of the subject's number."),
                QueryField.Instant("since", "Earliest event time, inclusive."), After, Limit);
    }

    /// <summary>Sources belong to no organisation: a key bound to some sees those it may speak for.</summary>
    private static IResult ReadBoard(HttpRequest request, IBoard board)
    {
        var hall = new Fields(request.Query).Text("hall");
        var figures = BoardParts.Of(request.HttpContext, hall).Figures(board);
        return Results.Ok(Caller.Of(request.HttpContext) is { Scope: not null, Key: { SourcePrefixes.Count: > 0 } key }
            ? figures with
            {
                Sources = [.. board.Current(hall).Sources.Where(source => key.MaySpeakFor(source.Source))],
            }
            : figures);
    }

    private static IResult FindCases(HttpRequest request, ICaseList cases, ListExport export, IExport<CaseRow> columns)
    {
        var fields = new Fields(request.Query);
        var query = new CaseQuery(
            fields.Text("q"), fields.Choice("state", ContractNames.CaseStates), fields.Flag("overdue"),
            fields.Text("hall"), fields.Text("after"), LimitOf(fields),
            Caller.Of(request.HttpContext).Scope);
        return Answer(request, fields, () => cases.Find(query), export, columns,
            (after, limit) => cases.Find(query with { After = after, Limit = limit }));
    }

    private static IResult FindAlerts(
        HttpRequest request, IAlertList alerts, ListExport export, IExport<AlertRow> columns)
    {
        var fields = new Fields(request.Query);
        var query = new AlertQuery(
            fields.Choice("level", ContractNames.Levels), fields.Choice("state", ContractNames.AlertStates),
            fields.Text("clock"), fields.Choice("kind", ContractNames.Kinds), fields.Text("hall"), fields.Text("q"),
            fields.Instant("since"), fields.Text("after"), LimitOf(fields),
            Caller.Of(request.HttpContext).Scope, !Caller.Of(request.HttpContext).IsRated());
        return Answer(request, fields, () => alerts.Find(query), export, columns,
            (after, limit) => alerts.Find(query with { After = after, Limit = limit }));
    }

    private static async Task<IResult> OpenCaseAsync(
        string no, ICaseList cases, ReceiptDesk receipts, AuditLog audit, HttpContext context)
    {
        if (await OpenAsync(no, cases, context) is not { } file)
        {
            return Unknown(no);
        }

        audit.Write(context, AuditKind.CaseRead, no);
        return Results.Ok(CaseAnswer.Of(file, receipts.CodeOf(no)));
    }

    private static async Task<IResult> OpenClocksAsync(string no, ICaseList cases, HttpContext context) =>
        await OpenAsync(no, cases, context) is { } file
            ? Results.Ok(new ClocksAnswer([.. file.Clocks.Select(ClockAnswer.Of)]))
            : Unknown(no);

    /// <summary>The case; null also when the caller may not see it.</summary>
    private static async Task<CaseFile?> OpenAsync(string no, ICaseList cases, HttpContext context)
    {
        var file = await cases.OpenAsync(no, context.RequestAborted);
        return file is not null && Caller.Of(context).Scope is { } scope && !IsWithin(scope, file.Case) ? null : file;
    }

    /// <summary>Whether a caller may see a case.</summary>
    internal static bool IsWithin(ReadingScope scope, CaseRow row) =>
        scope.Covers(row.Hall, row.Department, row.Window);

    /// <summary>Items on a page.</summary>
    internal static int LimitOf(Fields fields) => fields.Number("limit", LimitDefault, 1, LimitMax);

    /// <summary>One page as JSON, or the whole list in the format the caller accepts.</summary>
    internal static IResult Answer<T>(
        HttpRequest request, Fields fields, Func<Page<T>> page, ListExport export, IExport<T> columns,
        Func<string?, int, Page<T>> read)
    {
        if (fields.Problem() is { } problem)
        {
            return problem;
        }

        if (ExportFormat.Wanted(request) is { } format)
        {
            request.HttpContext.RequestServices.GetRequiredService<AuditLog>().Write(
                request.HttpContext, AuditKind.Exported, columns.Name, request.QueryString.ToString());
            return new ExportResult(context => export.WriteAsync(context, format, columns, read));
        }

        try
        {
            return Results.Ok(page());
        }
        catch (FormatException)
        {
            fields.Fault("after", "is no cursor of this list; use what 'next' said");
            return fields.Problem()!;
        }
    }

    private static IResult Unknown(string no) => Results.Problem(
        title: "No such case", statusCode: StatusCodes.Status404NotFound,
        detail: $"no: nothing is known about case '{no}'. Its facts may not have arrived yet.");
}

/// <summary>An answer that writes itself.</summary>
internal sealed class ExportResult(Func<HttpContext, Task> write) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => write(httpContext);
}
