using System.Net;
using System.Text.Json;
using Supervision.Core.People;
using Supervision.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Supervision.Tests.Browser;

/// <summary>
/// Halls as people meet them. It is Friday 2018-10-19, 10:00; window W01 of hall H1 is held by U1, and U2 stands in.
/// </summary>
public sealed class HallWalkTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private const string Password = "swordfish-2026";

    private readonly TemporaryFolder folder = new();
    private readonly List<WatchedPage> pages = [];
    private RealSystem system = null!;
    private int facts;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(folder.File("rules.json"), TestRules.Json);
        system = new RealSystem
        {
            Time = new MovableTime(ClockSamples.At("2018-10-19 10:00")),
            Arguments = ["--Supervision:Rules", folder.File("rules.json")],
        };
        await system.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var page in pages)
        {
            await page.DisposeAsync();
        }

        await system.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task HallMap_OnAPunch_ChangesLive()
    {
        await PunchAsync("U1", "2018-10-19 08:55", "in");
        await PunchAsync("U1", "2018-10-19 09:40", "out");
        var inspector = await EnterAsync("孙监察", Role.Inspector, null, "/halls?hall=H1", 1920, 1080);
        var tile = inspector.Page.Locator("[data-id=W01]");
        await Expect(tile).ToHaveAttributeAsync("data-state", "unstaffed");
        await Expect(tile).ToContainTextAsync("空岗");
        await Expect(tile).ToContainTextAsync("自 09:40");
        await Expect(inspector.Page.Locator("[data-live]")).ToHaveTextAsync("实时更新");
        await tile.Locator("a").FocusAsync();

        await PunchAsync("U1", "2018-10-19 09:59", "in");
        await Expect(tile).ToHaveAttributeAsync("data-state", "staffed"); // nobody asked for the page again
        await Expect(tile).ToContainTextAsync("在岗");
        await Expect(tile).ToContainTextAsync("张一");
        await Expect(inspector.Page.Locator("[data-figure=staffed]")).ToHaveTextAsync("1");
        await Expect(tile.Locator("a")).ToBeFocusedAsync();
        await inspector.ShootAsync("halls", fullPage: true);

        await inspector.Page.Keyboard.PressAsync("Enter");
        await Expect(inspector.Page.Locator(".course rect.unstaffed")).ToHaveCountAsync(1);
        await inspector.ShootAsync("window", fullPage: true);
        inspector.AssertClean();
    }

    [Fact]
    public async Task Patrol_OnAPhone_IsSignedInOnTheSpot()
    {
        var inspector = await EnterAsync("孙监察", Role.Inspector, null, "/patrols?hall=H1", 390, 844);
        await Expect(inspector.Page.Locator("[data-slot=done]")).ToHaveCountAsync(0);
        await inspector.Page.Locator("[data-sign] summary").ClickAsync();
        await inspector.Page.Locator("select[name=subject]").SelectOptionAsync("W01");
        foreach (var check in new[] { "badge", "sign", "tidy", "tone" })
        {
            await inspector.Page.Locator($"input[name={check}][value=good]").CheckAsync();
        }

        await inspector.Page.Locator("input[name=uniform][value=bad]").CheckAsync();
        await inspector.Page.Locator("[data-sign] textarea").FillAsync("一人未着工装");
        await inspector.ShootAsync("patrol-form", fullPage: true);
        Assert.True(
            await inspector.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
            "the form scrolls sideways");
        await inspector.Page.Locator("[data-sign] button[type=submit]").ClickAsync();
        await Expect(inspector.Page.Locator("[data-done]")).ToContainTextAsync("甲局窗口");
        await Expect(inspector.Page.Locator("[data-slot=done]")).ToHaveCountAsync(1);
        await Expect(inspector.Page.Locator(".patrols .bad")).ToHaveTextAsync(["着装不合格", "一人未着工装"]);
        await inspector.ShootAsync("patrol-signed", fullPage: true);
        inspector.AssertClean();
    }

    [Fact]
    public async Task BadRating_BecomesAnOrder_AndWalksItsFiveSteps()
    {
        var inspector = await EnterAsync("孙监察", Role.Inspector, null, "/orders", 1400, 900);
        await SendAsync("rating.given", "W01", "2018-10-19 09:30", new { score = 1, comment = "太慢", ticket = "A12" });
        var row = inspector.Page.Locator("tr[data-id]");
        await Expect(row).ToHaveCountAsync(1); // the page hears of it by itself
        var no = (await row.GetAttributeAsync("data-id"))!;
        var manager = await EnterAsync("王经理", Role.Manager, "W01", $"/orders/{no}", 1400, 900);
        await Expect(manager.Page.Locator("main")).Not.ToContainTextAsync("A12"); // nothing tells who rated
        await TakeAsync(manager, "acknowledge", "收到");
        await TakeAsync(manager, "feedback", "正在核实");
        foreach (var (part, words) in new[]
        {
            ("调查核实", "调取监控，情况属实"), ("分析原因", "高峰期仅开一窗"), ("改进意见", "高峰期增开窗口"),
            ("督促整改", "已增开并公示"),
        })
        {
            await Expect(manager.Page.Locator("form[data-step=rectify]")).ToContainTextAsync(part);
            await TakeAsync(manager, "rectify", words);
        }

        await Expect(manager.Page.Locator("form[data-step=rectify]")).ToContainTextAsync("问责");
        await TakeAsync(manager, "rectify", "对窗口负责人谈话提醒");
        await inspector.GotoAsync($"/orders/{no}");
        await TakeAsync(inspector, "passed", "现场复核合格");
        await TakeAsync(inspector, "closed", "归档");
        await Expect(inspector.Page.Locator(".title .chip")).ToHaveTextAsync("已办结");
        await Expect(inspector.Page.Locator(".timeline .words")).ToContainTextAsync([
            "收到", "正在核实", "调取监控，情况属实", "高峰期仅开一窗", "高峰期增开窗口", "已增开并公示",
            "对窗口负责人谈话提醒", "现场复核合格", "归档",
        ]);
        await inspector.ShootAsync("bad-rating-closed", fullPage: true);
        inspector.AssertClean();
        manager.AssertClean();
    }

    /// <summary>S3 prints 95.65 % for 1548 of 1656 answers, which is 93.48 %.</summary>
    [Fact]
    public async Task Wall_WithTheAnswersOfS3_ShowsTheirRateWithItsInterval()
    {
        var (status, _) = await system.PostAsync(string.Join('\n', Enumerable.Range(0, 1656).Select(i => Line(
            "rating.given", "W01", "2018-10-18 10:00", new { score = i < 1548 ? 4 : 2, ticket = $"T{i}" }))));
        Assert.Equal(HttpStatusCode.OK, status);
        var inspector = await EnterAsync("孙监察", Role.Inspector, null, "/wall?hall=H1", 3840, 2160);
        await Expect(inspector.Page.Locator("[data-rate=satisfaction]")).ToHaveTextAsync("93.48%");
        await Expect(inspector.Page.Locator("[data-rate-of=satisfaction]")).ToHaveTextAsync("1,548 / 1,656");
        await Expect(inspector.Page.Locator("[data-rate-interval=satisfaction]"))
            .ToHaveTextAsync("[92.19%, 94.57%]");
        await inspector.ShootAsync("wall-satisfaction");
        inspector.AssertClean();
    }

    private static async Task TakeAsync(WatchedPage person, string step, string words)
    {
        var form = person.Page.Locator($"form[data-step={step}]");
        await form.Locator("textarea").FillAsync(words);
        await form.Locator("button").ClickAsync();
        await Expect(person.Page.Locator(".timeline .words").Last).ToHaveTextAsync(words);
    }

    [Fact]
    public async Task Pages_OnAPhoneAndADesk_Fit()
    {
        (string Name, string Path)[] walk =
        [
            ("halls-map", "/halls"), ("window-page", "/windows/W01"), ("attendance", "/attendance"),
            ("month", "/attendance/U1"), ("leave", "/leave"), ("patrols", "/patrols"), ("ratings", "/ratings"),
            ("complaints", "/complaints"),
        ];
        await PunchAsync("U1", "2018-10-19 09:05", "in");
        await SendAsync(
            "rating.given", "W01", "2018-10-19 09:30", new { score = 2, named = true, channel = "evaluator" });
        await SendAsync(
            "complaint.filed", "TS-1", "2018-10-01 09:30", new { hall = "H1", window = "W01", @class = "village" });
        foreach (var (width, height) in new[] { (390, 844), (1920, 1080), (3840, 2160) })
        {
            var leader = await EnterAsync($"李主任 {width}", Role.Leader, null, walk[0].Path, width, height);
            foreach (var (name, path) in walk)
            {
                await leader.GotoAsync(path);
                await Expect(leader.Page.Locator("h1")).ToBeVisibleAsync();
                await leader.ShootAsync(name, fullPage: true);
                Assert.True(
                    await leader.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
                    $"{path} scrolls sideways at {width}");
            }

            leader.AssertClean();
        }
    }

    private Task PunchAsync(string staff, string at, string direction) =>
        SendAsync("attendance.punched", staff, at, new { direction });

    /// <summary>Sends a fact and waits for what the reactions tell windows of it.</summary>
    private async Task SendAsync(string type, string subject, string at, object data)
    {
        var (status, answer) = await system.PostAsync(Line(type, subject, at, data));
        Assert.True(status == HttpStatusCode.OK, answer.ToString());
        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
    }

    private string Line(string type, string subject, string at, object data) => JsonSerializer.Serialize(new
    {
        specversion = "1.0",
        id = $"{++facts}",
        source = "/test",
        type,
        subject,
        time = ClockSamples.At(at),
        data,
    });

    /// <summary>Makes an account and signs it in, in a browser of its own.</summary>
    private async Task<WatchedPage> EnterAsync(
        string name, Role role, string? organisation, string page, int width, int height)
    {
        await system.MakeAccountAsync(name, role, organisation, Password);
        var watched = await chromium.OpenAsync(system.Address.ToString(), width, height);
        pages.Add(watched);
        await watched.SignInAsync(name, Password, page);
        return watched;
    }
}
