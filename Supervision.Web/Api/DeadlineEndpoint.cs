using Supervision.Core.Clocks;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Core.Rules;

namespace Supervision.Web.Api;

/// <summary>The deadline calculator: any limit from any instant, with its explanation.</summary>
internal static class DeadlineEndpoint
{
    public static void MapDeadline(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/deadline", Calculate).Restricted().Produces<ClockAnswer>()
            .WithSummary("When a limit is due, every interval explained.")
            .Reads(
                QueryField.Instant("acceptedAt", "When the time begins.") with { Required = true },
                new("item", "Service item whose limit applies."),
                QueryField.Number("amount", "Limit, where no item is given.", 1, Limit.AmountMax),
                QueryField.Choice("unit", "Of the amount.", ContractNames.Units, fallback: "workingDay"),
                QueryField.Choice(
                    "convention", "How days are counted; default: the item's, else the rule book's.",
                    ContractNames.Conventions),
                new("hall", "Hall whose office hours and local days apply, by id."));

    private static IResult Calculate(HttpRequest request, IRuleShelf rules, IEngine engine)
    {
        var fields = new Fields(request.Query);
        var acceptedAt = fields.Instant("acceptedAt");
        if (acceptedAt is null && fields.Text("acceptedAt") is null)
        {
            fields.Fault("acceptedAt", "is required");
        }

        var context = rules.ContextOf(null, engine.Now);
        var item = ItemOf(fields, context.Rules);
        var limit = item is null ? LimitOf(fields) : LimitOf(item);
        var convention = fields.Choice("convention", ContractNames.Conventions)
            ?? item?.Convention ?? context.Rules.Convention;
        if (fields.Problem() is { } problem)
        {
            return problem;
        }

        var kind = item?.CaseType == CaseType.Immediate ? ClockKind.Immediate : ClockKind.Promised;
        var rule = new ClockRule(
            kind, "deadline", convention, limit, null, context.Rules.Levels.GetValueOrDefault(kind, []));
        var times = new ClockTimes(acceptedAt!.Value, null, [], 0);
        var calendar = context.Calendars.Of(fields.Text("hall"));
        var reading = Clock.Read(rule, times, calendar);
        return Results.Ok(ClockAnswer.Of(
            reading, ClockState.Running, Clock.Explain(rule, times, calendar, reading.DueAt)));
    }

    private static ServiceItem? ItemOf(Fields fields, RuleBook rules)
    {
        if (fields.Text("item") is not { } id)
        {
            return null;
        }

        if (!rules.Items.TryGetValue(id, out var item))
        {
            fields.Fault("item", $"'{id}' is not in the rule book");
        }

        return item;
    }

    /// <summary>The limit that a case of the item runs by.</summary>
    private static Limit? LimitOf(ServiceItem item) => item.CaseType == CaseType.Immediate
        ? item.Immediate
        : item.Promised ?? item.Statutory;

    private static Limit? LimitOf(Fields fields)
    {
        if (fields.Text("item") is not null)
        {
            return null; // at fault already
        }

        if (fields.Text("amount") is null)
        {
            fields.Fault("amount", "is required unless item is given");
        }

        var unit = fields.Choice("unit", ContractNames.Units) ?? LimitUnit.WorkingDay;
        return new Limit(fields.Number("amount", 1, 1, Limit.AmountMax), unit);
    }
}
