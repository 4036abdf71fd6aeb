using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.Devices;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Ingest.Devices;
using Supervision.Silo.Devices;
using Supervision.Tests.Support;

namespace Supervision.Tests.Devices;

/// <summary>ZKTeco terminals at the door of the real system; its clock starts on Monday 2018-10-15 at 09:00.</summary>
public sealed class ZkDoorTests : IAsyncLifetime
{
    private static readonly DateTime Morning = new(2018, 10, 15, 8, 55, 0, DateTimeKind.Unspecified);

    private readonly MovableTime time = new(ClockSamples.At("2018-10-15 09:00"));
    private readonly TemporaryFolder folder = new();
    private RealSystem system = null!;

    private DeviceStore Store => system.Services.GetRequiredService<DeviceStore>();

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(folder.File("rules.json"), TestRules.Json);
        system = new RealSystem { Time = time, Arguments = ["--Supervision:Rules", folder.File("rules.json")] };
        await system.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await system.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Terminal_RegistersAndUploads_AndPunchesAreFacts()
    {
        var terminal = List("SN1");
        await terminal.RegisterAsync();
        Assert.StartsWith("GET OPTION FROM: SN1\n", terminal.Options, StringComparison.Ordinal);
        Assert.Contains("\nATTLOGStamp=0\n", terminal.Options, StringComparison.Ordinal);
        Assert.Contains("\nTimeZone=8\n", terminal.Options, StringComparison.Ordinal);
        Assert.DoesNotContain("AttPhoto", terminal.Options, StringComparison.Ordinal);
        terminal.Recognise("U1", Morning);
        terminal.Recognise("U1", Morning.AddHours(-15), status: 1);
        await terminal.UploadAsync();
        Assert.Equal("OK: 2", terminal.LastAnswer);
        var punches = await PunchesOfAsync("U1");
        Assert.Equal(
            [("out", "2018-10-14T17:55:00+08:00"), ("in", "2018-10-15T08:55:00+08:00")],
            punches.Select(one => (
                ((AttendancePunched)one.Data).Direction,
                one.OccurredAt.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture))));
        Assert.All(punches, one => Assert.Equal(
            ("/devices/SN1", "SN1", "face"),
            (one.Source, ((AttendancePunched)one.Data).Device, ((AttendancePunched)one.Data).Verify)));
        await terminal.RegisterAsync();
        Assert.Contains("\nATTLOGStamp=9999\n", terminal.Options, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_SentThreeTimes_CountsOnce()
    {
        var terminal = List("SN1");
        var body = Encoding.ASCII.GetBytes("U1\t2018-10-15 08:55:00\t0\t15\r\nU1\t2018-10-15 08:55:00\t0\t15\n");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("OK: 2", await terminal.PostAsync("ATTLOG", body));
        }

        Assert.Single(await PunchesOfAsync("U1"));
    }

    [Fact]
    public async Task Terminal_OnNoList_IsTurnedAwayInItsOwnForm_AndCounted()
    {
        var stranger = new ZkTerminal(system.Stranger, "SN9");
        stranger.Recognise("U1", Morning);
        await stranger.UploadAsync();
        await stranger.UploadAsync();
        Assert.Equal(HttpStatusCode.Forbidden, stranger.LastStatus);
        Assert.StartsWith("ERROR: ", stranger.LastAnswer, StringComparison.Ordinal);
        var seen = Assert.Single(Store.Strangers());
        Assert.Equal(("SN9", 2L), (seen.Serial, seen.Times));
        Assert.Empty(await PunchesOfAsync("U1"));
        List("SN9");
        Assert.Empty(Store.Strangers());
        await stranger.UploadAsync(); // it has kept what was not taken
        Assert.Single(await PunchesOfAsync("U1"));
    }

    [Fact]
    public async Task Terminal_WithAKey_HasToShowItOnce()
    {
        Store.Put(new Device("SN1", DeviceBrand.ZkTeco, "门口", "H1", null), "k-123");
        var forged = new ZkTerminal(system.Stranger, "SN1");
        await forged.RegisterAsync();
        Assert.Equal(HttpStatusCode.Forbidden, forged.LastStatus);
        var wrong = new ZkTerminal(system.Stranger, "SN1", "k-124");
        await wrong.RegisterAsync();
        Assert.Equal(HttpStatusCode.Forbidden, wrong.LastStatus);
        var right = new ZkTerminal(system.Stranger, "SN1", "k-123");
        await right.RegisterAsync();
        Assert.Equal(HttpStatusCode.OK, right.LastStatus);
        right.Recognise("U1", Morning);
        await right.UploadAsync(); // carries no key
        Assert.Equal("OK: 1", right.LastAnswer);
    }

