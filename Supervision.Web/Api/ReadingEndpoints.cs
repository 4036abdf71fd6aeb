using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Web.Exports;

namespace Supervision.Web.Api;

/// <summary>What other systems read: board, cases, clocks, alerts (contract section 3).</summary>
internal static class ReadingEndpoints
{
    private const int LimitDefault = 100;
    private const int LimitMax = 1000;

    public static void MapReading(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api").RequireKey(FeedKeyScope.Read);
        api.MapGet("/board", (IBoard board, HttpRequest request) =>
                board.Current(new Fields(request.Query).Text("hall")))
            .WithSummary("Live figures.");
        api.MapGet("/cases", FindCases).Produces<Page<CaseRow>>().WithSummary("Cases, newest first.");
        api.MapGet("/cases/{no}", OpenCaseAsync).Produces<CaseAnswer>()
            .ProducesProblem(StatusCodes.Status404NotFound).WithSummary("One case with its history.");
        api.MapGet("/cases/{no}/clocks", OpenClocksAsync).Produces<ClocksAnswer>()
            .ProducesProblem(StatusCodes.Status404NotFound).WithSummary("Its clocks, every interval explained.");
        api.MapGet("/alerts", FindAlerts).Produces<Page<AlertRow>>().WithSummary("Cards and findings, newest first.");
    }

    private static IResult FindCases(HttpRequest request, ICaseList cases, ListExport export, IExport<CaseRow> columns)
    {
        var fields = new Fields(request.Query);
        var query = new CaseQuery(
            fields.Text("q"), fields.Choice("state", ContractNames.CaseStates), fields.Flag("overdue"),
            fields.Text("hall"), fields.Text("after"), fields.Number("limit", LimitDefault, 1, LimitMax));
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
            fields.Instant("since"), fields.Text("after"), fields.Number("limit", LimitDefault, 1, LimitMax));
        return Answer(request, fields, () => alerts.Find(query), export, columns,
            (after, limit) => alerts.Find(query with { After = after, Limit = limit }));
    }

    private static async Task<IResult> OpenCaseAsync(string no, ICaseList cases, CancellationToken cancellationToken) =>
        await cases.OpenAsync(no, cancellationToken) is { } file ? Results.Ok(CaseAnswer.Of(file)) : Unknown(no);

    private static async Task<IResult> OpenClocksAsync(
        string no, ICaseList cases, CancellationToken cancellationToken) =>
        await cases.OpenAsync(no, cancellationToken) is { } file
            ? Results.Ok(new ClocksAnswer([.. file.Clocks.Select(ClockAnswer.Of)]))
            : Unknown(no);

    /// <summary>One page as JSON, or the whole list in the format the caller accepts.</summary>
    private static IResult Answer<T>(
        HttpRequest request, Fields fields, Func<Page<T>> page, ListExport export, IExport<T> columns,
        Func<string?, int, Page<T>> read)
    {
        if (fields.Problem() is { } problem)
        {
            return problem;
        }

        if (ExportFormat.Wanted(request) is { } format)
        {
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
