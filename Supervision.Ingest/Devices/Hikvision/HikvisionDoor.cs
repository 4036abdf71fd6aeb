using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Supervision.Core.Devices;
using Supervision.Core.Ports;

namespace Supervision.Ingest.Devices.Hikvision;

/// <summary>
/// The door of Hikvision terminals, <c>POST /devices/hikvision?sn=…&amp;key=…</c>: the address is all that can be set
/// on them, so both stand in it.
/// </summary>
internal static class HikvisionDoor
{
    private const int BodyBytesMax = 8 << 20;
    private const int SerialMax = 64;

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/devices/hikvision", TakeAsync).ExcludeFromDescription();

    private static async Task<IResult> TakeAsync(HttpContext context, IDevices devices, PunchDoor punches)
    {
        var serial = context.Request.Query["sn"].ToString();
        var key = context.Request.Query["key"].ToString();
        if (serial.Length is 0 or > SerialMax || serial.Any(char.IsControl))
        {
            return Results.Problem("sn: is missing in the address", statusCode: StatusCodes.Status400BadRequest);
        }

        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (devices.Admit(serial, key.Length > 0 ? key : null, address)
            is not { Brand: DeviceBrand.Hikvision } device)
        {
            return Results.Problem("This device is not on the list.", statusCode: StatusCodes.Status403Forbidden);
        }

        try
        {
            await punches.HearAsync(device, null, context.RequestAborted);
            var body = await ReadAsync(context);
            if (HikvisionEvents.FindJson(context.Request.ContentType, body) is not { } json
                || !HikvisionEvents.TryRead(json, out var punch))
            {
                return Results.Problem("The body holds no event.", statusCode: StatusCodes.Status400BadRequest);
            }

            if (punch is not null)
            {
                await punches.TakeAsync(device, [punch], null, context.RequestAborted);
            }

            return Results.Ok();
        }
        catch (Exception fault) when (fault is JournalUnavailableException or EngineBusyException)
        {
            return Results.Problem("Try again.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>Reads what comes; a body that ends too early is used as far as it goes.</summary>
    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = BodyBytesMax;
        }

        using var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status400BadRequest)
        {
            // Cut off in a picture, most likely; the event stands before it.
        }

        return body.ToArray();
    }
}
