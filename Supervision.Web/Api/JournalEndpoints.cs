using System.Text.Json.Nodes;
using Supervision.Core.Ports;
using Supervision.Silo.Journals;

namespace Supervision.Web.Api;

/// <summary>The chain's head, the Replay clock, and health.</summary>
internal static class JournalEndpoints
{
    public static void MapJournal(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/journal/head", Head).RequireKey(FeedKeyScope.Read)
            .WithSummary("Sequence and hash of the newest journal entry.");
        endpoints.MapGet("/api/journal/proof", ProofAsync).RequireKey(FeedKeyScope.Read)
            .WithSummary("Inclusion of one entry in the chain, without showing any other.");
        endpoints.MapPost("/api/clock", MoveClockAsync).RequireKey(FeedKeyScope.Facts)
            .WithSummary("Replay: moves the watermark on.");
    }

    private static IResult Head(IJournal journal)
    {
        var head = journal.Head;
        return Results.Ok(new { seq = head.Sequence, hash = Convert.ToHexStringLower(head.Hash.Span) });
    }

    private static async Task<IResult> ProofAsync(
        HttpRequest request, IJournal journal, IJournalProofs proofs, CancellationToken cancellationToken)
    {
        var fields = new Fields(request.Query);
        var head = journal.Head.Sequence;
        var sequence = fields.Number("seq", 0, 1, int.MaxValue);
        if (fields.Text("seq") is null)
        {
            fields.Fault("seq", "is required");
        }
        else if (sequence > head)
        {
            fields.Fault("seq", $"the journal ends at {head}");
        }

        var farthest = (int)Math.Min(head, sequence + (long)JournalProof.FollowingMax);
        var anchor = fields.Number("anchor", farthest, Math.Min(sequence, farthest), farthest);
        if (fields.Problem() is { } problem)
        {
            return problem;
        }

        var proof = (await proofs.ProveAsync(sequence, anchor, cancellationToken))!;
        return Results.Ok(new
        {
            seq = proof.Sequence,
            entry = Convert.ToBase64String(proof.EntryBytes.Span),
            previousHash = Convert.ToHexStringLower(proof.PreviousHash.Span),
            followingDigests = proof.FollowingDigests.Select(digest => Convert.ToHexStringLower(digest.Span)),
            anchor = proof.AnchorSequence,
            anchorHash = Convert.ToHexStringLower(proof.AnchorHash.Span),
        });
    }

    private static async Task<IResult> MoveClockAsync(
        JsonObject body, IEngine engine, CancellationToken cancellationToken)
    {
        if (body["now"] is not JsonValue value || !value.TryGetValue<string>(out var text)
            || !Fields.TryInstant(text, out var now))
        {
            return Results.Problem(
                title: "Some fields are at fault", statusCode: StatusCodes.Status400BadRequest,
                detail: "now: " + Fields.InstantWanted);
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
