using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.Devices;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Ingest.Devices.Hikvision;
using Supervision.Silo.Devices;
using Supervision.Tests.Support;

namespace Supervision.Tests.Devices;

/// <summary>Hikvision terminals at the door of the real system.</summary>
public sealed class HikvisionDoorTests : IAsyncLifetime
{
    private const string Event = """
        {"ipAddress":"192.0.2.7","macAddress":"00:00:5e:00:53:01","dateTime":"2018-10-15T08:55:07+08:00",
         "eventType":"AccessControllerEvent","eventState":"active","AccessControllerEvent":{"deviceName":"门口",
         "majorEventType":5,"subEventType":75,"name":"张一","employeeNoString":"U1","attendanceStatus":"checkOut"}}
        """;

    private const string Parts = "multipart/form-data; boundary=MIME_boundary";

    private readonly MovableTime time = new(ClockSamples.At("2018-10-15 09:00"));
    private readonly TemporaryFolder folder = new();
    private RealSystem system = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(folder.File("rules.json"), TestRules.Json);
        system = new RealSystem { Time = time, Arguments = ["--Supervision:Rules", folder.File("rules.json")] };
        await system.InitializeAsync();
        system.Services.GetRequiredService<DeviceStore>()
            .Put(new Device("HK1", DeviceBrand.Hikvision, "门口", "H1", null), "k-1");
    }

    public async ValueTask DisposeAsync()
    {
        await system.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Event_AsJsonAndAsMultipart_WithACutPicture_CountsOnce()
    {
        Assert.Equal(HttpStatusCode.OK, await SendAsync("application/json", Encoding.UTF8.GetBytes(Event)));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(Parts, Multipart(whole: true)));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(Parts, Multipart(whole: false)));
        var journal = system.Services.GetRequiredService<IJournal>();
        var punch = (await journal.ReadAsync(0, 100, CancellationToken.None))
            .Where(entry => entry.Turn.Stream == new StreamId(EntityKind.Staff, "U1"))
            .SelectMany(entry => entry.Turn.Events).OfType<FactRecorded>().Single().Fact;
        Assert.Equal(ClockSamples.At("2018-10-15 08:55").AddSeconds(7), punch.OccurredAt);
        Assert.Equal("out", ((AttendancePunched)punch.Data).Direction);
    }

    [Theory]
    [InlineData("/devices/hikvision?sn=HK1", HttpStatusCode.Forbidden)]
    [InlineData("/devices/hikvision?sn=HK1&key=k-2", HttpStatusCode.Forbidden)]
    [InlineData("/devices/hikvision?sn=HK2&key=k-1", HttpStatusCode.Forbidden)]
    [InlineData("/devices/hikvision", HttpStatusCode.BadRequest)]
    public async Task Terminal_ThatMayNotSpeak_IsTurnedAway(string path, HttpStatusCode status) =>
        Assert.Equal(status, await SendAsync("application/json", Encoding.UTF8.GetBytes(Event), path));

    [Theory]
    [InlineData("", false, false)]
    [InlineData("{", false, false)]
    [InlineData("[1]", false, false)]
    [InlineData("""{"eventType":"heartBeat"}""", true, false)]
    [InlineData("""{"eventType":"AccessControllerEvent","AccessControllerEvent":{"subEventType":76}}""", true, false)]
    [InlineData("""{"eventType":"AccessControllerEvent","AccessControllerEvent":{"subEventType":"75"}}""", true, false)]
    [InlineData(Event, true, true)]
    [InlineData(Event + "\r\n--cut", true, true)]
    public void Body_IsReadAsFarAsItGoes(string body, bool isEvent, bool isPunch)
    {
        Assert.Equal(isEvent, HikvisionEvents.TryRead(Encoding.UTF8.GetBytes(body), out var punch));
        Assert.Equal(isPunch, punch is not null);
    }

    private static byte[] Multipart(bool whole) =>
    [
        .. Encoding.UTF8.GetBytes(
            "--MIME_boundary\r\nContent-Disposition: form-data; name=\"event_log\"\r\n"
            + "Content-Type: application/json\r\n\r\n" + Event
            + "\r\n--MIME_boundary\r\nContent-Disposition: form-data; name=\"Picture\"; filename=\"p.jpg\"\r\n"
            + "Content-Type: image/jpeg\r\n\r\n"),
        0xFF, 0xD8, 0xFF, 0xE0, (byte)'{', 0,
        .. Encoding.UTF8.GetBytes(whole ? "\r\n--MIME_boundary--\r\n" : ""),
    ];

    private async Task<HttpStatusCode> SendAsync(
        string mediaType, byte[] body, string path = "/devices/hikvision?sn=HK1&key=k-1")
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        using var answer = await system.Stranger.PostAsync(path, content);
        return answer.StatusCode;
    }
}
