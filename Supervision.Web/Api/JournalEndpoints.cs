using System.Text.Json.Nodes;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Journals;
using Supervision.Web.Identity;

namespace Supervision.Web.Api;

/// <summary>The chain's head, the Replay clock, and health.</summary>
internal static class JournalEndpoints
{
    public static void MapJournal(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/journal/head", Head).Restricted()
            .WithSummary("Sequence and hash of the newest journal entry.");
        endpoints.MapGet("/api/journal/proof", ProofAsync).Restricted()
            .WithSummary("Inclusion of one entry in the chain, without showing any other.")
            .Reads(
                QueryField.Number("seq", "The entry.", 1, int.MaxValue) with { Required = true },
                QueryField.Number(
                    "anchor", $"Where the proof ends, at most {JournalProof.FollowingMax} after it; default: as far.",
                    1, int.MaxValue));
        endpoints.MapPost("/api/clock", MoveClockAsync).Restricted()
            .WithSummary("Replay: moves the watermark on.");
    }

    private static IResult Head(IJournal journal)
    {
        var head = journal.Head;
        return Results.Ok(new { seq = head.Sequence, hash = Convert.ToHexStringLower(head.Hash.Span) });
    }

    private static async Task<IResult> ProofAsync(
        HttpRequest request, IJournal journal, IJournalProofs proofs, ICaseList cases, IOrderList orders,
        CancellationToken cancellationToken)
    {
        var fields = new Fields(request.Query);
        var head = journal.Head.Sequence;
        var sequence = fields.Number("seq", 1, 1, int.MaxValue);
        if (fields.Text("seq") is null)
        {
            fields.Fault("seq", "is required");
        }
        else if (sequence > head)
        {
            fields.Fault("seq", $"the journal ends at {head}");
        }

        var farthest = (int)Math.Min(head, sequence + (long)JournalProof.FollowingMax);
        var anchor = fields.Number("anchor", farthest, sequence, Math.Max(sequence, farthest));
        if (fields.Problem() is { } problem)
        {
            return problem;
        }

        if (Caller.Of(request.HttpContext).Scope is { } scope
            && !await IsWithinAsync(scope, sequence, journal, cases, orders))
        {
            return Results.Problem(
                title: "No such entry", statusCode: StatusCodes.Status404NotFound,
                detail: $"seq: entry {sequence} is about nothing that this caller may see.");
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

    /// <summary>A proof holds the whole entry, so it is shown only to who may see what the entry is about.</summary>
    private static async Task<bool> IsWithinAsync(
        ReadingScope scope, long sequence, IJournal journal, ICaseList cases, IOrderList orders)
    {
        var entry = (await journal.ReadAsync(sequence - 1, 1, CancellationToken.None))[0];
        return entry.Turn.Stream switch
        {
            { Kind: EntityKind.Case, Key: var no } =>
                await cases.OpenAsync(no, CancellationToken.None) is { } file
                && ReadingEndpoints.IsWithin(scope, file.Case),
            { Kind: EntityKind.Order, Key: var no } =>
                await orders.OpenAsync(no, CancellationToken.None) is { Order.Unit: var unit }
                && scope.Covers(unit.Hall, unit.Department, unit.Window),
            { Kind: EntityKind.Window, Key: var window } => scope.Covers(null, null, window),
            _ => false,
        };
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
