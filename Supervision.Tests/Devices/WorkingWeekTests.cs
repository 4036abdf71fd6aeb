using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.Devices;
using Supervision.Ingest.Devices;
using Supervision.Silo.Devices;
using Supervision.Tests.Support;

namespace Supervision.Tests.Devices;

/// <summary>
/// A working week of 300 people at six terminals, over real HTTP. One terminal is cut off for two days, one sends
/// everything twice, one has its clock set back, one knows numbers nobody has explained yet.
/// </summary>
public sealed class WorkingWeekTests : IAsyncLifetime
{
    private const int CutOff = 3;
    private const int Repeating = 2;
    private const int SetBack = 5;
    private const string Explained = "S298"; // whose number on the terminal is another

    private static readonly TimeSpan Lead = TimeSpan.FromMinutes(-30);
    private static readonly DateTime SetBackAt = PlannedWeek.Day(3, "09:20");
    private static readonly DateTime SetRightAt = PlannedWeek.Day(3, "12:40");
    private static readonly DateTime CutOffAt = PlannedWeek.Day(2, "10:00");
    private static readonly DateTime BackAt = PlannedWeek.Day(4, "10:00");

    private static readonly string[] Looks =
    [
        "08:59:50", "09:32:00", "12:00:10", "13:29:50", "14:02:00", "17:50:00",
    ];

    private readonly MovableTime time = new(ClockSamples.At("2018-09-24 08:00"));
    private readonly PlannedWeek week = new();
    private readonly ZkTerminal[] terminals = new ZkTerminal[6];
    private readonly TemporaryFolder folder = new();
    private RealSystem system = null!;
    private DateTime looked = PlannedWeek.Monday;

