using Supervision.Core.People;
using Supervision.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Supervision.Tests.Browser;

/// <summary>What administrators and managers see, on the whole system.</summary>
[Collection(BrowserSuite.Name)]
public sealed class PeoplePagesTests(Chromium chromium) : IAsyncLifetime
{
    private const string Text = "窗口无人";

    private readonly RealSystem system = new() { Arguments = ["--Supervision:Notifications:GroupWindow", "00:00:00"] };

    public ValueTask InitializeAsync() => system.InitializeAsync();

    public ValueTask DisposeAsync() => system.DisposeAsync();

    [Fact]
    public async Task Pages_OnAPhoneAndADesk_FitAndArePictured()
    {
        var manager = await HostileTexts.MakeAsync(system, Text, Role.Manager, "W01");
        var order = await HostileTexts.TellAsync(system, Text);
        var admin = await HostileTexts.MakeAsync(system, Text, Role.Admin);
        foreach (var (width, height) in new[] { (390, 844), (1920, 1080) })
        {
            await using var bound = await EnterAsync(manager, width, height);
            await ShootAsync(bound, "order-step", $"/orders/{order}");
            await ShootAsync(bound, "inbox", "/inbox");
            await using var watched = await EnterAsync(admin, width, height);
            foreach (var page in (string[])["inbox/settings", "messages", "accounts", "keys", "audit", "password"])
            {
                await ShootAsync(watched, page.Replace('/', '-'), "/" + page);
            }

            await watched.Page.Locator("[data-menu] summary").ClickAsync();
            await watched.ShootAsync("menu");
        }
    }

    [Fact]
    public async Task Menu_ByKeysAlone_OpensLeadsOnAndCloses()
    {
        var admin = await HostileTexts.MakeAsync(system, Text, Role.Admin);
        await using var watched = await EnterAsync(admin, 1400, 900);
        var menu = watched.Page.Locator("[data-menu]");
        var link = menu.Locator("a[href=audit]");
        await Expect(link).ToBeHiddenAsync();
        await menu.Locator("summary").FocusAsync();
        await watched.Page.Keyboard.PressAsync("Enter");
        await Expect(link).ToBeVisibleAsync();
        await watched.Page.Keyboard.PressAsync("Escape");
        await Expect(link).ToBeHiddenAsync();
        await watched.Page.Keyboard.PressAsync("Enter");
        await watched.Page.Keyboard.PressAsync("Tab");
        await Expect(menu.Locator("a[href=accounts]")).ToBeFocusedAsync();
        await watched.Page.Keyboard.PressAsync("Enter");
        await Expect(watched.Page.Locator("[data-accounts]")).ToBeVisibleAsync();
        await Expect(menu.Locator("summary")).ToHaveClassAsync("active");
        watched.AssertClean();
    }

    private static async Task ShootAsync(WatchedPage watched, string name, string path)
    {
        await watched.GotoAsync(path);
        await Expect(watched.Page.Locator("h1")).ToBeVisibleAsync();
        await watched.ShootAsync(name, fullPage: true);
        Assert.True(
            await watched.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
            $"{path} scrolls sideways at {watched.Page.ViewportSize!.Width}");
        watched.AssertClean();
    }

    private async Task<WatchedPage> EnterAsync(string name, int width, int height)
    {
        var watched = await chromium.OpenAsync(system.Address.ToString(), width, height);
        await watched.GotoAsync("/sign-in");
        await watched.Page.Locator("[name=name]").FillAsync(name);
        await watched.Page.Locator("[name=password]").FillAsync(HostileTexts.Password);
        await watched.Page.Locator("form:not([data-passkey]) .btn-primary").ClickAsync();
        await Expect(watched.Page.Locator("[data-person]")).ToBeVisibleAsync();
        return watched;
    }
}
