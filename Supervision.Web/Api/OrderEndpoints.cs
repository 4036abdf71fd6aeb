using Supervision.Core.Alerts;
using Supervision.Core.Entities;
using Supervision.Core.Orders;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Attachments;
using Supervision.Silo.Auditing;
using Supervision.Web.Components.Text;
using Supervision.Web.Exports;
using Supervision.Web.Identity;
using Supervision.Web.Orders;

namespace Supervision.Web.Api;

/// <summary>Supervision orders (contract section 3): lists, one order, and the steps people take.</summary>
internal static class OrderEndpoints
{
    private const int WordsMax = StepCommand.WordsMax;

    public static void MapOrders(this IEndpointRouteBuilder endpoints)
    {
        var reading = endpoints.MapGroup("/api/orders").Restricted();
        reading.MapGet("/", Find).Produces<Page<OrderRow>>().WithSummary("Supervision orders, newest first.").Reads(
            new("q", "Part of number, subject, code or person."),
            QueryField.Choice("state", "Where it stands.", ContractNames.OrderStates),
            QueryField.Choice("source", "What it is about.", ContractNames.OrderSources),
            QueryField.Choice("rung", "The least rung it has climbed to.", ContractNames.Rungs),
            QueryField.Flag("open", "Whether it has not ended."), ReadingEndpoints.Hall, ReadingEndpoints.After,
            ReadingEndpoints.Limit);
        reading.MapGet("/{no}", OpenAsync).Produces<OrderFile>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("One order with its history.");
        reading.MapGet("/{no}/attachments/{hash}", SendAsync).Produces(StatusCodes.Status200OK)
            .ProducesProblem(StatusCodes.Status404NotFound).WithSummary("A file that came with a step.");
        var people = endpoints.MapGroup("/api/orders").Restricted();
        people.MapPost("/", IssueAsync).Produces(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden)
            .WithSummary("Issues an order by hand; it gets its number a moment later.");
        foreach (var step in Enum.GetValues<OrderStep>().Select(Spelling.Of))
        {
            people.MapPost($"/{{no}}/{step}", (string no, HttpContext context, StepDoor door) =>
                    TakeAsync(no, step, context, door))
                .Accepts<OrderForm>("application/json", "multipart/form-data")
                .Produces<OrderRow>().ProducesProblem(StatusCodes.Status400BadRequest)
                .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound)
                .ProducesProblem(StatusCodes.Status409Conflict)
                .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
                .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
                .ProducesProblem(StatusCodes.Status429TooManyRequests)
                .ProducesProblem(StatusCodes.Status507InsufficientStorage)
                .WithSummary($"Takes the step '{step}', as JSON or as a form with files.");
        }
    }

    /// <summary>A refusal as problem details; its code is in <c>code</c>.</summary>
    public static IResult Answer(Refusal refusal) => Results.Problem(
        title: refusal.Why, detail: refusal.Remedy, statusCode: StatusOf(refusal.Code),
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = refusal.Code });

    private static int StatusOf(string code) => code switch
    {
        "order.unknown" or "draw.unknown" or "draw.undrawn" => StatusCodes.Status404NotFound,
        "order.notYours" or "order.own" or "silence.notYours" or "draw.role" or "draw.party" or "draw.inspector" =>
            StatusCodes.Status403Forbidden,
        "attachment.tooLarge" => StatusCodes.Status413PayloadTooLarge,
        "attachment.type" => StatusCodes.Status415UnsupportedMediaType,
        "attachment.busy" => StatusCodes.Status429TooManyRequests,
        "attachment.noRoom" => StatusCodes.Status507InsufficientStorage,
        "attachment.tooMany" or "attachment.name" or "attachment.suspicious" or "attachment.unreadable"
            or "order.wordless" or "order.tooLong" or "order.unknownAct" or "order.earlyAct" or "order.noParts"
            or "silence.reason" or "silence.end" => StatusCodes.Status400BadRequest,
        "draw.turn" or "draw.secret" or "draw.number" or "draw.nobody" => StatusCodes.Status409Conflict,
        _ when code.StartsWith("draw.", StringComparison.Ordinal) => StatusCodes.Status400BadRequest, // names a field
        _ => StatusCodes.Status409Conflict,
    };

    private static IResult Find(HttpRequest request, IOrderList orders, ListExport export, IExport<OrderRow> columns)
    {
        var fields = new Fields(request.Query);
        var query = new OrderQuery(
            fields.Choice("state", ContractNames.OrderStates), fields.Choice("source", ContractNames.OrderSources),
            fields.Flag("open"), fields.Choice("rung", ContractNames.Rungs), fields.Text("hall"), fields.Text("q"),
            null, fields.Text("after"), ReadingEndpoints.LimitOf(fields), Caller.Of(request.HttpContext).Scope);
        return ReadingEndpoints.Answer(request, fields, () => orders.Find(query), export, columns,
            (after, limit) => orders.Find(query with { After = after, Limit = limit }));
    }

    private static async Task<IResult> OpenAsync(string no, IOrderList orders, HttpContext context) =>
        await FindAsync(no, orders, context) is { } file ? Results.Ok(file) : Answer(StepDoor.Unknown(no));

    private static async Task<IResult> SendAsync(
        string no, string hash, IOrderList orders, HttpContext context, AttachmentStore store, AuditLog audit) =>
        await FindAsync(no, orders, context) is { } file
            ? await AttachmentDownload.SendAsync(
                no, file.Timeline.SelectMany(line => line.Attachments), hash, context, store, audit)
            : Answer(StepDoor.Unknown(no));

    /// <summary>An order the caller may see.</summary>
    private static async Task<OrderFile?> FindAsync(string no, IOrderList orders, HttpContext context)
    {
        var caller = Caller.Of(context);
        return await orders.OpenAsync(no, context.RequestAborted) is { } file
            && (caller.Person is { } person
                ? StepDoor.MaySee(file.Order, person)
                : caller.Scope is not { } scope
                    || scope.Covers(file.Order.Unit.Hall, file.Order.Unit.Department, file.Order.Unit.Window))
            ? file
            : null;
    }

    private static async Task<IResult> TakeAsync(string no, string step, HttpContext context, StepDoor door) =>
        await door.TakeAsync(no, step, context) switch
        {
            { Refusal: { } refusal } => Answer(refusal),
            { Field: { } field, Problem: { } problem } => Results.ValidationProblem(
                new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [problem] },
                title: "Some fields are at fault", detail: $"{field}: {problem}"),
            var taken => Results.Ok(taken.Order),
        };

    private static async Task<IResult> IssueAsync(NewOrder order, HttpContext context, IEngine engine, IRuleShelf rules)
    {
        var by = Actors.Of(context.User)!;
        var source = Spelling.Parse<OrderSource>(order.Source ?? "byHand");
        var organisation = rules.Current.Organisation;
        var fault = order switch
        {
            _ when source is not (OrderSource.ByHand or OrderSource.SpotCheck or OrderSource.Patrol) =>
                ("source", "should be byHand, spotCheck or patrol"),
            { Subject: null or "" or { Length: > 128 } } => ("subject", "should have 1 to 128 characters"),
            { Words: null or "" or { Length: > WordsMax } } => ("words", $"should have 1 to {WordsMax} characters"),
            { Hall: { } hall } when !organisation.Halls.ContainsKey(hall) => ("hall", "is none of the rule book's"),
            { Department: { } department } when !organisation.Departments.ContainsKey(department) =>
                ("department", "is none of the rule book's"),
            { Window: { } window } when !organisation.Windows.ContainsKey(window) =>
                ("window", "is none of the rule book's"),
            { Hall: null, Department: null, Window: null } => ("hall", "a hall, department or window is needed"),
            _ => ("", ""),
        };
        if (fault.Item1.Length > 0)
        {
            return Results.ValidationProblem(
                new Dictionary<string, string[]>(StringComparer.Ordinal) { [fault.Item1] = [fault.Item2] },
                title: "Some fields are at fault", detail: $"{fault.Item1}: {fault.Item2}");
        }

        var key = context.Request.Headers["Idempotency-Key"].ToString();
        var id = OrderForm.IdOf(by, key is { Length: > 0 and <= StepDoor.KeyMax } ? key : null);
        var cause = new OrderCause(
            source!.Value, $"hand:{id}", Spelling.Of(source.Value), null, order.Subject!, engine.Now,
            new OrderUnit(order.Hall, order.Department, order.Window), order.Person,
            Because.Of(("words", order.Words)), by);
        var register = RegisterDecider.StreamOf(cause.Unit);
        var enter = new EnterCause(cause) { Source = OrderForm.Source, Id = id };
        return await engine.CommandAsync(register, enter, context.RequestAborted) is { } refusal
            ? Answer(refusal)
            : Results.Accepted(value: new { cause.Reference, Register = register.Key });
    }
}

/// <summary>An order issued by hand.</summary>
/// <param name="Source"><c>byHand</c> (default), <c>spotCheck</c> or <c>patrol</c>.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Words">Why.</param>
internal sealed record NewOrder(
    string? Source, string? Subject, string? Hall, string? Department, string? Window, string? Person, string? Words);