    [Fact]
    public async Task UnknownPin_IsKept_AndCountedOnceSomebodySaysWhoseItIs()
    {
        var terminal = List("SN1");
        var chinese = CodePagesEncodingProvider.Instance.GetEncoding("GB2312")!;
        var persons = chinese.GetBytes("USER PIN=17\tName=张一\tPri=0\nOPLOG 4\t1\t2018-10-15 08:00:00\t0\t0\t0\t0\n");
        Assert.Equal("OK: 2", await terminal.PostAsync("OPERLOG", persons));
        terminal.Recognise("17", Morning);
        await terminal.UploadAsync();
        Assert.Equal("OK: 1", terminal.LastAnswer);
        var kept = Assert.Single(Store.Kept());
        Assert.Equal(("17", "pin", "张一"), (kept.Punch.Pin, kept.Why, kept.PersonName));
        Assert.Empty(await PunchesOfAsync("U1"));

        Store.Assign(null, "17", "U1");
        var door = system.Services.GetRequiredService<PunchDoor>();
        var device = Store.List().Single().Device;
        Assert.Equal(1, await door.CountKeptAsync(device, "17", CancellationToken.None));
        Assert.Equal(0, await door.CountKeptAsync(device, "17", CancellationToken.None));
        Assert.Empty(Store.Kept());
        Assert.Single(await PunchesOfAsync("U1"));
        await terminal.PostAsync("ATTLOG", Encoding.ASCII.GetBytes("17\t2018-10-15 08:55:00\t0\t15\n")); // again
        Assert.Single(await PunchesOfAsync("U1"));
    }

    [Fact]
    public async Task Punch_OfAClockThatIsYearsAhead_IsKeptWithTheReason_AndTheDriftIsShown()
    {
        var terminal = List("SN1");
        terminal.Recognise("U1", Morning.AddYears(2));
        terminal.Recognise("U2", Morning.AddMinutes(1));
        await terminal.UploadAsync();
        Assert.Equal("OK: 2", terminal.LastAnswer);
        Assert.Contains("ahead of now", Assert.Single(Store.Kept()).Why, StringComparison.Ordinal);
        Assert.Single(await PunchesOfAsync("U2"));
        Assert.InRange(Store.List().Single().State.Drift!.Value.TotalDays, 730, 732);
    }

    [Fact]
    public async Task Punch_OfAClockThatFellBackToTheYear2000_IsKeptWithTheReason_AndOpensNoDays()
    {
        var terminal = List("SN1");
        terminal.Recognise("U1", new DateTime(2000, 1, 1, 0, 3, 0, DateTimeKind.Unspecified));
        terminal.Recognise("U2", Morning.AddDays(-31));
        await terminal.UploadAsync();
        Assert.Equal("OK: 2", terminal.LastAnswer);
        Assert.Equal(
            "time: 2000-01-01T00:03:00+08:00 is more than 32 days behind now", Assert.Single(Store.Kept()).Why);
        Assert.Empty(await PunchesOfAsync("U1"));
        Assert.Single(await PunchesOfAsync("U2"));
    }

    [Fact]
    public async Task Drift_OfAClockThatIsSetBack_IsMeasuredAnew_AndItsPunchesKeepWhatItShows()
    {
        var terminal = List("SN1");
        for (var second = 0; second < 40; second++)
        {
            terminal.Recognise("U1", Morning.AddMinutes(5).AddSeconds(-second));
        }

        await terminal.UploadAsync();
        Assert.InRange(Store.StateOf("SN1").Drift!.Value.TotalMinutes, -1, 1);
        await terminal.SetClockAsync(TimeSpan.FromMinutes(-40), Morning.AddMinutes(5));
        terminal.Recognise("U2", Morning.AddMinutes(5));
        await terminal.UploadAsync();
        Assert.InRange(Store.StateOf("SN1").Drift!.Value.TotalMinutes, -42, -39);
        Assert.Equal(ClockSamples.At("2018-10-15 08:20"), Assert.Single(await PunchesOfAsync("U2")).OccurredAt);
    }

    [Fact]
    public async Task Gap_OfTwoDays_IsAskedForAndReconciled()
    {
        var terminal = List("SN1");
        await terminal.RegisterAsync();
        terminal.Recognise("U1", Morning);
        await terminal.UploadAsync();
        await terminal.PollAsync();
        Assert.Empty(terminal.Orders);

        time.MoveTo(ClockSamples.At("2018-10-17 09:00"));
        for (var day = 0; day < 2; day++)
        {
            terminal.Recognise("U1", Morning.AddDays(day).AddHours(8), status: 1);
            terminal.Recognise("U1", Morning.AddDays(day + 1));
        }

        terminal.SkipNext = 3; // its stamp was moved on over three of them: they would never come by themselves
        await terminal.UploadAsync();
        Assert.Equal(2, (await PunchesOfAsync("U1")).Count);
        await terminal.PollAsync();
        Assert.Equal(["DATA QUERY ATTLOG", "VERIFY SUM ATTLOG"], terminal.Orders.Select(OrderOf));
        Assert.Equal(5, (await PunchesOfAsync("U1")).Count);
        Assert.Equal(0, Store.List().Single().State.Backlog);
        await terminal.PollAsync();
        Assert.Equal(2, terminal.Orders.Count);
    }

