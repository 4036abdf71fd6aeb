using Microsoft.AspNetCore.Antiforgery;
using Supervision.Web.Orders;

namespace Supervision.Web.Components;

/// <summary>Takes the forms of the order page: a step, and back to the page, which says what became of it.</summary>
internal static class OrderForms
{
    public static IEndpointConventionBuilder MapOrderForms(this WebApplication app) =>
        app.MapPost("/orders/{no}/{step}", TakeAsync);

    private static async Task<IResult> TakeAsync(
        string no, string step, HttpContext context, StepDoor door, IAntiforgery antiforgery)
    {
        var answer = await door.TakeAsync(no, step, context, form =>
        {
            context.Request.Form = form; // where the token is looked for; the files are not read yet
            return antiforgery.IsRequestValidAsync(context);
        });
        var page = $"/orders/{Uri.EscapeDataString(no)}";
        return answer switch
        {
            { IsForged: true } => Results.BadRequest(),
            { Refusal.Code: "order.unknown" } => Results.NotFound(),
            { Refusal: { } refusal } => Results.Redirect($"{page}?refusal={refusal.Code}"),
            { Field: not null } => Results.Redirect($"{page}?refusal=order.outOfTurn"),
            _ => Results.Redirect(page),
        };
    }
}
