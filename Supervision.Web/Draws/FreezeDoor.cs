using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;
using Supervision.Core.Draws;
using Supervision.Core.Reading;
using Supervision.Ingest.Files;
using Supervision.Silo.Draws;
using Supervision.Web.Imports;
using Supervision.Web.Orders;

namespace Supervision.Web.Draws;

/// <summary>Where a rule and a pool are tried, as often as somebody likes, and frozen, once.</summary>
internal sealed class FreezeDoor(
    DrawDoor door, PoolDesk desk, PoolStore pools, StepAudit audit, IOptions<JsonOptions> json)
{
    /// <summary>Says what a freezing would come to; nothing is kept.</summary>
    public async Task<(PoolTrial? Trial, DrawAnswer? Refused)> TryAsync(string no, HttpContext context)
    {
        var (draw, body, refused) = await BeginAsync(no, context);
        if (refused is not null)
        {
            return (null, refused);
        }

        var (rule, pool, faults) = await PrepareAsync(draw!.Plan!.Kind, body!, context.RequestAborted);
        return rule is null ? (null, WithoutRule) : (PoolTrial.Of(rule, pool, faults), null);
    }

    /// <summary>Freezes rule and pool, which are durable before.</summary>
    public async Task<DrawAnswer> FreezeAsync(string no, HttpContext context)
    {
        var (draw, body, refused) = await BeginAsync(no, context);
        if (refused is not null)
        {
            return refused;
        }

        if (draw!.Status != DrawStatus.Committing || draw.Shares.Any(share => share.Commitment is null))
        {
            var nothing = new FrozenDigests("", "", "");
            return await SendAsync(no, DrawRule.Of(1), nothing, 1, context); // which says why not
        }

        var (rule, pool, faults) = await PrepareAsync(draw.Plan!.Kind, body!, context.RequestAborted);
        if (rule is null)
        {
            return WithoutRule;
        }

        if (faults.IsEmpty)
        {
            return await SendAsync(no, rule, pools.Keep(rule, pool), pool.Objects.Length, context);
        }

        audit.Refused(context, no, "freeze", faults[0].Code);
        return new(Faults: faults.GroupBy(fault => fault.Code, StringComparer.Ordinal).ToDictionary(
            group => group.Key, group => group.Select(fault => fault.Text).ToArray(), StringComparer.Ordinal));
    }

    private static DrawAnswer WithoutRule => DrawAnswer.Wrong(
        "rule", "needs one of 'count', 'percent' above 0 to 100, or 'strata' with a number for each");

    private Task<DrawAnswer> SendAsync(
        string no, DrawRule rule, FrozenDigests frozen, int objects, HttpContext context) => door.SendAsync(
        no, by => new FreezePool(rule, frozen, objects) { By = by, Source = "", Id = "" }, context);

    private async Task<(DrawState? Draw, FreezeRequest? Body, DrawAnswer? Refused)> BeginAsync(
        string no, HttpContext context)
    {
        if (await door.ReadAsync(no, context.RequestAborted) is not { } draw)
        {
            return (null, null, DrawDoor.Unknown(no));
        }

        FreezeRequest request;
        try
        {
            request = await ReadAsync(context);
        }
        catch (Exception exception) when (exception is JsonException or UnreadableFileException or InvalidDataException)
        {
            return (draw, null, DrawAnswer.Wrong("body", exception.Message));
        }

        return request.Body.Rule is null ? (draw, null, WithoutRule)
            : draw.Plan!.Kind == DrawKind.List && request is { List: null, Body.Objects: null }
                ? (draw, null, DrawAnswer.Wrong("objects", "are the list to draw from"))
                : (draw, request, null);
    }

    /// <summary>JSON alone, or a form with JSON as <c>body</c> and a table as <c>file</c>.</summary>
    private async Task<FreezeRequest> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            return new(await context.Request.ReadFromJsonAsync<FreezeBody>(context.RequestAborted) ?? new(), null);
        }

        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var body = JsonSerializer.Deserialize<FreezeBody>(form["body"].ToString(), json.Value.SerializerOptions);
        if (form.Files["file"] is not { Length: > 0 } file)
        {
            return new(body ?? new(), null);
        }

        if (file.Length > SheetReader.FileBytesMax)
        {
            throw new UnreadableFileException($"A list has {SheetReader.FileBytesMax} bytes at most.");
        }

        await using var stream = file.OpenReadStream();
        return new(body ?? new(), PoolTable.Read(stream));
    }

    private async Task<(DrawRule? Rule, DrawPool Pool, ImmutableArray<PoolFault> Faults)> PrepareAsync(
        DrawKind kind, FreezeRequest request, CancellationToken cancellationToken)
    {
        var (body, list) = request;
        var pool = await desk.PoolOfAsync(kind, body, list, cancellationToken);
        if (body.Rule!.Read(pool) is not { } rule)
        {
            return (null, pool, []);
        }

        var found = PoolCheck.Look(rule, pool).SelectMany(fault => list is null
            ? [new PoolFault(fault.Code, null, null, fault.Where, fault.Why)]
            : list.Placed(fault));
        return (rule, pool,
        [
            .. (list?.Faults ?? []).Concat(found).OrderBy(fault => fault.Row ?? 0),
        ]);
    }

    private sealed record FreezeRequest(FreezeBody Body, PoolTable? List);
}

/// <summary>What a freezing would come to.</summary>
/// <param name="Objects">Objects of the pool.</param>
/// <param name="Inspectors">Inspectors of the pool.</param>
/// <param name="Rule">The rule as it would be frozen.</param>
/// <param name="Odds">How likely each object would be; null while there are faults.</param>
/// <param name="Faults">Everything that is wrong, by row.</param>
internal sealed record PoolTrial(
    int Objects, int Inspectors, DrawRule Rule, Odds? Odds, ImmutableArray<PoolFault> Faults)
{
    public static PoolTrial Of(DrawRule rule, DrawPool pool, ImmutableArray<PoolFault> faults) => new(
        pool.Objects.Length, pool.Inspectors.Length, rule,
        faults.IsEmpty ? Core.Draws.Odds.Of(rule, pool.Objects) : null, faults);
}
