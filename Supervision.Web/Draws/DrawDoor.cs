using System.Collections.Immutable;
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
    IEngine engine, IJournal journal, IDrawList draws, PoolStore pools, PoolDesk desk, PlanDesk plans, ViewFeeder views,
    StepAudit audit)
{
    private const string Source = "/draws/steps";
    private const string KeyHeader = "Idempotency-Key";
    private const int RequestsKept = 200;
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

    /// <summary>
    /// Plans a draw under the next number of the year. A request that its sender numbered makes one draw, however often
    /// it comes.
    /// </summary>
    public async Task<DrawAnswer> PlanAsync(PlanBody body, HttpContext context)
    {
        var (parties, unknown) = await desk.PartiesOfAsync(body.Parties ?? [], context.RequestAborted);
        if (await FaultOfAsync(body, parties, unknown, context) is { } fault)
        {
            return fault;
        }

        var request = RequestOf(context);
        var plan = new DrawPlan(
            body.Title ?? "", body.Kind!.Value, body.Selection ?? "", parties,
            body.BeaconAt is { } at ? Quicknet.RoundAt(at) : body.Beacon,
            TimeSpan.FromMinutes(body.RevealMinutes ?? RevealMinutes), body.Previous, body.Reason ?? "", body.For,
            request);
        if (request is not null && await FindAsync(request, context) is { } known)
        {
            return known;
        }

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

    /// <summary>What is wrong with what a plan names; null when nothing is.</summary>
    private async Task<DrawAnswer?> FaultOfAsync(
        PlanBody body, ImmutableArray<Party> parties, string? unknown, HttpContext context) => body switch
        {
            { Kind: null } => DrawAnswer.Wrong(
                "kind", "should be windows, cases, departments, halls, intermediaries or list"),
            _ when unknown is not null => DrawAnswer.Wrong("parties", $"nobody signs in as '{unknown}'"),
            _ when body.Selection?.Length > SelectionMax || parties.Any(party => party.Name.Length > PartyNameMax) =>
                DrawAnswer.Wrong(
                    "selection", $"has {SelectionMax} characters at most, and the name of a party {PartyNameMax}"),
            { For: { } duty } when plans.LineOf(duty) is null =>
                DrawAnswer.Wrong("for", $"the yearly plan has no part {duty.Part} of '{duty.Line}'"),
            { Previous: { } previous } when await ReadAsync(previous, context.RequestAborted) is null =>
                DrawAnswer.Wrong("previous", $"there is no draw {previous}"),
            _ => null,
        };

    /// <summary>The draw that a request made; null when it made none.</summary>
    private async Task<DrawAnswer?> FindAsync(string request, HttpContext context)
    {
        foreach (var row in draws.Find(new DrawQuery(Limit: RequestsKept)).Items)
        {
            if (await ReadAsync(row.No, context.RequestAborted) is { } draw && draw.Plan!.Request == request)
            {
                return new(DrawFile.Of(draw));
            }
        }

        return null;
    }

    private static string? RequestOf(HttpContext context) =>
        context.Request.Headers[KeyHeader].ToString() is { Length: > 0 } key
            ? Digests.Of(writer => writer.BeginArray().Text(Actors.Of(context.User)!.Id).Text(key).EndArray())
            : null;

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
        var key = context.Request.Headers[KeyHeader].ToString();
        if (key.Length > StepDoor.KeyMax)
        {
            return DrawAnswer.Wrong("Idempotency-Key", $"should have {StepDoor.KeyMax} characters at most");
        }

        var step = command(by) with { Source = Source, Id = OrderForm.IdOf(by, key.Length > 0 ? key : null) };
        if (await engine.CommandAsync(StreamOf(no), step, context.RequestAborted) is { } refusal)
        {
            return Refused(context, no, step.GetType().Name, refusal);
        }

        if (await engine.ReadAsync(StreamOf(no), context.RequestAborted) is not { } read
            || read.State is not DrawState { Plan: not null } draw)
        {
            return await KnownAsync(context);
        }

        await views.ReachAsync(read.LastSequence, context.RequestAborted);
        return new(DrawFile.Of(draw));
    }

    /// <summary>A request that planned a draw of another number a moment ago.</summary>
    private async Task<DrawAnswer> KnownAsync(HttpContext context)
    {
        await views.ReachAsync(journal.Head.Sequence, context.RequestAborted);
        return await FindAsync(RequestOf(context)!, context) ?? throw new InvalidOperationException("A draw is gone.");
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
