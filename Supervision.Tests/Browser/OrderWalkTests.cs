using System.Text.Json;
using Supervision.Core.People;
using Supervision.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Supervision.Tests.Browser;

/// <summary>
/// Orders as people meet them, from the card to the end, each person in a browser of their own. A case of window W01
/// with handler U1 is accepted on Monday 2018-10-15 at 10:00 with 7 working days promised and 10 statutory: yellow
/// after 10-24 17:00, red after 10-29 17:00.
/// </summary>
public sealed class OrderWalkTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private const string Password = "swordfish-2026";
    private const string No = "T-2018-0001";
    private const string ScorePage = "/scores/window/W01?period=2018-10";

    private static readonly DateTimeOffset BeforeYellow = ClockSamples.At("2018-10-24 16:50");
    private static readonly DateTimeOffset BeforeRed = ClockSamples.At("2018-10-29 16:50");

    private readonly TemporaryFolder folder = new();
    private readonly List<WatchedPage> pages = [];
    private RealSystem system = null!;
    private MovableTime time = null!;

    public async ValueTask InitializeAsync() =>
        await File.WriteAllTextAsync(folder.File("rules.json"), TestRules.Json);

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
    public async Task YellowCard_IsAnsweredStepByStep_AndBothSidesSeeEachStepLive()
    {
        await StartAsync(BeforeYellow);
        var clerk = await EnterAsync("张一", Role.Clerk, "W01", "U1", "/desk");
        var inspector = await EnterAsync("孙监察", Role.Inspector, null, null, "/orders");
        await Expect(clerk.Page.Locator("[data-live]")).ToHaveTextAsync("实时更新");
        await Expect(inspector.Page.Locator("[data-live]")).ToHaveTextAsync("实时更新");

        time.MoveTo(ClockSamples.At("2018-10-24 17:01"));
        var link = clerk.Page.Locator("[data-row]");
        await Expect(link).ToHaveTextAsync("H1-2018-00001"); // nobody asked for the page again
        await clerk.ShootAsync("desk");
        await link.ClickAsync();
        await inspector.Page.Locator("[data-row]").ClickAsync();

        foreach (var (step, words, state) in new[]
            {
                ("acknowledge", "收到", "已签收"), ("feedback", "材料不齐，已电话告知", "已反馈"), ("rectify", "已补办并道歉", "已整改"),
            })
        {
            await TakeAsync(clerk, step, words);
            await ExpectStateAsync(inspector, state);
        }

        await ExpectStepsAsync(clerk, ["appeal"]); // nobody verifies their own work
        await ExpectStepsAsync(inspector, ["passed", "failed"]);
        await inspector.ShootAsync("order-verify");
        await TakeAsync(inspector, "passed", "属实");
        await ExpectStateAsync(clerk, "已核查");
        await TakeAsync(inspector, "closed", "办结");
        await ExpectStateAsync(clerk, "已办结");
        await Expect(clerk.Page.Locator(".timeline .words")).ToContainTextAsync(
            ["收到", "材料不齐，已电话告知", "已补办并道歉", "属实", "办结"]);
        await clerk.ShootAsync("order-closed", fullPage: true);
        await clerk.GotoAsync("/desk");
        await Expect(clerk.Page.Locator("[data-row]")).ToHaveCountAsync(0);
        await LeaveAsync();
    }

    [Fact]
    public async Task Words_BegunWhileThePageLooksAgain_AreNotLost()
    {
        await StartAsync(BeforeYellow);
        time.MoveTo(ClockSamples.At("2018-10-24 17:01"));
        var page = "/orders/" + await OrderOfAsync("promised.yellow");
        var clerk = await EnterAsync("张一", Role.Clerk, "W01", "U1", page);
        await Expect(clerk.Page.Locator("[data-live]")).ToHaveTextAsync("实时更新");
        TaskCompletionSource asked = new(), answered = new();
        await clerk.Page.RouteAsync("**" + page, async route =>
        {
            asked.TrySetResult();
            await answered.Task;
            await route.ContinueAsync();
        });
        var words = clerk.Page.Locator("form[data-step=acknowledge] textarea");
        await TakeAsync(await EnterAsync("张一 在另一处", Role.Clerk, "W01", "U1", page), "acknowledge", "收到");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await words.FillAsync("材料不齐");
        var read = clerk.Page.WaitForResponseAsync("**" + page);
        answered.SetResult();
        await (await read).FinishedAsync();
        await clerk.Page.EvaluateAsync("() => new Promise(done => setTimeout(done, 100))"); // it would be shown by then
        await Expect(words).ToHaveValueAsync("材料不齐");
        await Expect(clerk.Page.Locator(".title .chip")).ToHaveTextAsync("已下发");
        await Expect(clerk.Page.Locator("[data-live]")).ToHaveTextAsync("有更新，填完后显示");

        await words.FillAsync("");
        await words.BlurAsync();
        await ExpectStateAsync(clerk, "已签收");
        await LeaveAsync();
    }

    [Fact]
    public async Task RedCard_WithASilentHandler_ClimbsFourRungs_AndAnAppealTakesItBack()
    {
        await StartAsync(BeforeRed);
        time.MoveTo(ClockSamples.At("2018-10-29 17:01"));
        var no = await OrderOfAsync("statutory.red");
        Assert.Equal("red", (await FindCardAsync()).GetProperty("level").GetString());

        var before = await EnterAsync("钱监察", Role.Inspector, null, null, ScorePage);
        await Expect(PointsOf(before, "redCards")).ToHaveTextAsync("-10.00");
        await Expect(before.Page.Locator("[data-id=redCards] [data-input=red]")).ToContainTextAsync("1");
        var scored = await before.Page.Locator("[data-score]").InnerTextAsync();
        await before.ShootAsync("score-red", fullPage: true);
        await before.Page.Locator("[data-id=redCards] [data-input=red]").ClickAsync();
        await Expect(before.Page.Locator("tr[data-id]")).ToHaveCountAsync(1); // the card itself
        await LeaveAsync();

        // Tuesday, Wednesday and Thursday end without an answer: one rung each, never two.
        foreach (var (from, until, rung) in new[]
            {
                ("2018-10-30 16:59", "2018-10-30 17:01", "科室负责人"), ("2018-10-31 16:59", "2018-10-31 17:01", "中心领导"),
                ("2018-11-01 16:59", "2018-11-01 17:01", "政府领导"),
            })
        {
            time.MoveTo(ClockSamples.At(from));
            var watcher = await EnterAsync($"孙监察 {until}", Role.Inspector, null, null, $"/orders/{no}");
            await Expect(watcher.Page.Locator("[data-live]")).ToHaveTextAsync("实时更新");
            await Expect(watcher.Page.Locator("dl.facts")).Not.ToContainTextAsync(rung);
            time.MoveTo(ClockSamples.At(until));
            await Expect(watcher.Page.Locator("dl.facts")).ToContainTextAsync(rung);
            await watcher.GotoAsync("/escalations");
            await Expect(watcher.Page.Locator($"tr[data-id='{no}']")).ToContainTextAsync(rung);
            await LeaveAsync(); // a session does not last until tomorrow
        }

        var leader = await EnterAsync("赵市长", Role.Leader, null, null, $"/orders/{no}");
        var inspector = await EnterAsync("周监察", Role.Inspector, null, null, $"/orders/{no}");
        await inspector.ShootAsync("order-climbed", fullPage: true);
        await TakeAsync(leader, "appeal", "当日全市停电，窗口无法办理");
        await ExpectStateAsync(inspector, "申诉中");
        await ExpectStepsAsync(leader, []); // nobody decides their own appeal
        await inspector.GotoAsync("/appeals");
        await inspector.Page.Locator($"tr[data-id='{no}'] [data-row]").ClickAsync();
        await TakeAsync(inspector, "revoked", "情况属实，不可归责");
        await ExpectStateAsync(leader, "已撤销");

        // The card counts against nobody any more, and later facts do not bring it back.
        await WaitForAsync(async () => (await FindCardAsync()).GetProperty("state").GetString() == "revoked");
        var (_, board) = await system.GetAsync("/api/board");
        Assert.Equal(0, board.GetProperty("red").GetInt64());
        await inspector.GotoAsync($"/cases/{No}");
        await Expect(inspector.Page.Locator(".revoked-because")).ToContainTextAsync(no);
        await inspector.ShootAsync("card-waived", fullPage: true);
        await inspector.GotoAsync(ScorePage);
        await Expect(PointsOf(inspector, "redCards")).ToHaveTextAsync("0.00");
        await Expect(inspector.Page.Locator("[data-score]")).Not.ToHaveTextAsync(scored);
        await LeaveAsync();
    }

    /// <summary>Starts the system at an instant, with the case that was accepted long before.</summary>
    private async Task StartAsync(DateTimeOffset now)
    {
        time = new MovableTime(now);
        system = new RealSystem
        {
            Time = time,
            Arguments = ["--Supervision:Rules", folder.File("rules.json")],
        };
        await system.InitializeAsync();
        var (_, answer) = await system.PostAsync(JsonSerializer.Serialize(new
        {
            specversion = "1.0",
            id = "1",
            source = "/test",
            type = "case.accepted",
            subject = No,
            time = ClockSamples.At("2018-10-15 10:00"),
            data = new { item = "PROMISED", hall = "H1", window = "W01", handler = "U1" },
        }));
        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
    }

    /// <summary>Makes an account and signs it in, in a browser of its own.</summary>
    private async Task<WatchedPage> EnterAsync(string name, Role role, string? organisation, string? staff, string page)
    {
        await system.MakeAccountAsync(name, role, organisation, Password, staff);
        var watched = await chromium.OpenAsync(system.Address.ToString(), 1400, 900);
        pages.Add(watched);
        await watched.SignInAsync(name, Password, page);
        return watched;
    }

    private static async Task TakeAsync(WatchedPage person, string step, string words)
    {
        var form = person.Page.Locator($"form[data-step={step}]");
        await form.Locator("textarea").FillAsync(words);
        await form.Locator("button").ClickAsync();
        await Expect(person.Page.Locator(".timeline .words").Last).ToHaveTextAsync(words);
    }

    private static Microsoft.Playwright.ILocator PointsOf(WatchedPage person, string indicator) =>
        person.Page.Locator($"[data-id={indicator}] [data-points] strong");

    private static Task ExpectStateAsync(WatchedPage person, string state) =>
        Expect(person.Page.Locator(".title .chip")).ToHaveTextAsync(state);

    private static async Task ExpectStepsAsync(WatchedPage person, string[] steps)
    {
        var forms = person.Page.Locator("form[data-step]");
        await Expect(forms).ToHaveCountAsync(steps.Length);
        Assert.Equal(
            steps, await forms.EvaluateAllAsync<string[]>("forms => forms.map(form => form.dataset.step)"));
    }

    /// <summary>The number of the order about a card; it is issued a moment after the card.</summary>
    private async Task<string> OrderOfAsync(string code)
    {
        string? no = null;
        await WaitForAsync(async () =>
        {
            var (_, page) = await system.GetAsync("/api/orders");
            no = page.GetProperty("items").EnumerateArray()
                .Where(order => order.GetProperty("code").GetString() == code)
                .Select(order => order.GetProperty("no").GetString()).SingleOrDefault();
            return no is not null;
        });
        return no!;
    }

    private async Task<JsonElement> FindCardAsync()
    {
        var (_, page) = await system.GetAsync($"/api/alerts?q={No}&clock=statutory");
        return page.GetProperty("items").EnumerateArray().Single();
    }

    private static async Task WaitForAsync(Func<Task<bool>> isTrue)
    {
        var patience = DateTime.UtcNow.AddSeconds(30);
        while (!await isTrue())
        {
            Assert.True(DateTime.UtcNow < patience, "not within 30 s");
            await Task.Delay(50);
        }
    }

    /// <summary>Closes every browser; none of them may have complained.</summary>
    private async Task LeaveAsync()
    {
        foreach (var page in pages)
        {
            page.AssertClean();
            await page.DisposeAsync();
        }

        pages.Clear();
    }
}
