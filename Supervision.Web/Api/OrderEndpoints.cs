using Supervision.Core.Alerts;
using Supervision.Core.Entities;
using Supervision.Core.Orders;
using Supervision.Core.People;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Web.Components.Text;
using Supervision.Web.Exports;
using Supervision.Web.Identity;

namespace Supervision.Web.Api;

/// <summary>Supervision orders (contract section 3): lists, one order, and the steps people take.</summary>
internal static class OrderEndpoints
{
    /// <summary>Longest <c>Idempotency-Key</c>, in characters.</summary>
    private const int KeyMax = 128;

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
        var people = endpoints.MapGroup("/api/orders").Restricted();
        people.MapPost("/", IssueAsync).Produces(StatusCodes.Status202Accepted)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden)
            .WithSummary("Issues an order by hand; it gets its number a moment later.");
        foreach (var step in Enum.GetValues<OrderStep>().Select(Spelling.Of))
        {
            people.MapPost($"/{{no}}/{step}", (string no, OrderForm form, HttpContext context) =>
                    TakeAsync(no, step, form, context))
                .Produces<OrderRow>().ProducesProblem(StatusCodes.Status400BadRequest)
                .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound)
                .ProducesProblem(StatusCodes.Status409Conflict).WithSummary($"Takes the step '{step}'.");
        }
    }

    /// <summary>A refusal as problem details; its code is in <c>code</c>.</summary>
    public static IResult Answer(Refusal refusal) => Results.Problem(
        title: refusal.Why, detail: refusal.Remedy, statusCode: StatusOf(refusal.Code),
        extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["code"] = refusal.Code });

    private static int StatusOf(string code) => code switch
    {
        "order.unknown" => StatusCodes.Status404NotFound,
        "order.notYours" or "order.own" or "silence.notYours" => StatusCodes.Status403Forbidden,
        "order.wordless" or "order.tooLong" or "order.unknownAct" or "order.earlyAct" or "order.noParts"
            or "silence.reason" or "silence.end" => StatusCodes.Status400BadRequest,
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

    private static async Task<IResult> OpenAsync(string no, IOrderList orders, HttpContext context)
    {
        var file = await orders.OpenAsync(no, context.RequestAborted);
        var unit = file?.Order.Unit;
        return unit is null
            || Caller.Of(context).Scope is { } scope && !scope.Covers(unit.Hall, unit.Department, unit.Window)
            ? Answer(Unknown(no))
            : Results.Ok(file);
    }

    private static async Task<IResult> TakeAsync(string no, string step, OrderForm form, HttpContext context)
    {
        var services = context.RequestServices;
        var orders = services.GetRequiredService<IOrderList>();
        var by = Actors.Of(context.User)!;
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        var (command, field, problem) = form.Read(step, by, OrderForm.IdOf(by, key.Length > 0 ? key : null));
        if (key.Length > KeyMax)
        {
            (command, field, problem) = (null, "Idempotency-Key", $"should have {KeyMax} characters at most");
        }

        if (command is null)
        {
            return Results.ValidationProblem(
                new Dictionary<string, string[]>(StringComparer.Ordinal) { [field!] = [problem!] },
                title: "Some fields are at fault", detail: $"{field}: {problem}");
        }

        if (await orders.OpenAsync(no, context.RequestAborted) is not { } file || !MaySee(file.Order, by))
        {
            return Answer(Unknown(no));
        }

        var engine = services.GetRequiredService<IEngine>();
        var stream = new StreamId(EntityKind.Order, no);
        return await engine.CommandAsync(stream, command, context.RequestAborted) is { } refusal
            ? Answer(refusal)
            : Results.Ok((await orders.OpenAsync(no, context.RequestAborted))!.Order);
    }

    /// <summary>An order of another organisation looks as if it did not exist.</summary>
    public static bool MaySee(OrderRow row, Actor by) =>
        row.Unit.IsWithin(by.Organisation) || by.Staff is { } staff && row.Person == staff;

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
        var id = OrderForm.IdOf(by, key is { Length: > 0 and <= KeyMax } ? key : null);
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

    private static Refusal Unknown(string no) => new(
        "order.unknown", $"There is no order {no}.", "Look for it in the list of orders.");
}

/// <summary>An order issued by hand.</summary>
/// <param name="Source"><c>byHand</c> (default), <c>spotCheck</c> or <c>patrol</c>.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Words">Why.</param>
internal sealed record NewOrder(
    string? Source, string? Subject, string? Hall, string? Department, string? Window, string? Person, string? Words);
