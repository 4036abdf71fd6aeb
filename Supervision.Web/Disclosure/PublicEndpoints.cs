using Supervision.Core.Clocks;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Core.Receipts;
using Supervision.Core.Rules;
using Supervision.Silo.Views;
using Supervision.Web.Api;

namespace Supervision.Web.Disclosure;

/// <summary>What strangers read by machine (contract section 3).</summary>
internal static class PublicEndpoints
{
    public static void MapDisclosure(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/public/cases/{receipt}", OpenAsync).Produces<ReceiptAnswer>()
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status429TooManyRequests)
            .RequireRateLimiting(PublicSetup.Receipts)
            .WithSummary("A case by its receipt: where it stands, when it is to be finished, and why then.");
        endpoints.MapGet("/api/public/figures", (PublicFigures figures, HttpRequest request) => Results.Ok(
                figures.Read(new Fields(request.Query).Text("hall"))))
            .Produces<PublicSnapshot>().RequireRateLimiting(PublicSetup.Pages)
            .WithSummary("Cases, windows and attendance by hall, anonymised.").Reads(ReadingEndpoints.Hall);
    }

    private static async Task<IResult> OpenAsync(
        string receipt, ReceiptDesk desk, IRuleShelf rules, HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return await desk.OpenAsync(receipt, context.RequestAborted) is { } found
            ? Results.Ok(ReceiptAnswer.Of(found, rules.Current))
            : Results.Problem(
                title: "No such receipt", statusCode: StatusCodes.Status404NotFound,
                detail: "receipt: nothing is known under it. Check it letter by letter.");
    }
}

/// <summary>A case by its receipt. Nothing in it is about a person.</summary>
/// <param name="Receipt">The receipt.</param>
/// <param name="State">Where the case stands.</param>
/// <param name="Item">Name of the service item.</param>
/// <param name="Hall">Name of the hall.</param>
/// <param name="Department">Name of the department.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="ExpectedAt">When it is to be finished.</param>
/// <param name="Provisional">Whether the calendar that far ahead is not published yet.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Limit">The limit; null where the source gave an instant.</param>
/// <param name="Convention">How time is counted.</param>
/// <param name="Explanation">Every interval with whether it counts and why.</param>
/// <param name="Moves">Each time the expected day moved, and why.</param>
public sealed record ReceiptAnswer(
    string Receipt, CaseStatus State, string? Item, string? Hall, string? Department, DateTimeOffset? AcceptedAt,
    DateTimeOffset? ExpectedAt, bool Provisional, DateTimeOffset? EndedAt, Limit? Limit, Convention? Convention,
    IReadOnlyList<ExplainedInterval> Explanation, IReadOnlyList<ReceiptMove> Moves)
{
    internal static ReceiptAnswer Of(Receipt receipt, RuleBook rules) => new(
        receipt.Code, receipt.State, NameOf(rules.Items, receipt.Item)?.Name,
        NameOf(rules.Organisation.Halls, receipt.Hall)?.Name,
        NameOf(rules.Organisation.Departments, receipt.Department)?.Name, receipt.AcceptedAt, receipt.ExpectedAt,
        receipt.Clock?.Reading.Provisional ?? false, receipt.EndedAt, receipt.Clock?.Reading.Limit,
        receipt.Clock?.Reading.Convention,
        receipt.Clock is { } clock ? [.. clock.Explanation.Select(Shown)] : [], receipt.Moves);

    /// <summary>Of a suspension the law alone: its notice has a number, and a source may name any reason.</summary>
    private static ExplainedInterval Shown(ExplainedInterval interval) =>
        interval.Reason.StartsWith(ExplanationReasons.SuspensionPrefix, StringComparison.Ordinal)
            ? interval with
            {
                Reason = SuspensionReasons.IsLegal(interval.Reason[ExplanationReasons.SuspensionPrefix.Length..])
                    ? interval.Reason
                    : ExplanationReasons.SuspensionPrefix.TrimEnd(':'),
                Basis = interval.Basis?.Split(';')[0],
            }
            : interval;

    /// <summary>What the rule book does not know is not told: a source may have written anything there.</summary>
    private static T? NameOf<T>(IReadOnlyDictionary<string, T> known, string? id) where T : class =>
        id is null ? null : known.GetValueOrDefault(id);
}
