using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.Devices;
using Supervision.Core.Ports;

namespace Supervision.Ingest.Devices.ZkTeco;

/// <summary>
/// The door of ZKTeco terminals, PUSH protocol over <c>/iclock</c>. It does its own authorisation, by serial number,
/// address and key. Whatever is not answered with OK the terminal sends again, so OK is said once it is durable.
/// </summary>
internal sealed class ZkDoor(
    IDevices devices, PunchDoor punches, ZkBackfill backfill, IRuleShelf rules, TimeProvider time)
{
    private const int BodyBytesMax = 8 << 20;
    private const int SerialMax = 64;
    private const string Ok = "OK";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/iclock/cdata", context => Of(context).ServeAsync(context, Of(context).RegisterAsync));
        endpoints.MapPost("/iclock/cdata", context => Of(context).ServeAsync(context, Of(context).TakeAsync));
        endpoints.MapGet("/iclock/getrequest", context => Of(context).ServeAsync(context, Of(context).TellAsync));
        endpoints.MapPost("/iclock/devicecmd", context => Of(context).ServeAsync(context, Of(context).HearAnswerAsync));
        endpoints.MapGet("/iclock/ping", context => Of(context).ServeAsync(context, PingAsync));
    }

    private static ZkDoor Of(HttpContext context) => context.RequestServices.GetRequiredService<ZkDoor>();

    private TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(rules.Current.Zone);

    /// <summary>Lets a terminal in and writes the answer in its own form: plain text.</summary>
    private async Task ServeAsync(HttpContext context, Func<HttpContext, Device, Task<string>> serve)
    {
        var serial = context.Request.Query["SN"].ToString();
        var key = context.Request.Query["pushcommkey"].ToString();
        var (status, answer) = (StatusCodes.Status200OK, "");
        if (serial.Length is 0 or > SerialMax || serial.Any(char.IsControl))
        {
            (status, answer) = (StatusCodes.Status400BadRequest, "ERROR: SN is missing");
        }
        else if (devices.Admit(serial, key.Length > 0 ? key : null, AddressOf(context)) is not { } device)
        {
            (status, answer) = (StatusCodes.Status403Forbidden, "ERROR: this device is not on the list");
        }
        else
        {
            try
            {
                backfill.Check(device, Zone);
                await punches.HearAsync(device, FirmwareOf(context.Request), context.RequestAborted);
                answer = await serve(context, device);
            }
            catch (Exception fault) when (fault is JournalUnavailableException or EngineBusyException)
            {
                (status, answer) = (StatusCodes.Status503ServiceUnavailable, "ERROR: try again");
            }
            catch (BadHttpRequestException fault)
            {
                (status, answer) = (fault.StatusCode, "ERROR: the body cannot be read");
            }
        }

        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain";
        await context.Response.WriteAsync(answer, Encoding.UTF8, context.RequestAborted);
    }

    /// <summary>
    /// Registration. Only attendance and operations are asked for: templates and pictures of faces stay on the
    /// terminal.
    /// </summary>
    private Task<string> RegisterAsync(HttpContext context, Device device)
    {
        var offset = Zone.GetUtcOffset(time.GetUtcNow());
        var zone = offset.Minutes == 0 ? offset.TotalHours : offset.TotalMinutes;
        return Task.FromResult(string.Join('\n',
        [
            "GET OPTION FROM: " + device.Serial,
            "ATTLOGStamp=" + (devices.StateOf(device.Serial).Stamp ?? "0"), "OPERLOGStamp=0", "ATTPHOTOStamp=None",
            "ErrorDelay=30", "Delay=10", "TransTimes=00:00;14:05", "TransInterval=1",
            "TransFlag=TransData AttLog\tOpLog\tEnrollUser\tChgUser",
            string.Create(CultureInfo.InvariantCulture, $"TimeZone={zone}"), "Realtime=1", "Encrypt=None",
            "ServerVer=2.4.1", "PushProtVer=2.4.1", "SupportPing=1", "",
        ]));
    }

    private static Task<string> PingAsync(HttpContext context, Device device) => Task.FromResult(Ok);

    private async Task<string> TakeAsync(HttpContext context, Device device)
    {
        var table = context.Request.Query["table"].ToString();
        var isAttendance = table.Equals("ATTLOG", StringComparison.OrdinalIgnoreCase);
        var body = await ReadAsync(context);
        if (!isAttendance && !table.Equals("OPERLOG", StringComparison.OrdinalIgnoreCase))
        {
            return Ok; // pictures, templates and settings: taken off its hands and not kept
        }

        var text = ZkRecords.Decode(body);
        var upload = isAttendance ? ZkRecords.ReadAttendance(text, Zone) : ZkRecords.ReadOperations(text, Zone);
        foreach (var (pin, name) in upload.Persons)
        {
            devices.NotePerson(device.Serial, pin, name);
        }

        await punches.TakeAsync(device, upload.Operations, context.RequestAborted);
        var stamp = isAttendance ? StampOf(context.Request) : null;
        await punches.TakeAsync(device, upload.Punches, stamp, context.RequestAborted);
        return string.Create(CultureInfo.InvariantCulture, $"OK: {upload.Lines}");
    }

    private Task<string> TellAsync(HttpContext context, Device device)
    {
        var orders = devices.OrdersFor(device.Serial, time.GetUtcNow());
        return Task.FromResult(orders.Count == 0
            ? Ok
            : string.Join('\n', orders.Select(order =>
                string.Create(CultureInfo.InvariantCulture, $"C:{order.Id}:{order.Text}"))) + "\n");
    }

    private async Task<string> HearAnswerAsync(HttpContext context, Device device)
    {
        foreach (var line in ZkRecords.Decode(await ReadAsync(context)).Split('\n'))
        {
            backfill.Answered(device, ZkPairs.Read(line.TrimEnd('\r'), '&'), Zone);
        }

        return Ok;
    }

    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = BodyBytesMax;
        }

        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return body.ToArray();
    }

    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";

    private static string? StampOf(HttpRequest request) =>
        request.Query["Stamp"].ToString() is { Length: > 0 and <= 20 } stamp && stamp.All(char.IsAsciiDigit)
            ? stamp
            : null;

    /// <summary>The first value of INFO is the firmware.</summary>
    private static string? FirmwareOf(HttpRequest request) =>
        request.Query["INFO"].ToString().Split(',')[0] is { Length: > 0 and <= SerialMax } firmware ? firmware : null;
}
