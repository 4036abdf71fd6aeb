using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Supervision.Core.People;
using Supervision.Tests.Support;

namespace Supervision.Tests.Halls;

/// <summary>
/// The pages about halls in the whole system. It is Friday 2018-10-19, 10:00; W01 of H1 is held by U1, U2 stands in.
/// </summary>
public sealed class HallPagesTests : IAsyncLifetime
{
    private const string Password = "swordfish-2026";

    private readonly MovableTime time = new(ClockSamples.At("2018-10-19 10:00"));
    private readonly TemporaryFolder folder = new();
    private readonly List<Visitor> visitors = [];
    private RealSystem system = null!;
    private int facts;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(folder.File("rules.json"), TestRules.Json);
        system = new RealSystem
        {
            Time = time,
            Arguments = ["--Supervision:Rules", folder.File("rules.json")],
        };
        await system.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        visitors.ForEach(visitor => visitor.Dispose());
        await system.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Attendance_ForAClerk_IsTheirOwnAlone()
    {
        await SendAsync("attendance.punched", "U1", "2018-10-19 08:55", new { direction = "in" });
        await SendAsync("attendance.punched", "U2", "2018-10-19 09:10", new { direction = "in" });
        var clerk = await EnterAsync("张一", Role.Clerk, "H1", "U1");
        var sheet = await clerk.Http.GetStringAsync("/attendance");
        Assert.Contains("data-id=\"U1\"", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain("data-id=\"U2\"", sheet, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "张二", await clerk.Http.GetStringAsync("/attendance/download?staff=U2"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "\"U2\"", await clerk.Http.GetStringAsync("/api/attendance?staff=U2"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(clerk, "/attendance/U1"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusOfAsync(clerk, "/attendance/U2"));
        var manager = await EnterAsync("王经理", Role.Manager, "H1", null);
        Assert.Contains(
            "data-id=\"U2\"", await manager.Http.GetStringAsync("/attendance"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync(manager, "/attendance/U2"));
    }

    [Fact]
    public async Task Attendance_OfAnAccountWithoutAStaffNumber_IsNobodys()
    {
        await SendAsync("attendance.punched", "U1", "2018-10-19 08:55", new { direction = "in" });
        var clerk = await EnterAsync("张一", Role.Clerk, "H1", null);
        foreach (var path in new[] { "/attendance", "/attendance/download", "/api/attendance" })
        {
            Assert.DoesNotContain("U1", await clerk.Http.ReadAsync(path), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Rating_JustGiven_IsKeptFromThoseWhoMayHaveBeenRated()
    {
        for (var i = 0; i < 6; i++)
        {
            await SendAsync("rating.given", "W01", $"2018-10-18 09:3{i}", new { score = 5, ticket = $"A{i}" });
        }

        await SendAsync("rating.given", "W01", "2018-10-19 09:30", new { score = 1, named = true, comment = "太慢" });
        await SendAsync("rating.given", "W02", "2018-10-18 09:30", new { score = 1 });
        var inspector = await EnterAsync("孙监察", Role.Inspector, null, null);
        var all = await inspector.Http.GetStringAsync("/ratings?by=window");
        Assert.Contains("太慢", all, StringComparison.Ordinal);
        Assert.Contains("6 / 7", all, StringComparison.Ordinal);
        Assert.Contains("data-id=\"W02\"", all, StringComparison.Ordinal);
        Assert.Contains("非常不满意", await inspector.Http.GetStringAsync("/halls"), StringComparison.Ordinal);
        foreach (var role in new[] { Role.Clerk, Role.Manager })
        {
            var rated = await EnterAsync($"{role}", role, "H1", "U1");
            var page = await rated.Http.GetStringAsync("/ratings?by=window&to=2018-10-19");
            Assert.Contains("6 / 6", page, StringComparison.Ordinal); // of yesterday
            Assert.DoesNotContain("太慢", page, StringComparison.Ordinal);
            Assert.DoesNotContain("data-id=\"W02\"", page, StringComparison.Ordinal); // one alone names its giver
            Assert.DoesNotContain("data-id=\"2018-10-19\"", page, StringComparison.Ordinal);
            Assert.DoesNotContain("非常不满意", await rated.Http.GetStringAsync("/halls"), StringComparison.Ordinal);
            Assert.DoesNotContain("非常不满意", await rated.Http.GetStringAsync("/windows/W01"), StringComparison.Ordinal);
            Assert.Contains(
                "\"lastScore\":null", await rated.Http.GetStringAsync("/api/windows/W01"), StringComparison.Ordinal);
            Assert.NotEqual(HttpStatusCode.OK, await PostStatusAsync(rated, "/ratings"));
        }
    }

    [Fact]
    public async Task Callback_IsRecordedOnce_AndLeavesTheQueue()
    {
        await SendAsync("rating.given", "W01", "2018-10-19 09:30", new { score = 1, named = true, comment = "太慢" });
        var inspector = await EnterAsync("孙监察", Role.Inspector, null, null);
        var page = await inspector.Http.GetStringAsync("/ratings");
        var visit = Between(page, "name=\"visit\" value=\"", "\"");
        using var answer = await inspector.SendFormAsync(
            "/ratings", $"callback-{visit}", ("visit", visit), ("subject", "W01"), ("result", "satisfied"),
            ("words", "已解释"), ("key", "1"));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        Assert.Contains("已登记回访结果", text, StringComparison.Ordinal);
        await system.GetAsync("/api/board");
        Assert.DoesNotContain("太慢", await inspector.Http.GetStringAsync("/ratings"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leave_IsAskedForApprovedAndCancelled_AndRefusedWithItsReason()
    {
        var clerk = await EnterAsync("张一", Role.Clerk, "H1", "U1");
        var other = await EnterAsync("张二", Role.Clerk, "H1", "U2");
        var manager = await EnterAsync("王经理", Role.Manager, "H1", null);
        Assert.Contains("已提交", await AskAsync(clerk, "2018-10-22", "2018-10-23", ""), StringComparison.Ordinal);
        Assert.Contains("重叠", await AskAsync(clerk, "2018-10-23", "2018-10-24", ""), StringComparison.Ordinal);
        Assert.Contains("已批准。", await DecideAsync(manager, "approve", "U1-1"), StringComparison.Ordinal);
        var away = await AskAsync(other, "2018-10-23", "2018-10-24", "U1");
        Assert.Contains("顶岗人员当时也在请假", away, StringComparison.Ordinal);
        Assert.Contains(
            "已提交", await AskAsync(other, "2018-10-24", "2018-10-25", "U1"), StringComparison.Ordinal);
        Assert.DoesNotContain("U1-1", await other.Http.ReadAsync("/leave"), StringComparison.Ordinal);
        Assert.Contains("您无权处理", await DecideAsync(other, "approve", "U2-1"), StringComparison.Ordinal);
        Assert.Contains("已撤销。", await DecideAsync(clerk, "cancel", "U1-1"), StringComparison.Ordinal);
        Assert.Contains(
            "已标记为不批准。", await DecideAsync(manager, "refuse", "U2-1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Complaints_WithTheirClocks_AreListedAndDownloaded()
    {
        await SendAsync("complaint.filed", "TS-1", "2018-10-01 09:30", new { hall = "H1", @class = "village" });
        await SendAsync("complaint.filed", "TS-2", "2018-10-18 09:30", new { hall = "T1" });
        var manager = await EnterAsync("王经理", Role.Manager, "H1", null);
        var page = await manager.Http.ReadAsync("/complaints");
        Assert.Contains("TS-1", page, StringComparison.Ordinal);
        Assert.DoesNotContain("TS-2", page, StringComparison.Ordinal);
        Assert.Contains("超 2 天", page, StringComparison.Ordinal);
        var file = await manager.Http.GetStringAsync("/complaints/download");
        Assert.Contains("TS-1", file, StringComparison.Ordinal);
        Assert.DoesNotContain("TS-2", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Satisfaction_OfTheFiguresOfS3_IsTheSameOnPageAndExport()
    {
        var lines = Enumerable.Range(0, 1656).Select(i => Line(
            $"s3-{i}", "rating.given", "W01", "2018-10-18 10:00", new { score = i < 1548 ? 5 : 1, ticket = $"T{i}" }));
        var (status, answer) = await system.PostAsync(string.Join('\n', lines));
        Assert.True(status == HttpStatusCode.OK, answer.ToString());
        await system.GetAsync("/api/board");
        var inspector = await EnterAsync("孙监察", Role.Inspector, null, null);
        foreach (var path in new[] { "/ratings", "/halls", "/windows/W01" })
        {
            var page = await inspector.Http.GetStringAsync(path);
            Assert.Contains("93.48 %", page, StringComparison.Ordinal);
            Assert.Contains("1,548 / 1,656", page, StringComparison.Ordinal);
            Assert.Contains("[92.19 %, 94.57 %]", page, StringComparison.Ordinal);
        }

        Assert.Contains(
            "\"H1\",\"93.48 %\",\"1548\",\"1656\",\"92.19 %\",\"94.57 %\"",
            await inspector.Http.GetStringAsync("/ratings/download"),
            StringComparison.Ordinal);
        var (_, board) = await system.GetAsync("/api/board"); // what the wall draws, see WallTests
        var rate = board.GetProperty("satisfaction");
        Assert.Equal(
            (1548, 1656), (rate.GetProperty("numerator").GetInt64(), rate.GetProperty("denominator").GetInt64()));
        Assert.Equal(0.9348, rate.GetProperty("value").GetDouble(), 4);
        Assert.Equal(0.9219, rate.GetProperty("interval").GetProperty("low").GetDouble(), 4);
        Assert.Equal(0.9457, rate.GetProperty("interval").GetProperty("high").GetDouble(), 4);
    }

    [Fact]
    public async Task Finding_AboutARating_TellsThoseWhoMayHaveBeenRatedNothing()
    {
        await SendAsync("case.accepted", "C-77", "2018-10-19 09:30", new
        {
            item = "PROMISED",
            hall = "H1",
            window = "W01",
            department = "D1",
            handler = "U1",
        });
        await SendAsync("rating.given", "C-77", "2018-10-19 09:50", new { score = 1, named = true });
        var early = await EnterAsync("早经理", Role.Manager, "H1", null);
        await OrdersWithAsync(early.Http, "\"code\":\"rating.bad\"");
        time.MoveTo(ClockSamples.At("2018-10-22 17:00").AddSeconds(1)); // which ends every session
        var inspector = await EnterAsync("孙监察", Role.Inspector, null, null);
        var manager = await EnterAsync("王经理", Role.Manager, "H1", null);
        var orders = await OrdersWithAsync(manager.Http, "\"code\":\"rating.unhandled:");
        Assert.Contains("\"subject\":\"W01\"", orders, StringComparison.Ordinal);
        Assert.DoesNotContain("C-77", orders, StringComparison.Ordinal);
        Assert.Contains(
            "差评未及时回访", await inspector.Http.GetStringAsync("/alerts?kind=finding&hall=H1"),
            StringComparison.Ordinal);
        foreach (var path in new[] { "/alerts", "/alerts/download", "/api/alerts" })
        {
            var seen = await manager.Http.GetStringAsync(path + "?kind=finding");
            Assert.DoesNotContain("rating.", seen, StringComparison.Ordinal);
            Assert.DoesNotContain("差评", seen, StringComparison.Ordinal);
        }
    }

    /// <summary>Orders once they hold a text: reactions and deadlines run beside the requests.</summary>
    private static async Task<string> OrdersWithAsync(HttpClient http, string text)
    {
        var patience = Stopwatch.StartNew();
        while (true)
        {
            var orders = await http.GetStringAsync("/api/orders");
            if (orders.Contains(text, StringComparison.Ordinal) || patience.Elapsed > TimeSpan.FromSeconds(30))
            {
                Assert.Contains(text, orders, StringComparison.Ordinal);
                return orders;
            }

            await Task.Delay(20);
        }
    }

    [Fact]
    public async Task Photos_OfAPatrol_AreShownToWhoMaySeeIt_AndNothingElseIsTaken()
    {
        var inspector = await EnterAsync("孙监察", Role.Inspector, null, null);
        Assert.Contains("不是照片", await SignAsync(inspector, "情况.pdf", SampleFiles.Pdf), StringComparison.Ordinal);
        var refusal = await SignAsync(inspector, "a.png", "GIF89a"u8.ToArray());
        Assert.Contains("data-faults", refusal, StringComparison.Ordinal);
        var page = await SignAsync(inspector, "现场.png", SampleFiles.Png);
        Assert.Contains("alt=\"现场.png\"", page, StringComparison.Ordinal);
        var photo = Between(page, "<img src=\"", "\"");
        using var answer = await inspector.Http.GetAsync(photo);
        Assert.Equal("image/png", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(SampleFiles.Png, await answer.Content.ReadAsByteArrayAsync());
        var elsewhere = await EnterAsync("镇经理", Role.Manager, "T1", null);
        Assert.Equal(HttpStatusCode.NotFound, await StatusOfAsync(elsewhere, photo));
        Assert.DoesNotContain("现场.png", await elsewhere.Http.GetStringAsync("/patrols"), StringComparison.Ordinal);
        var (_, refused) = await system.PostAsync(Line("p", "patrol.recorded", "H1", "2018-10-19 09:00", new
        {
            kind = "patrol",
            photos = new[] { new { hash = new string('0', 64), name = "a.png", sizeBytes = 1, type = "image/png" } },
        }));
        Assert.Contains("data.photos", refused.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_OfLeavePatrolsAndWindows_AreDownloadedAsTheReaderMaySeeThem()
    {
        var clerk = await EnterAsync("张一", Role.Clerk, "H1", "U1");
        var other = await EnterAsync("张二", Role.Clerk, "H1", "U2");
        var manager = await EnterAsync("王经理", Role.Manager, "H1", null);
        var inspector = await EnterAsync("孙监察", Role.Inspector, null, null);
        await AskAsync(clerk, "2018-10-22", "2018-10-23", "");
        Assert.Contains("U1-1", await manager.Http.GetStringAsync("/leave/download"), StringComparison.Ordinal);
        Assert.DoesNotContain("U1-1", await other.Http.GetStringAsync("/leave/download"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "U1-1", await manager.Http.GetStringAsync("/leave/download?state=approved"), StringComparison.Ordinal);

        await SendAsync(
            "patrol.recorded", "W01", "2018-10-19 09:10", new { kind = "video", findings = new[] { "未挂牌" } });
        Assert.Contains("未挂牌", await manager.Http.GetStringAsync("/patrols/download"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "未挂牌", await manager.Http.GetStringAsync("/patrols/download?date=2018-10-18"), StringComparison.Ordinal);

        await SendAsync("window.opened", "W01", "2018-10-19 09:00", new { staff = new[] { "U1" } });
        await SendAsync("rating.given", "W01", "2018-10-19 09:30", new { score = 1 });
        Assert.Contains("非常不满意", await inspector.Http.GetStringAsync("/halls/download"), StringComparison.Ordinal);
        var shown = await manager.Http.GetStringAsync("/halls/download?hall=H1");
        Assert.Contains("张一", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("非常不满意", shown, StringComparison.Ordinal);
        using var sheet = await manager.Http.GetAsync("/halls/download?format=xlsx");
        Assert.Equal(
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            sheet.Content.Headers.ContentType!.MediaType);
    }

    private static async Task<string> SignAsync(Visitor visitor, string name, byte[] photo)
    {
        using var form = new MultipartFormDataContent();
        (string, string)[] fields =
        [
            ("_handler", "sign"), ("__RequestVerificationToken", await visitor.TokenAsync("/patrols")),
            ("key", Guid.NewGuid().ToString("N")), ("subject", "W01"), ("kind", "patrol"), ("uniform", "good"),
            ("badge", "good"), ("sign", "good"), ("tidy", "good"), ("tone", "good"), ("words", ""),
        ];
        foreach (var (field, value) in fields)
        {
            form.Add(new StringContent(value), field);
        }

        form.Add(new ByteArrayContent(photo), "photos", name);
        using var answer = await visitor.Http.PostAsync("/patrols", form);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<string> AskAsync(Visitor visitor, string from, string to, string substitute)
    {
        using var answer = await visitor.SendFormAsync(
            "/leave", "ask", ("from", $"{from}T09:00"), ("to", $"{to}T17:00"), ("kind", "annual"),
            ("substitute", substitute), ("key", Guid.NewGuid().ToString("N")));
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<string> DecideAsync(Visitor visitor, string act, string no)
    {
        using var answer = await visitor.SendFormAsync(
            "/leave", "decide", (act, no), ("key", Guid.NewGuid().ToString("N")));
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<HttpStatusCode> StatusOfAsync(Visitor visitor, string path)
    {
        using var answer = await visitor.Http.GetAsync(path);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> PostStatusAsync(Visitor visitor, string path)
    {
        using var content = new FormUrlEncodedContent([]);
        using var answer = await visitor.Http.PostAsync(path, content);
        return answer.StatusCode;
    }

    private static string Between(string text, string before, string after)
    {
        var from = text.IndexOf(before, StringComparison.Ordinal);
        Assert.True(from >= 0, $"no {before}");
        from += before.Length;
        return WebUtility.HtmlDecode(text[from..text.IndexOf(after, from, StringComparison.Ordinal)]);
    }

    private async Task SendAsync(string type, string subject, string at, object data)
    {
        var (status, answer) = await system.PostAsync(Line($"{++facts}", type, subject, at, data));
        Assert.True(status == HttpStatusCode.OK, answer.ToString());
        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
        await system.GetAsync("/api/board");
    }

    private static string Line(string id, string type, string subject, string at, object data) =>
        JsonSerializer.Serialize(new
        {
            specversion = "1.0",
            id,
            source = "/test",
            type,
            subject,
            time = ClockSamples.At(at),
            data,
        });

    private async Task<Visitor> EnterAsync(string name, Role role, string? organisation, string? staff)
    {
        await system.MakeAccountAsync(name, role, organisation, Password, staff);
        var visitor = system.Visit();
        visitors.Add(visitor);
        using var answer = await visitor.SignInAsync(name, Password);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return visitor;
    }
}
