using Supervision.Core.Entities;
using Supervision.Core.Orders;
using Supervision.Core.Ports;
using Supervision.Web.Identity;
using Supervision.Web.Orders;

namespace Supervision.Web.Api;

/// <summary>
/// Silences of a register: for a time, some causes open no order. Author, reason and end are on record.
/// </summary>
internal static class SilenceEndpoints
{
    public static void MapSilences(this IEndpointRouteBuilder endpoints)
    {
        var people = endpoints.MapGroup("/api/silences/{register}").Restricted();
        people.MapGet("/", ListAsync).Produces<IReadOnlyList<Silence>>().WithSummary("Silences in force.");
        people.MapPost("/", BeginAsync).Produces<Silence>().ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Begins a silence.");
        people.MapPost("/{id}/end", EndAsync).Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status409Conflict).WithSummary("Ends a silence before its time.");
    }

    private static async Task<IResult> ListAsync(string register, IEngine engine, CancellationToken cancellationToken)
    {
        var found = await engine.ReadAsync(StreamOf(register), cancellationToken);
        return Results.Ok(found?.State is RegisterState state
            ? state.Silences.Where(silence => silence.Until > engine.Now)
            : []);
    }

    private static async Task<IResult> BeginAsync(
        string register, NewSilence silence, HttpContext context, IEngine engine)
    {
        var by = Actors.Of(context.User)!;
        var command = new SilenceOrders
        {
            Source = OrderForm.Source,
            Id = OrderForm.IdOf(by, null),
            By = by,
            Reason = silence.Reason ?? "",
            Until = silence.Until,
            Code = silence.Code,
            Organisation = silence.Organisation,
        };
        return await engine.CommandAsync(StreamOf(register), command, context.RequestAborted) is { } refusal
            ? OrderEndpoints.Answer(refusal)
            : Results.Ok(new { SilenceId = command.Id, command.Reason, command.Until });
    }

    private static async Task<IResult> EndAsync(string register, string id, HttpContext context, IEngine engine)
    {
        var by = Actors.Of(context.User)!;
        var end = new EndSilence(id, by) { Source = OrderForm.Source, Id = $"end:{id}" };
        return await engine.CommandAsync(StreamOf(register), end, context.RequestAborted) is { } refusal
            ? OrderEndpoints.Answer(refusal)
            : Results.NoContent();
    }

    private static StreamId StreamOf(string register) => new(EntityKind.Register, register);
}

/// <summary>A silence to begin.</summary>
/// <param name="Reason">Why; needed.</param>
/// <param name="Until">End, exclusive; at most 30 days ahead.</param>
/// <param name="Code">Only causes of this code; null means any.</param>
/// <param name="Organisation">Only causes of this department or window; null means any.</param>
internal sealed record NewSilence(string? Reason, DateTimeOffset Until, string? Code, string? Organisation);
