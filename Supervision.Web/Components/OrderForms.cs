using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Web.Api;
using Supervision.Web.Identity;

namespace Supervision.Web.Components;

/// <summary>Takes the forms of the order page: a step, and back to the page, which says what became of it.</summary>
internal static class OrderForms
{
    public static IEndpointConventionBuilder MapOrderForms(this WebApplication app) =>
        app.MapPost("/orders/{no}/{step}", TakeAsync);

    private static async Task<IResult> TakeAsync(string no, string step, HttpContext context)
    {
        var orders = context.RequestServices.GetRequiredService<IOrderList>();
        var engine = context.RequestServices.GetRequiredService<IEngine>();
        if (!await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context))
        {
            return Results.BadRequest();
        }

        var page = $"/orders/{Uri.EscapeDataString(no)}";
        if (Actors.Of(context.User) is not { } by)
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        if (await orders.OpenAsync(no, context.RequestAborted) is not { } file
            || !OrderEndpoints.MaySee(file.Order, by))
        {
            return Results.NotFound();
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (command, _, _) = Read(form).Read(step, by, OrderForm.IdOf(by, Text(form, "key")));
        var refusal = command is null
            ? new Refusal("order.outOfTurn", "", "")
            : await engine.CommandAsync(new StreamId(EntityKind.Order, no), command, context.RequestAborted);
        return Results.Redirect(refusal is null ? page : $"{page}?refusal={refusal.Code}");
    }

    private static OrderForm Read(IFormCollection form) => new(
        Text(form, "words"),
        int.TryParse(Text(form, "seen"), CultureInfo.InvariantCulture, out var seen) ? seen : null, Text(form, "part"),
        bool.TryParse(Text(form, "passed"), out var passed) ? passed : null, Text(form, "outcome"));

    private static string? Text(IFormCollection form, string name) =>
        form[name].ToString() is { Length: > 0 } text ? text : null;
}