    [Fact]
    public async Task Count_ThatDiffersOnTheNextDay_IsAskedForUntilItBringsNoMore()
    {
        var terminal = List("SN1");
        terminal.Recognise("U1", Morning);
        terminal.Recognise("U1", Morning.AddMinutes(5));
        terminal.SkipNext = 1;
        await terminal.UploadAsync();
        for (var hour = 0; hour < 15 * 60; hour += 9)
        {
            time.MoveTo(ClockSamples.At("2018-10-15 09:01").AddMinutes(hour));
            await terminal.PollAsync(); // never silent for long
        }

        time.MoveTo(ClockSamples.At("2018-10-16 00:01"));
        await terminal.PollAsync();
        Assert.Equal(["VERIFY SUM ATTLOG"], terminal.Orders.Select(OrderOf));
        Assert.Equal(1, Store.List().Single().State.Backlog);
        await terminal.PollAsync();
        Assert.Equal(0, Store.List().Single().State.Backlog);
        Assert.Equal(2, (await PunchesOfAsync("U1")).Count);
    }

    [Fact]
    public async Task Body_OfGarbage_IsTakenOffItsHands_AndHarmsNothing()
    {
        var terminal = List("SN1");
        var random = new Random(7);
        var noise = new byte[900_000];
        random.NextBytes(noise);
        await terminal.PostAsync("ATTLOG", noise);
        Assert.Equal(HttpStatusCode.OK, terminal.LastStatus);
        Assert.Equal("OK: 3", await terminal.PostAsync(
            "ATTLOG", Encoding.ASCII.GetBytes("U1\t2018-13-45 08:00:00\t0\t15\nU1\nU2\t2018-10-15 08:50:00\t0\t1")));
        Assert.Single(await PunchesOfAsync("U2"));
        await terminal.PostAsync("ATTPHOTO", noise);
        Assert.Equal("OK", terminal.LastAnswer);
    }

    [Fact]
    public async Task Body_CutOffInTheMiddle_IsNotTaken_AndCountsOnceWhenItIsSentAgain()
    {
        var terminal = List("SN1");
        const string record = "U1\t2018-10-15 08:55:00\t0\t15\nU2\t2018-10-15 08:56:00\t0\t15\n";
        using (var line = new TcpClient())
        {
            await line.ConnectAsync(system.Address.Host, system.Address.Port);
            var stream = line.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                "POST /iclock/cdata?SN=SN1&table=ATTLOG&Stamp=1 HTTP/1.1\r\nHost: terminal\r\n"
                + $"Content-Length: {record.Length}\r\n\r\n{record[..40]}"));
            line.Client.Shutdown(SocketShutdown.Send);
            var answer = new byte[64];
            var length = await stream.ReadAsync(answer);
            Assert.DoesNotContain("200", Encoding.ASCII.GetString(answer, 0, length), StringComparison.Ordinal);
        }

        Assert.Empty(await PunchesOfAsync("U1"));
        Assert.Equal("OK: 2", await terminal.PostAsync("ATTLOG", Encoding.ASCII.GetBytes(record)));
        Assert.Single(await PunchesOfAsync("U1"));
        Assert.Single(await PunchesOfAsync("U2"));
    }

    [Fact]
    public async Task Operations_AreNotedOnceEach()
    {
        var terminal = List("SN1");
        var log = Encoding.ASCII.GetBytes(
            "OPLOG 13\t1\t2018-10-15 08:00:00\t0\t0\t0\t0\nOPLOG 21\t1\t2018-10-15 08:01:00\t0\t0\t0\t0\n");
        await terminal.PostAsync("OPERLOG", log);
        await terminal.PostAsync("OPERLOG", log);
        Assert.Equal(
            [DeviceOperation.SetTime, DeviceOperation.ClearedData],
            Store.OperationsOf("SN1").Select(operation => operation.Code));
        var (_, alerts) = await system.GetAsync("/api/alerts?kind=finding&hall=H1");
        Assert.Equal(
            ["device.cleared:20181015T000000", "device.clockSet:20181015T000100"],
            alerts.GetProperty("items").EnumerateArray().Select(alert => alert.GetProperty("code").GetString())
                .Order(StringComparer.Ordinal));
    }

    private static string OrderOf(string order) => order[..order.IndexOf(" Start", StringComparison.Ordinal)];

    private ZkTerminal List(string serial)
    {
        Store.Put(new Device(serial, DeviceBrand.ZkTeco, "门口", "H1", null), null);
        return new ZkTerminal(system.Stranger, serial);
    }

    /// <summary>Every punch the journal holds for a staff member, by event time.</summary>
    private async Task<IReadOnlyList<Fact>> PunchesOfAsync(string staff)
    {
        var journal = system.Services.GetRequiredService<IJournal>();
        var entries = await journal.ReadAsync(0, (int)Math.Max(1, journal.Head.Sequence), CancellationToken.None);
        return
        [
            .. entries.Where(entry => entry.Turn.Stream == new StreamId(EntityKind.Staff, staff))
                .SelectMany(entry => entry.Turn.Events).OfType<FactRecorded>().Select(recorded => recorded.Fact)
                .Where(fact => fact.Data is AttendancePunched)
                .OrderBy(fact => fact.OccurredAt),
        ];
    }
}
