using Supervision.Core.Alerts;
using Supervision.Core.Reading;
using Supervision.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Supervision.Tests.Browser;

[Collection(BrowserSuite.Name)]
public class StaffPagesTests : IAsyncLifetime
{
    private readonly Chromium chromium;
    private readonly InMemoryBoard board = new(TimeProvider.System);
    private readonly InMemoryAlertList alerts = new();
    private readonly InMemoryCaseList cases = new();
    private readonly SampleCity city;
    private PageHost host = null!;

    public StaffPagesTests(Chromium chromium)
    {
        this.chromium = chromium;
        var now = TimeProvider.System.GetUtcNow();
        city = new(now);
        board.Set(city.Board);
        for (var i = 120; i > 0; i--)
        {
            alerts.Put(city.NextAlert(now.AddMinutes(-7 * i)));
        }

        foreach (var file in SampleCases.All(now))
        {
            cases.Put(file);
        }
    }

    public async ValueTask InitializeAsync() => host = await PageHost.StartAsync(board, alerts, cases);

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Alerts_ChosenFilter_IsInTheAddressAndOutlivesAReload()
    {
        await using var watched = await chromium.OpenAsync(host.Address, 1400, 900);
        await watched.GotoAsync("/alerts");
        await watched.Page.Locator("select[name=level]").SelectOptionAsync("red");
        await Expect(watched.Page).ToHaveURLAsync($"{host.Address}/alerts?level=red");
        var tags = watched.Page.Locator("tbody .level-tag");
        var red = alerts.Find(new AlertQuery(Level: AlertLevel.Red)).Total;
        await Expect(tags).ToHaveTextAsync(Enumerable.Repeat("红牌", (int)red));
        await watched.Page.ReloadAsync();
        await Expect(watched.Page.Locator("select[name=level]")).ToHaveValueAsync("red");
        await Expect(tags).ToHaveCountAsync((int)red);
        await watched.Page.GoBackAsync();
        await Expect(tags).ToHaveCountAsync(50);
        watched.AssertClean();
    }

    [Fact]
    public async Task Alerts_NewCard_IsAnnouncedAndNothingJumps()
    {
        await using var watched = await chromium.OpenAsync(host.Address, 1400, 900);
        await watched.GotoAsync("/alerts?level=red");
        await Expect(watched.Page.Locator("[data-live]")).ToHaveTextAsync("实时更新");
        var first = await watched.Page.Locator("tbody tr").First.GetAttributeAsync("data-id");
        var later = TimeProvider.System.GetUtcNow().AddMinutes(1);
        alerts.Put(city.NextAlert(later, AlertLevel.Yellow));
        var card = city.NextAlert(later, AlertLevel.Red);
        alerts.Put(card);
        await Expect(watched.Page.Locator("[data-new]")).ToHaveTextAsync("1 条新预警，点击查看");
        Assert.Equal(first, await watched.Page.Locator("tbody tr").First.GetAttributeAsync("data-id"));
        await watched.Page.Locator("[data-new]").ClickAsync();
        await Expect(watched.Page.Locator("tbody tr").First).ToContainTextAsync(card.Subject);
        watched.AssertClean();
    }

    [Fact]
    public async Task Alerts_KnownCardIsRevoked_ChangesInPlace()
    {
        var shown = alerts.Find(new AlertQuery(State: AlertState.Open, Limit: 1)).Items[0];
        await using var watched = await chromium.OpenAsync(host.Address, 1400, 900);
        await watched.GotoAsync("/alerts");
        await Expect(watched.Page.Locator("[data-live]")).ToHaveTextAsync("实时更新");
        alerts.Put(shown with { State = AlertState.Revoked, RevokedBecause = "late truth" });
        await Expect(watched.Page.Locator($"tr[data-id='{shown.Id}']")).ToHaveClassAsync("revoked ");
        watched.AssertClean();
    }

    [Fact]
    public async Task Alerts_ByKeysAlone_OpensAndClosesACard()
    {
        await using var watched = await chromium.OpenAsync(host.Address, 1400, 900);
        await watched.GotoAsync("/alerts");
        await watched.Page.Keyboard.PressAsync("j");
        await watched.Page.Keyboard.PressAsync("j");
        await watched.Page.Keyboard.PressAsync("Enter");
        var second = alerts.Find(new AlertQuery(Limit: 2)).Items[1];
        await Expect(watched.Page.Locator("[data-panel]")).ToContainTextAsync(second.Id);
        await watched.ShootAsync("alerts-card");
        await watched.Page.Keyboard.PressAsync("Escape");
        await Expect(watched.Page.Locator("[data-panel]")).ToHaveCountAsync(0);
        await watched.Page.Keyboard.PressAsync("/");
        await Expect(watched.Page.Locator("[data-search]")).ToBeFocusedAsync();
        watched.AssertClean();
    }

    [Fact]
    public async Task Case_HostileNames_AreText()
    {
        await using var watched = await chromium.OpenAsync(host.Address, 1400, 900);
        await watched.GotoAsync($"/cases/{Uri.EscapeDataString(SampleCases.Hostile)}");
        await Expect(watched.Page.Locator("h1")).ToContainTextAsync(SampleCases.Hostile);
        await Expect(watched.Page.Locator("img")).ToHaveCountAsync(0);
        Assert.StartsWith(SampleCases.Hostile, await watched.Page.TitleAsync(), StringComparison.Ordinal);
        watched.AssertClean();
    }

    [Fact]
    public async Task Language_Chosen_IsRemembered()
    {
        await using var watched = await chromium.OpenAsync(host.Address, 1400, 900);
        await watched.GotoAsync("/alerts");
        await watched.Page.GetByText("English", new() { Exact = true }).ClickAsync();
        await Expect(watched.Page.Locator("h1")).ToContainTextAsync("Alerts 预警与发现");
        await watched.GotoAsync("/cases");
        await Expect(watched.Page.Locator("h1")).ToContainTextAsync("Cases 办件查询");
        await watched.ShootAsync("cases-en");
        watched.AssertClean();
    }

    [Theory]
    [InlineData("home", "/")]
    [InlineData("alerts", "/alerts")]
    [InlineData("cases", "/cases")]
    [InlineData("case", "/cases/2026-001201")]
    [InlineData("case-long", "/cases/2026-000007")]
    [InlineData("case-finished", "/cases/2026-001180")]
    public async Task Page_OnAPhoneAndADesk_FitsAndIsPictured(string name, string path)
    {
        foreach (var (width, height) in new[] { (390, 844), (1920, 1080) })
        {
            await using var watched = await chromium.OpenAsync(host.Address, width, height);
            await watched.GotoAsync(path);
            await Expect(watched.Page.Locator("h1")).ToBeVisibleAsync();
            await watched.ShootAsync(name, fullPage: true);
            Assert.True(
                await watched.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
                $"{path} scrolls sideways at {width}");
            watched.AssertClean();
        }
    }

    [Theory]
    [InlineData("/nowhere", "没有这个页面")]
    [InlineData("/cases/unheard-of", "没有办件 unheard-of")]
    public async Task Page_ThatDoesNotExist_SaysWhatToDo(string path, string title)
    {
        await using var watched = await chromium.OpenAsync(host.Address, 1400, 900);
        await watched.GotoAsync(path);
        await Expect(watched.Page.Locator("h2")).ToHaveTextAsync(title);
        await Expect(watched.Page.Locator("main a.btn-primary")).ToBeVisibleAsync();
        watched.AssertClean(allowed: "404");
    }
}