    private DeviceStore Store => system.Services.GetRequiredService<DeviceStore>();

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(folder.File("rules.json"), RulesText());
        system = new RealSystem { Time = time, Arguments = ["--Supervision:Rules", folder.File("rules.json")] };
        await system.InitializeAsync();
        for (var i = 0; i < terminals.Length; i++)
        {
            Store.Put(new Device($"SN{i + 1}", DeviceBrand.ZkTeco, $"{i + 1}号门", "H1", null), null);
            terminals[i] = new ZkTerminal(system.Stranger, $"SN{i + 1}");
            await terminals[i].RegisterAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await system.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Week_EqualsAPlainSheet_AndEveryFalseFindingIsWithdrawn()
    {
        await SayLeavesAsync();
        await LiveUntilAsync(SetBackAt);
        await terminals[SetBack - 1].SetClockAsync(Lead, SetBackAt);
        await LiveUntilAsync(PlannedWeek.PromptAt.AddSeconds(5));
        Assert.InRange(
            Store.StateOf($"SN{SetBack}").Drift!.Value, Lead - TimeSpan.FromMinutes(1), Lead + TimeSpan.FromMinutes(1));
        await LiveUntilAsync(SetRightAt);
        await terminals[SetBack - 1].SetClockAsync(TimeSpan.Zero, SetRightAt);

        await LiveUntilAsync(PlannedWeek.Day(4, "09:32"));
        var accused = Expected(PlannedWeek.Monday.AddDays(3), isHeard: false).ToHashSet();
        await AgreeAsync(accused, "2018-09-27");

        await LiveUntilAsync(PlannedWeek.Day(6, "12:00:10"));
        Store.Assign(null, "9298", Explained);
        var door = system.Services.GetRequiredService<PunchDoor>();
        await door.CountKeptAsync(Store.List().Single(one => one.Device.Serial == "SN6").Device, "9298", default);
        await LiveUntilAsync(PlannedWeek.Day(7, "00:10"));

        await AgreeAsync([.. PlannedWeek.WorkedDays.SelectMany(day => Expected(day, isHeard: true))], "");
        foreach (var day in PlannedWeek.WorkedDays.Prepend(PlannedWeek.Monday))
        {
            Assert.Equal(SheetOf(day), await ReadSheetAsync(day));
        }

        var guilty = Expected(PlannedWeek.Monday.AddDays(3), isHeard: true).ToHashSet();
        var revoked = await FindingsAsync("revoked", "attendance.");
        Assert.Equal([], accused.Except(guilty).Except(revoked));
        Assert.NotEqual([], accused.Except(guilty).Order().Take(1)); // there was something to withdraw
        Assert.Equal(
            ["SN5 device.clockSet:20180927T005000", "SN5 device.clockSet:20180927T044000"],
            (await FindingsAsync("open", "device.")).Order());
        Assert.All(Store.List(), one => Assert.Equal(0, one.State.Backlog));
        Assert.Empty(Store.Kept());
    }

    /// <summary>Lets time pass until an instant, and everything happen at the terminals that is planned.</summary>
    private async Task LiveUntilAsync(DateTime until)
    {
        var next = Enumerable.Range(0, 7)
            .SelectMany(day => Looks.Select(look => PlannedWeek.Day(day, look)))
            .Where(at => at > looked && at < until).Append(until);
        foreach (var now in next)
        {
            time.MoveTo(new DateTimeOffset(now, TimeSpan.FromHours(8)));
            for (var i = 0; i < terminals.Length; i++)
            {
                foreach (var punch in week.All.Where(punch => PlannedWeek.TerminalOf(punch.Staff) == i + 1
                    && punch.At > looked && punch.At <= now).OrderBy(punch => punch.At))
                {
                    terminals[i].Recognise(PinOf(punch.Staff), punch.At, punch.Status);
                }

                if (i + 1 != CutOff || now < CutOffAt || now >= BackAt)
                {
                    await SpeakAsync(i);
                }
            }

            looked = now;
        }
    }

    private async Task SpeakAsync(int terminal)
    {
        if (terminal + 1 == CutOff && looked < BackAt && looked > CutOffAt)
        {
            terminals[terminal].SkipNext = 40; // its mark of what went out was wrong: those have to be asked for
        }

        await terminals[terminal].UploadAsync();
        if (terminal + 1 == Repeating)
        {
            terminals[terminal].LoseAnswer();
            await terminals[terminal].UploadAsync();
        }

        await terminals[terminal].PollAsync();
    }

    private static string PinOf(string staff) => staff == Explained ? "9298" : staff;

    /// <summary>A punch as its terminal wrote it down: what the clock on the wall showed, true or not.</summary>
    private static TruePunch Written(TruePunch punch) =>
        PlannedWeek.TerminalOf(punch.Staff) == SetBack && punch.At > SetBackAt && punch.At <= SetRightAt
            ? punch with { At = punch.At + Lead }
            : punch;

    private string[] HalvesOf(string staff, DateTime day, bool isHeard) => PlainSheet.Read(
        day,
        week.All.Where(punch => punch.Staff == staff && punch.At.Date == day
            && (isHeard || PlannedWeek.TerminalOf(staff) != CutOff)).Select(Written),
        PlannedWeek.Leaves.Where(leave => leave.Staff == staff));

    /// <summary>Findings of a day, with or without what the terminal that is cut off has not told.</summary>
    private IEnumerable<string> Expected(DateTime day, bool isHeard) =>
        from staff in PlannedWeek.Staff
        where isHeard || staff != Explained
        from half in HalvesOf(staff, day, isHeard).Select((status, part) => (status, part))
        from code in PlainSheet.FindingsOf(half.status)
        select FormattableString.Invariant($"{staff} {code}:{day:yyyy-MM-dd}:{half.part + 1}");

    private List<string> SheetOf(DateTime day) =>
    [
        .. PlannedWeek.WorkedDays.Contains(day)
            ? PlannedWeek.Staff.Select(staff => $"{staff} {string.Join(' ', HalvesOf(staff, day, isHeard: true))}")
            : week.All.Where(punch => punch.At.Date == day).Select(punch => punch.Staff + " ").Distinct(),
    ];

    private async Task<List<string>> ReadSheetAsync(DateTime day)
    {
        var (status, answer) = await system.GetAsync(FormattableString.Invariant(
            $"/api/attendance?date={day:yyyy-MM-dd}&limit=1000"));
        Assert.Equal(HttpStatusCode.OK, status);
        return
        [
            .. answer.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("staff").GetString() + " "
                + string.Join(' ', row.GetProperty("halves").EnumerateArray()
                    .Select(half => half.GetProperty("status").GetString()))).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Deadlines fire beside the requests: asks until the findings that stand are the expected ones.</summary>
    private async Task AgreeAsync(HashSet<string> expected, string day)
    {
        var patience = TimeProvider.System.GetTimestamp();
        List<string> standing;
        do
        {
            standing = await FindingsAsync("open", "attendance.");
            standing.RemoveAll(one => !one.Contains(day, StringComparison.Ordinal));
        }
        while (!expected.SetEquals(standing) && TimeProvider.System.GetElapsedTime(patience).TotalSeconds < 15);
        Assert.Equal(expected.Order(StringComparer.Ordinal), standing.Order(StringComparer.Ordinal));
    }

    private async Task<List<string>> FindingsAsync(string state, string code)
    {
        List<string> found = [];
        string? after = null;
        do
        {
            var (_, answer) = await system.GetAsync(
                $"/api/alerts?kind=finding&state={state}&limit=1000{(after is null ? "" : "&after=" + after)}");
            found.AddRange(answer.GetProperty("items").EnumerateArray()
                .Where(alert => alert.GetProperty("code").GetString()!.StartsWith(code, StringComparison.Ordinal))
                .Select(alert => alert.GetProperty("subject").GetString()!.Split('/')[^1] + " "
                    + alert.GetProperty("code").GetString()));
            after = answer.GetProperty("next").GetString();
        }
        while (after is not null);
        return found;
    }

    private async Task SayLeavesAsync()
    {
        var lines = PlannedWeek.Leaves.Select((leave, i) => JsonSerializer.Serialize(new
        {
            specversion = "1.0",
            id = i.ToString(CultureInfo.InvariantCulture),
            source = "/leave",
            type = leave.Approved ? "leave.approved" : "leave.cancelled",
            subject = leave.Staff,
            time = ClockSamples.At("2018-09-24 07:00").AddMinutes(i),
            data = new
            {
                from = new DateTimeOffset(leave.From, TimeSpan.FromHours(8)),
                to = new DateTimeOffset(leave.To, TimeSpan.FromHours(8)),
            },
        }));
        var (status, answer) = await system.PostAsync(string.Join('\n', lines));
        Assert.Equal((HttpStatusCode.OK, 9), (status, answer.GetProperty("accepted").GetInt32()));
    }

    private static string RulesText() => JsonSerializer.Serialize(new
    {
        organisation = new
        {
            name = "测试市",
            halls = new[] { new { id = "H1", name = "政务服务中心", kind = "hall" } },
            staff = PlannedWeek.Staff.Select(id => new { id, name = id, hall = "H1" }),
        },
        items = new[] { new { id = "ITEM", name = "事项", promised = new { amount = 7, unit = "workingDay" } } },
    });
}
