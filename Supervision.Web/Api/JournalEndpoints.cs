using System.Text.Json.Nodes;
using Supervision.Core.Ports;

namespace Supervision.Web.Api;

/// <summary>The chain's head, the Replay clock, and health.</summary>
internal static class JournalEndpoints
{
    public static void MapJournal(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/journal/head", Head).RequireKey(FeedKeyScope.Read)
            .WithSummary("Sequence and hash of the newest journal entry.");
        endpoints.MapPost("/api/clock", MoveClockAsync).RequireKey(FeedKeyScope.Facts)
            .WithSummary("Replay: moves the watermark on.");
    }

    private static IResult Head(IJournal journal)
    {
        var head = journal.Head;
        return Results.Ok(new { seq = head.Sequence, hash = Convert.ToHexStringLower(head.Hash.Span) });
    }

    private static async Task<IResult> MoveClockAsync(JsonObject body, IEngine engine, CancellationToken cancellationToken)
    {
        if (body["now"] is not JsonValue value || !value.TryGetValue<DateTimeOffset>(out var now))
        {
            return Results.Problem(
                title: "Some fields are at fault", statusCode: StatusCodes.Status400BadRequest,
                detail: "now: should be an RFC 3339 instant with offset");
        }

        try
        {
            return Results.Ok(new { now = await engine.AdvanceAsync(now, cancellationToken) });
        }
        catch (InvalidOperationException exception)
        {
            return Results.Problem(
                title: "The clock is live", statusCode: StatusCodes.Status409Conflict,
                detail: exception.Message + " Start with Supervision:Clock=Replay.");
        }
    }
}
