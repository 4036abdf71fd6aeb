using Supervision.Core.Clocks;
using Supervision.Core.Ports;

namespace Supervision.Web.Api;

/// <summary>The deadline calculator: any limit from any instant, with its explanation.</summary>
internal static class DeadlineEndpoint
{
    public static void MapDeadline(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/deadline", Calculate).RequireKey(FeedKeyScope.Read).Produces<ClockAnswer>()
            .WithSummary("When a limit is due, every interval explained.");

    private static IResult Calculate(HttpRequest request, IRuleShelf rules, IEngine engine)
    {
        var fields = new Fields(request.Query);
        var acceptedAt = fields.Instant("acceptedAt");
        if (acceptedAt is null && fields.Text("acceptedAt") is null)
        {
            fields.Fault("acceptedAt", "is required");
        }

        var context = rules.ContextOf(null, engine.Now);
        var limit = LimitOf(fields, context.Rules);
        var convention = fields.Choice("convention", ContractNames.Conventions) ?? context.Rules.Convention;
        if (fields.Problem() is { } problem)
        {
            return problem;
        }

        var rule = new ClockRule(
            ClockKind.Promised, "deadline", convention, limit, null,
            context.Rules.Levels.GetValueOrDefault(ClockKind.Promised, []));
        var times = new ClockTimes(acceptedAt!.Value, null, [], 0);
        var calendar = context.Calendars.Of(fields.Text("hall"));
        var reading = Clock.Read(rule, times, calendar);
        return Results.Ok(ClockAnswer.Of(
            reading, ClockState.Running, Clock.Explain(rule, times, calendar, reading.DueAt)));
    }

    private static Limit? LimitOf(Fields fields, Core.Rules.RuleBook rules)
    {
        if (fields.Text("item") is { } id)
        {
            if (rules.Items.TryGetValue(id, out var item))
            {
                return item.Promised ?? item.Immediate ?? item.Statutory;
            }

            fields.Fault("item", $"'{id}' is not in the rule book");
            return null;
        }

        if (fields.Text("amount") is null)
        {
            fields.Fault("amount", "is required unless item is given");
        }

        var unit = fields.Choice("unit", ContractNames.Units) ?? LimitUnit.WorkingDay;
        return new Limit(fields.Number("amount", 1, 1, Limit.AmountMax), unit);
    }
}
