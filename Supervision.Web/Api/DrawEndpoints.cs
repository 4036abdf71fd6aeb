using Supervision.Core.Draws;
using Supervision.Core.Entities;
using Supervision.Core.People;
using Supervision.Core.Reading;
using Supervision.Silo.Attachments;
using Supervision.Silo.Auditing;
using Supervision.Web.Draws;
using Supervision.Web.Exports;
using Supervision.Web.Identity;
using Supervision.Web.Orders;

namespace Supervision.Web.Api;

/// <summary>Spot-checks (contract section 3): lists, one draw, its record, and the steps people take.</summary>
internal static class DrawEndpoints
{
    public static void MapDraws(this IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/draws").Restricted();
        api.MapGet("/", Find).Produces<Page<DrawRow>>()
            .WithSummary("Every draw ever made, newest first, aborted ones too.").Reads(
                new("q", "Part of number or title."),
                QueryField.Choice("state", "Where it stands.", ContractNames.DrawStates), ReadingEndpoints.After,
                ReadingEndpoints.Limit);
        api.MapGet("/{no}", OpenAsync).Produces<DrawFile>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("One draw with what was given, drawn and found so far.");
        api.MapGet("/{no}/record", SendRecordAsync).Produces(StatusCodes.Status200OK, null, "application/json")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The record of a draw, exactly the bytes that anybody can verify (docs/draws.md).");
        api.MapGet("/{no}/pool", SendPoolAsync).Produces(StatusCodes.Status200OK, null, "text/csv")
            .ProducesProblem(StatusCodes.Status404NotFound).Reads(new QueryField("format", "csv or xlsx."))
            .WithSummary("The frozen pool with the probability of each object, its ticket and its place.");
        api.MapGet("/{no}/attachments/{hash}", SendAttachmentAsync).Produces(StatusCodes.Status200OK)
            .ProducesProblem(StatusCodes.Status404NotFound).WithSummary("A picture that came with a result.");
        api.MapPost("/", async (PlanBody body, HttpContext context, DrawDoor door) =>
            {
                var answer = await door.PlanAsync(body, context);
                return answer.File is { } file ? Results.Created($"/api/draws/{file.Draw.No}", file) : AnswerOf(answer);
            })
            .Produces<DrawFile>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest)
            .WithSummary("Plans a draw; its parties may commit from then on.");
        Step<ShareBody>(api, "commit", "A party publishes the hash of its secret.", async (no, body, context, door) =>
        {
            var party = DrawDoor.PartyOf(await door.ReadAsync(no, context.RequestAborted), By(context));
            return await door.SendAsync(
                no, by => new CommitSecret(party, body.Commitment ?? "") { By = by, Source = "", Id = "" }, context);
        });
        api.MapPost("/{no}/try", async (string no, HttpContext context, FreezeDoor door) =>
            {
                var (trial, refused) = await door.TryAsync(no, context);
                return trial is null ? AnswerOf(refused!) : Results.Ok(trial);
            })
            .Accepts<FreezeBody>("application/json", "multipart/form-data").Produces<PoolTrial>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("What a freezing would come to, every fault by row; as JSON, or a form with a CSV or xlsx.");
        api.MapPost("/{no}/freeze", async (string no, HttpContext context, FreezeDoor door) =>
                AnswerOf(await door.FreezeAsync(no, context)))
            .Accepts<FreezeBody>("application/json", "multipart/form-data").Produces<DrawFile>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden)
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Rule and pool can no longer be changed; sent as they are tried.");
        Step<ShareBody>(api, "reveal", "A party says its secret; the last one has it drawn.",
            async (no, body, context, door) =>
            {
                var party = DrawDoor.PartyOf(await door.ReadAsync(no, context.RequestAborted), By(context));
                return await door.SendAsync(
                    no, by => new RevealSecret(party, body.Secret ?? "") { By = by, Source = "", Id = "" }, context);
            });
        Step<BeaconBody>(api, "beacon", "The beacon's round is known.", (no, body, context, door) => door.SendAsync(
            no,
            by => new GiveBeacon(body.Randomness ?? "", body.Signature ?? "") { By = by, Source = "", Id = "" },
            context));
        Step<ReasonBody>(api, "abort", "The draw comes to nothing, on the record.", (no, body, context, door) =>
            door.SendAsync(no, by => new AbortDraw(body.Reason ?? "") { By = by, Source = "", Id = "" }, context));
        Step<ReplaceBody>(api, "replace", "The next ticket takes over from an inspector.", (no, body, context, door) =>
            door.ReplaceAsync(no, body, context));
        api.MapPost("/{no}/inspect", InspectAsync).Accepts<InspectBody>("application/json", "multipart/form-data")
            .Produces<DrawFile>().ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("What was found at an object, as JSON or as a form with pictures.");
    }

    private static void Step<T>(
        RouteGroupBuilder api, string step, string summary,
        Func<string, T, HttpContext, DrawDoor, Task<DrawAnswer>> take) =>
        api.MapPost($"/{{no}}/{step}", async (string no, T body, HttpContext context, DrawDoor door) =>
                AnswerOf(await take(no, body, context, door)))
            .Produces<DrawFile>().ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).WithSummary(summary);

    private static IResult Find(HttpRequest request, IDrawList draws, ListExport export, IExport<DrawRow> columns)
    {
        var fields = new Fields(request.Query);
        var query = new DrawQuery(
            fields.Choice("state", ContractNames.DrawStates), fields.Text("q"), fields.Text("after"),
            ReadingEndpoints.LimitOf(fields));
        return ReadingEndpoints.Answer(request, fields, () => draws.Find(query), export, columns,
            (after, limit) => draws.Find(query with { After = after, Limit = limit }));
    }

    private static async Task<IResult> OpenAsync(string no, HttpContext context, DrawDoor door) =>
        await door.ReadAsync(no, context.RequestAborted) is { } draw
            ? Results.Ok(DrawFile.Of(draw))
            : AnswerOf(DrawDoor.Unknown(no));

    private static async Task<IResult> SendRecordAsync(string no, HttpContext context, DrawDoor door)
    {
        if (await door.ReadAsync(no, context.RequestAborted) is not { } draw)
        {
            return AnswerOf(DrawDoor.Unknown(no));
        }

        if (draw.DrawnAt is null)
        {
            return OrderEndpoints.Answer(new Refusal(
                "draw.undrawn", $"Nothing was drawn in {no} yet.", "A draw that was carried out has a record."));
        }

        if (door.PoolOf(draw) is not { } pool)
        {
            return Results.Problem(
                title: $"The pool of {no} is missing or is not what was frozen.",
                detail: "An administrator can restore it from a backup.",
                statusCode: StatusCodes.Status500InternalServerError);
        }

        context.Response.ContentType = "application/json";
        await pool.WriteRecordAsync(
            DrawDecider.RecordOf(draw, new DrawPool([], pool.Inspectors)), context.Response.Body,
            context.RequestAborted);
        return Results.Empty;
    }

    private static async Task<IResult> SendPoolAsync(
        string no, HttpContext context, DrawDoor door, DrawOdds odds, PoolExport columns, AuditLog audit)
    {
        if (await door.ReadAsync(no, context.RequestAborted) is not { } draw)
        {
            return AnswerOf(DrawDoor.Unknown(no));
        }

        if (odds.Lines(draw) is not { } lines)
        {
            return OrderEndpoints.Answer(new Refusal(
                "draw.undrawn", $"The pool of {no} is not frozen, or is missing.", "Freeze it, or restore it."));
        }

        audit.Write(context, AuditKind.Exported, columns.Name, no);
        var format = ExportFormat.Named(new Fields(context.Request.Query).Text("format"));
        return new ExportResult(to => ListExport.WriteAsync(to, format, columns, $"{no}-pool", lines));
    }

    private static async Task<IResult> SendAttachmentAsync(
        string no, string hash, HttpContext context, DrawDoor door, AttachmentStore store, AuditLog audit) =>
        await door.ReadAsync(no, context.RequestAborted) is { } draw
            ? await AttachmentDownload.SendAsync(
                no, draw.Results.SelectMany(one => one.Result.Attachments), hash, context, store, audit)
            : AnswerOf(DrawDoor.Unknown(no));

    private static async Task<IResult> InspectAsync(
        string no, HttpContext context, DrawDoor door, StepBodies bodies)
    {
        if (context.Request.HasJsonContentType())
        {
            return await context.Request.ReadFromJsonAsync<InspectBody>(context.RequestAborted) is { } sent
                ? AnswerOf(await RecordAsync(no, sent, [], context, door))
                : AnswerOf(DrawAnswer.Wrong("object", "was drawn"));
        }

        if (await door.ReadAsync(no, context.RequestAborted) is null)
        {
            return AnswerOf(DrawDoor.Unknown(no));
        }

        var body = await bodies.ReadAsync(context, isGenuine: null);
        return body.Fields is not { } fields
            ? OrderEndpoints.Answer(body.Refusal!)
            : AnswerOf(await RecordAsync(
                no,
                new InspectBody(
                    fields["object"],
                    fields["failed"].ToString().Split('\n', StringSplitOptions.TrimEntries
                        | StringSplitOptions.RemoveEmptyEntries),
                    fields["words"]),
                body.Files, context, door));
    }

    private static Task<DrawAnswer> RecordAsync(
        string no, InspectBody body, IEnumerable<Attachment> files, HttpContext context, DrawDoor door) =>
        door.SendAsync(
            no,
            by => new RecordInspection(
                body.Object ?? "", new([.. (body.Failed ?? []).OfType<string>()], body.Words ?? "", [.. files]))
            {
                By = by,
                Source = "",
                Id = "",
            },
            context);

    private static Actor By(HttpContext context) => Actors.Of(context.User)!;

    private static IResult AnswerOf(DrawAnswer answer) => answer switch
    {
        { File: { } file } => Results.Ok(file),
        { Faults: { } faults } => Results.ValidationProblem(
            faults, title: "Some fields are at fault", detail: $"{faults.First().Key}: {faults.First().Value[0]}"),
        _ => OrderEndpoints.Answer(answer.Refusal!),
    };
}
