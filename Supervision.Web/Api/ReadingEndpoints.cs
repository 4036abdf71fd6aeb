using Supervision.Core.Ports;
using Supervision.Core.Reading;

namespace Supervision.Web.Api;

/// <summary>What other systems read: board, cases, clocks, alerts (contract section 3).</summary>
internal static class ReadingEndpoints
{
    private const int LimitDefault = 100;
    private const int LimitMax = 1000;

    public static void MapReading(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api").RequireKey(FeedKeyScope.Read);
        api.MapGet("/board", (IBoard board, HttpRequest request) => board.Current(new Fields(request.Query).Text("hall")))
            .WithSummary("Live figures.");
        api.MapGet("/cases", FindCases).Produces<Page<CaseRow>>().WithSummary("Cases, newest first.");
        api.MapGet("/cases/{no}", OpenCaseAsync).Produces<CaseFile>().WithSummary("One case with its history.");
        api.MapGet("/cases/{no}/clocks", OpenClocksAsync).Produces<ClocksAnswer>()
            .WithSummary("Its clocks, every interval explained.");
        api.MapGet("/alerts", FindAlerts).Produces<Page<AlertRow>>().WithSummary("Cards and findings, newest first.");
    }

    private static IResult FindCases(HttpRequest request, ICaseList cases)
    {
        var fields = new Fields(request.Query);
        var query = new CaseQuery(
            fields.Text("q"), fields.Choice("state", ContractNames.CaseStates), fields.Flag("overdue"), fields.Text("hall"),
            fields.Text("after"), fields.Number("limit", LimitDefault, 1, LimitMax));
        return Answer(fields, () => cases.Find(query));
    }

    private static IResult FindAlerts(HttpRequest request, IAlertList alerts)
    {
        var fields = new Fields(request.Query);
        var query = new AlertQuery(
            fields.Choice("level", ContractNames.Levels), fields.Choice("state", ContractNames.AlertStates),
            fields.Text("clock"), fields.Choice("kind", ContractNames.Kinds), fields.Text("hall"), fields.Text("q"),
            fields.Instant("since"), fields.Text("after"), fields.Number("limit", LimitDefault, 1, LimitMax));
        return Answer(fields, () => alerts.Find(query));
    }

    private static async Task<IResult> OpenCaseAsync(string no, ICaseList cases, CancellationToken cancellationToken) =>
        await cases.OpenAsync(no, cancellationToken) is { } file ? Results.Ok(CaseAnswer.Of(file)) : Unknown(no);

    private static async Task<IResult> OpenClocksAsync(string no, ICaseList cases, CancellationToken cancellationToken) =>
        await cases.OpenAsync(no, cancellationToken) is { } file
            ? Results.Ok(new ClocksAnswer([.. file.Clocks.Select(ClockAnswer.Of)]))
            : Unknown(no);

    private static IResult Answer<T>(Fields fields, Func<Page<T>> find)
    {
        if (fields.Problem() is { } problem)
        {
            return problem;
        }

        try
        {
            return Results.Ok(find());
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
