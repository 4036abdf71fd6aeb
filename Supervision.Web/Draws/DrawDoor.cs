using System.Globalization;
using Supervision.Core.Draws;
using Supervision.Core.Entities;
using Supervision.Core.People;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Silo.Draws;
using Supervision.Silo.Views;
using Supervision.Web.Identity;
using Supervision.Web.Orders;

namespace Supervision.Web.Draws;

/// <summary>Where people take steps of draws: one way for pages and programs.</summary>
internal sealed class DrawDoor(
    IEngine engine, IDrawList draws, PoolStore pools, PoolDesk desk, ViewFeeder views, StepAudit audit)
{
    private const string Source = "/draws/steps";
    private const int NumbersTried = 100;
    private const int RevealMinutes = 24 * 60;
    private const int SelectionMax = 4000;
    private const int PartyNameMax = 64;

    /// <summary>A draw as it is now; null when there is none of that number.</summary>
    public async Task<DrawState?> ReadAsync(string no, CancellationToken cancellationToken) =>
        (await engine.ReadAsync(StreamOf(no), cancellationToken))?.State is DrawState { Plan: not null } draw
            ? draw
            : null;

    /// <summary>The frozen pool of a draw; null when it is missing or damaged.</summary>
    public FrozenPool? PoolOf(DrawState draw) => draw.Frozen is { } frozen ? pools.Open(frozen) : null;

    /// <summary>Plans a draw under the next number of the year.</summary>
    public async Task<DrawAnswer> PlanAsync(PlanBody body, HttpContext context)
    {
        var (parties, unknown) = await desk.PartiesOfAsync(body.Parties ?? [], context.RequestAborted);
        if (body.Kind is not { } kind)
        {
            return DrawAnswer.Wrong("kind", "should be windows, cases, departments, halls, intermediaries or list");
        }

        if (unknown is not null)
        {
            return DrawAnswer.Wrong("parties", $"nobody signs in as '{unknown}'");
        }

        if (body.Selection?.Length > SelectionMax || parties.Any(party => party.Name.Length > PartyNameMax))
        {
            return DrawAnswer.Wrong(
                "selection", $"has {SelectionMax} characters at most, and the name of a party {PartyNameMax}");
        }

        if (body.Previous is { } previous && await ReadAsync(previous, context.RequestAborted) is null)
        {
            return DrawAnswer.Wrong("previous", $"there is no draw {previous}");
        }

        var plan = new DrawPlan(
            body.Title ?? "", kind, body.Selection ?? "", parties, body.Beacon,
            TimeSpan.FromMinutes(body.RevealMinutes ?? RevealMinutes), body.Previous, body.Reason ?? "");
        var year = engine.Now.Year;
        var first = draws.Find(new DrawQuery(Text: $"SJ-{year}-", Limit: 1)).Total + 1;
        for (var number = first; number < first + NumbersTried; number++)
        {
            var no = string.Create(CultureInfo.InvariantCulture, $"SJ-{year}-{number:0000}");
            var answer = await SendAsync(no, by => new PlanDraw(plan) { By = by, Source = Source, Id = "" }, context);
            if (answer.Refusal?.Code != "draw.number") // somebody planned at the same moment
            {
                return answer;
            }
        }

        throw new InvalidOperationException($"No number of {NumbersTried} from {first} is free.");
    }

    /// <summary>Freezes rule and pool, which are durable before.</summary>
    public async Task<DrawAnswer> FreezeAsync(string no, FreezeBody body, HttpContext context)
    {
        if (await ReadAsync(no, context.RequestAborted) is not { } draw)
        {
            return Unknown(no);
        }

        if (body.Rule?.Read() is not { } rule)
        {
            return DrawAnswer.Wrong("rule", "needs 'count', or 'strata' with a number for each");
        }

        if (body.Objects is null && draw.Plan!.Kind == DrawKind.List)
        {
            return DrawAnswer.Wrong("objects", "are the list to draw from");
        }

        FreezePool Freeze(Actor by, FrozenDigests frozen, int objects) =>
            new(rule, frozen, objects) { By = by, Source = Source, Id = "" };
        if (draw.Status != DrawStatus.Committing || draw.Shares.Any(share => share.Commitment is null))
        {
            return await SendAsync(no, by => Freeze(by, new("", "", ""), 1), context); // which says why not
        }

        var pool = await desk.PoolOfAsync(draw.Plan!.Kind, body, context.RequestAborted);
        var faults = PoolCheck.Look(rule, pool);
        if (faults.IsEmpty)
        {
            var frozen = pools.Keep(rule, pool);
            return await SendAsync(no, by => Freeze(by, frozen, pool.Objects.Length), context);
        }

        audit.Refused(context, no, "freeze", faults[0].Code);
        return new(Faults: faults.GroupBy(fault => fault.Code, StringComparer.Ordinal).ToDictionary(
            group => group.Key,
            group => group.Select(fault => $"{fault.Where}: {fault.Why}".TrimStart(':', ' ')).ToArray(),
            StringComparer.Ordinal));
    }

    /// <summary>Replaces an inspector by the next ticket.</summary>
    public async Task<DrawAnswer> ReplaceAsync(string no, ReplaceBody body, HttpContext context)
    {
        if (await ReadAsync(no, context.RequestAborted) is not { } draw)
        {
            return Unknown(no);
        }

        var drawn = draw.Drawn.FirstOrDefault(one => one.Object == body.Object);
        var next = drawn is null || PoolOf(draw) is not { } pool ? null : Lottery.Next(
            draw.Rule!, pool.Inspectors, new Tickets(draw.Seed!, no), pool.Objects.First(one => one.Id == drawn.Object),
            [
                .. drawn.Inspectors,
                .. draw.Amendments.Where(one => one.Object == drawn.Object).Select(one => one.Replacement),
            ]);
        return drawn is not null && next is null
            ? Refused(context, no, "replace", new("draw.nobody",
                "Nobody is left who may inspect this object.", "Record why, and plan another draw."))
            : await SendAsync(no, by => new ReplaceInspector(
                body.Object ?? "", body.Inspector ?? "", body.Reason ?? "", next ?? "")
            {
                By = by,
                Source = Source,
                Id = "",
            }, context);
    }

    /// <summary>Takes any other step.</summary>
    /// <param name="no">Number of the draw.</param>
    /// <param name="command">The step as its taker's.</param>
    /// <param name="context">The request.</param>
    public async Task<DrawAnswer> SendAsync(string no, Func<Actor, DrawCommand> command, HttpContext context)
    {
        var by = Actors.Of(context.User)!;
        var key = context.Request.Headers["Idempotency-Key"].ToString();
        if (key.Length > StepDoor.KeyMax)
        {
            return DrawAnswer.Wrong("Idempotency-Key", $"should have {StepDoor.KeyMax} characters at most");
        }

        var step = command(by) with { Source = Source, Id = OrderForm.IdOf(by, key.Length > 0 ? key : null) };
        if (await engine.CommandAsync(StreamOf(no), step, context.RequestAborted) is { } refusal)
        {
            return Refused(context, no, step.GetType().Name, refusal);
        }

        var snapshot = (await engine.ReadAsync(StreamOf(no), context.RequestAborted))!;
        await views.ReachAsync(snapshot.LastSequence, context.RequestAborted);
        return new(DrawFile.Of((DrawState)snapshot.State));
    }

    /// <summary>The name under which somebody takes part; what a stranger sends is refused by the draw.</summary>
    public static string PartyOf(DrawState? draw, Actor by) =>
        draw?.Shares.FirstOrDefault(share => share.Party.Account == by.Id)?.Party.Name ?? by.Name;

    public static DrawAnswer Unknown(string no) => new(Refusal: new(
        "draw.unknown", $"There is no draw {no}.", "Look at the list of draws."));

    private DrawAnswer Refused(HttpContext context, string no, string step, Refusal refusal)
    {
        audit.Refused(context, no, step, refusal.Code);
        return new(Refusal: refusal);
    }

    private static StreamId StreamOf(string no) => new(EntityKind.Draw, no);
}

/// <summary>What became of a step: taken, refused, or with fields at fault.</summary>
/// <param name="File">The draw after it; null when it was not taken.</param>
/// <param name="Refusal">Why it was refused.</param>
/// <param name="Faults">What is wrong, by field or kind of fault.</param>
internal sealed record DrawAnswer(
    DrawFile? File = null, Refusal? Refusal = null, IDictionary<string, string[]>? Faults = null)
{
    public static DrawAnswer Wrong(string field, string problem) => new(
        Faults: new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [problem] });
}
