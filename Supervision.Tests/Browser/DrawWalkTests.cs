using Microsoft.Playwright;
using Supervision.Core.People;
using Supervision.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Supervision.Tests.Browser;

/// <summary>
/// A draw as three parties meet it, each signed in in a browser of their own: planned, committed, frozen, revealed,
/// shown live, inspected on a phone, and its record verified from disk.
/// </summary>
public sealed class DrawWalkTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private const string Password = "swordfish-2026";

    private readonly RealSystem system = new();
    private readonly List<WatchedPage> pages = [];

    public ValueTask InitializeAsync() => system.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var page in pages)
        {
            await page.DisposeAsync();
        }

        await system.DisposeAsync();
    }

    [Fact]
    public async Task Draw_ByThreeParties_FromPlanToResultOnThePhone()
    {
        foreach (var (name, role) in new[]
            {
                ("孙监察", Role.Inspector), ("周主任", Role.Leader), ("李抽查", Role.SpotChecker),
            })
        {
            await system.MakeAccountAsync(name, role, null, Password);
        }

        var runner = await EnterAsync("孙监察", "/draws/new");
        var page = await PlanAsync(runner);
        var leader = await EnterAsync("周主任", page);
        var checker = await EnterAsync("李抽查", page);
        var stage = await EnterAsync("周主任", $"{page}/live", 1920, 1080);
        WatchedPage[] parties = [runner, leader, checker];
        foreach (var party in parties)
        {
            var file = await party.Page.RunAndWaitForDownloadAsync(() => StepAsync(party, "commit"));
            Assert.EndsWith("-secret.json", file.SuggestedFilename, StringComparison.Ordinal);
            await Expect(party.Page.Locator("form[data-draw-form=commit]")).ToHaveCountAsync(0);
        }

        await FreezeAsync(runner);
        await Expect(stage.Page.Locator(".stage-pool li").First).ToBeVisibleAsync(); // by itself
        await stage.ShootAsync("draw-live-pool");
        foreach (var party in parties)
        {
            await Expect(party.Page.Locator("form[data-draw-form=reveal] [name=secret]"))
                .Not.ToHaveValueAsync(""); // this browser kept it
            await StepAsync(party, "reveal");
            await Expect(party.Page.Locator("form[data-draw-form=reveal]")).ToHaveCountAsync(0);
        }

        await Expect(stage.Page.Locator(".stage-result li")).ToHaveCountAsync(3);
        await stage.ShootAsync("draw-live-result");
        await Expect(runner.Page.Locator("[data-state]")).ToHaveTextAsync("已抽取");
        await runner.ShootAsync("draw", fullPage: true);
        await VerifyAsync(runner);
        await InspectAsync(runner, page);
        await LookAtListsAsync(runner, page);
        foreach (var watched in pages)
        {
            watched.AssertClean(allowed: "status of 400"); // the list in which an id was there twice
        }
    }

    private static async Task<string> PlanAsync(WatchedPage runner)
    {
        await runner.Page.FillAsync("[name=title]", "十一月窗口抽查");
        await runner.Page.SelectOptionAsync("[name=kind]", "list");
        await runner.Page.FillAsync("[name=selection]", "全市窗口名单");
        foreach (var (place, party, account) in new[]
            {
                (0, "纪检监察", "孙监察"), (1, "政务服务中心", "周主任"), (2, "抽查小组", "李抽查"),
            })
        {
            var row = runner.Page.Locator("[data-party-row]").Nth(place);
            await row.Locator("[name=party]").FillAsync(party);
            await row.Locator("[name=account]").SelectOptionAsync(account);
        }

        await runner.ShootAsync("draw-plan", fullPage: true);
        await StepAsync(runner, "plan");
        await Expect(runner.Page.Locator("[data-state=committing]")).ToBeVisibleAsync();
        return new Uri(runner.Page.Url).AbsolutePath;
    }

    private static async Task FreezeAsync(WatchedPage runner)
    {
        await Expect(runner.Page.Locator("form[data-draw-form=freeze]")).ToBeVisibleAsync();
        await runner.Page.FillAsync("[name=objects]", "W01\nW01");
        await runner.Page.FillAsync("[name=count]", "3");
        await StepAsync(runner, "freeze");
        await Expect(runner.Page.Locator("[data-draw-fault]")).ToContainTextAsync("W01");
        await runner.Page.FillAsync(
            "[name=objects]",
            string.Join('\n', Enumerable.Range(1, 12).Select(number => $"W{number:00},H{number % 3}")));
        await StepAsync(runner, "freeze");
        await Expect(runner.Page.Locator("[data-state=revealing]")).ToBeVisibleAsync();
    }

    /// <summary>The record from the page holds in the verifier from disk.</summary>
    private async Task VerifyAsync(WatchedPage runner)
    {
        var record = await runner.Page.RunAndWaitForDownloadAsync(
            () => runner.Page.Locator("a[download]").First.ClickAsync());
        await using var verifier = await chromium.OpenAsync(new Uri(
            Path.Combine(SharedFiles.Root, "Supervision.Web", "Public", "verify-draw.html")).AbsoluteUri);
        await verifier.GotoAsync("");
        await verifier.Page.SetInputFilesAsync("#file", await record.PathAsync());
        await Expect(verifier.Page.Locator("#verdict")).ToHaveAttributeAsync("data-state", "holds");
    }

    private async Task InspectAsync(WatchedPage runner, string page)
    {
        var row = runner.Page.Locator("tr[data-object]").First;
        var inspector = (await row.Locator("td").Nth(2).InnerTextAsync()).Split('、')[0];
        var task = await row.Locator("a").GetAttributeAsync("href");
        var phone = await EnterAsync(inspector, task!, 390, 844);
        foreach (var point in await phone.Page.Locator(".point").AllAsync())
        {
            await point.Locator("input").First.CheckAsync();
        }

        await phone.Page.Locator(".point").Nth(1).Locator("input").Last.CheckAsync();
        await phone.Page.FillAsync("[name=words]", "未公示收费标准");
        await phone.Page.SetInputFilesAsync("[name=files]", new FilePayload
        {
            Name = "note.txt",
            MimeType = "text/plain",
            Buffer = "现场记录"u8.ToArray(),
        });
        await phone.ShootAsync("draw-task", fullPage: true);
        Assert.True(
            await phone.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
            "scrolls sideways");
        await StepAsync(phone, "inspect");
        await Expect(phone.Page).ToHaveURLAsync(new Uri(system.Address, page).ToString());
        await phone.GotoAsync(task!);
        await Expect(phone.Page.Locator("[data-result]")).ToBeVisibleAsync();
        await Expect(phone.Page.Locator(".attachment")).ToContainTextAsync("note.txt");
    }

    private static async Task LookAtListsAsync(WatchedPage runner, string page)
    {
        await Expect(runner.Page.Locator("tr[data-object] td:last-child").First)
            .Not.ToHaveTextAsync("待检查"); // by itself
        await runner.GotoAsync("/draws");
        await Expect(runner.Page.Locator("[data-row]")).ToHaveCountAsync(1);
        await Expect(runner.Page.Locator("[data-figure=coverage]")).ToHaveTextAsync("3 / 12");
        await runner.ShootAsync("draws", fullPage: true);
        await runner.GotoAsync($"{page}/tasks");
        await Expect(runner.Page.Locator(".task-sheet")).ToHaveCountAsync(3);
        await runner.ShootAsync("draw-tasks", fullPage: true);
    }

    private static Task StepAsync(WatchedPage person, string step) =>
        person.Page.Locator($"form[data-draw-form={step}] [type=submit]").ClickAsync();

    private async Task<WatchedPage> EnterAsync(string name, string page, int width = 1400, int height = 900)
    {
        var watched = await chromium.OpenAsync(system.Address.ToString(), width, height);
        pages.Add(watched);
        await watched.SignInAsync(name, Password, page);
        return watched;
    }
}
