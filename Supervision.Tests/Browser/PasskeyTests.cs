using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Supervision.Core.People;
using Supervision.Silo.Auditing;
using Supervision.Tests.Support;
using Supervision.Web.Identity;
using static Microsoft.Playwright.Assertions;

namespace Supervision.Tests.Browser;

/// <summary>Passkeys in a real browser, with a device that Chromium plays.</summary>
[Collection(BrowserSuite.Name)]
public sealed class PasskeyTests(Chromium chromium, RealSystem system) : IClassFixture<RealSystem>
{
    private const string Password = "swordfish-2026";
    private const string Device = "值班室 <b>1</b>";

    private AuditLog Audit => system.Services.GetRequiredService<AuditLog>();

    /// <summary>A name, not a number: passkeys belong to host names.</summary>
    private string Home => $"http://localhost:{system.Address.Port}";

    [Fact]
    public async Task Passkey_AddedUsedAndRemoved_LetsInWhileItIsKept()
    {
        const string name = "通行一";
        await using var watched = await OpenAsync(name);
        var page = watched.Page;
        await AddAsync(page);
        await Expect(page.Locator("[data-passkeys] [data-done]")).ToHaveTextAsync($"已添加通行密钥“{Device}”。");
        await Expect(page.Locator(".passkeys li span")).ToContainTextAsync(Device);
        await watched.ShootAsync("account", fullPage: true);

        await LeaveAsync(watched);
        await EnterByPasskeyAsync(watched, "/sign-in?back=%2Fcases%3Fq%3D7");
        await Expect(page).ToHaveURLAsync($"{Home}/cases?q=7");
        await Expect(page.Locator("[data-person]")).ToContainTextAsync(name);
        Assert.Equal("passkey", Audit.Find(new AuditQuery(AuditKind.SignedIn, name)).Items[0].Entry.Detail);
        Assert.Equal(Device, Audit.Find(new AuditQuery(AuditKind.PasskeyAdded, name)).Items.Single().Entry.Detail);

        await watched.GotoAsync("/password");
        await page.Locator(".passkeys button").ClickAsync();
        await Expect(page.Locator(".passkeys li")).ToHaveCountAsync(0);
        Assert.Single(Audit.Find(new AuditQuery(AuditKind.PasskeyRemoved, name)).Items);
        await LeaveAsync(watched);
        await EnterByPasskeyAsync(watched);
        await ExpectRefusalAsync(watched);
        watched.AssertClean();
    }

    [Fact]
    public async Task Passkey_OfAClosedOrLockedAccount_IsRefused()
    {
        const string name = "通行二";
        await using var watched = await OpenAsync(name);
        await AddAsync(watched.Page);
        await Expect(watched.Page.Locator(".passkeys li")).ToHaveCountAsync(1);
        await LeaveAsync(watched);
        await WithAccountAsync(name, (accounts, account) => accounts.CloseAsync(account, close: true));
        await EnterByPasskeyAsync(watched);
        await ExpectRefusalAsync(watched);
        Assert.Contains(
            Audit.Find(new AuditQuery(AuditKind.SignInFailed, name)).Items,
            line => line.Entry.Detail == "passkey, locked");

        await WithAccountAsync(name, (accounts, account) => accounts.CloseAsync(account, close: false));
        using (var visitor = system.Visit())
        {
            for (var i = 0; i < 5; i++)
            {
                using var wrong = await visitor.SignInAsync(name, "wrong-" + Password);
            }
        }

        await EnterByPasskeyAsync(watched);
        await ExpectRefusalAsync(watched);
        await WithAccountAsync(name, (accounts, account) => accounts.CloseAsync(account, close: false));
        await EnterByPasskeyAsync(watched);
        await Expect(watched.Page.Locator("[data-person]")).ToContainTextAsync(name);
        await LeaveAsync(watched);

        await WithAccountAsync(name, (accounts, account) => accounts.SetPasswordAsync(account, Password + "!"));
        await EnterByPasskeyAsync(watched);
        await ExpectRefusalAsync(watched);
        watched.AssertClean();
    }

    [Fact]
    public async Task Passkey_AskedForWithAWrongPassword_IsNotMade()
    {
        await using var watched = await OpenAsync("通行三");
        await AddAsync(watched.Page, "wrong-" + Password);
        await Expect(watched.Page.Locator("[data-passkey=create] [data-passkey-fault]")).ToHaveTextAsync("现口令不对。");
        await Expect(watched.Page.Locator(".passkeys li")).ToHaveCountAsync(0);
        watched.AssertClean(allowed: "400");
    }

    /// <summary>Opens a page with a device, on which somebody has signed in and looks at the account.</summary>
    private async Task<WatchedPage> OpenAsync(string name)
    {
        var watched = await chromium.OpenAsync(Home, 1400, 900);
        await system.MakeAccountAsync(name, Role.Inspector, null, Password);
        await VirtualAuthenticator.PlugInAsync(watched.Page);
        await watched.GotoAsync("/sign-in?back=%2Fpassword");
        await watched.Page.Locator("[name=name]").FillAsync(name);
        await watched.Page.Locator("[name=password]").FillAsync(Password);
        await watched.Page.Locator("form:not([data-passkey]) .btn-primary").ClickAsync();
        await Expect(watched.Page.Locator("[data-passkeys]")).ToBeVisibleAsync();
        return watched;
    }

    private static async Task AddAsync(IPage page, string password = Password)
    {
        var form = page.Locator("form[data-passkey=create]");
        await form.Locator("[name=name]").FillAsync(Device);
        await form.Locator("[name=password]").FillAsync(password);
        await form.Locator("button").ClickAsync();
    }

    private static async Task LeaveAsync(WatchedPage watched)
    {
        await watched.Page.Locator("form.leave button").ClickAsync();
        await Expect(watched.Page.Locator("form[data-passkey=get] button")).ToBeVisibleAsync();
    }

    /// <summary>From a page without an earlier answer, so that what is seen afterwards is the answer to this.</summary>
    private static async Task EnterByPasskeyAsync(WatchedPage watched, string page = "/sign-in")
    {
        await watched.GotoAsync(page);
        await watched.Page.Locator("form[data-passkey=get] button").ClickAsync();
    }

    private static Task ExpectRefusalAsync(WatchedPage watched) =>
        Expect(watched.Page.Locator("[data-faults]")).ToContainTextAsync("通行密钥未通过");

    private async Task WithAccountAsync(string name, Func<Accounts, Account, Task<string[]>> change)
    {
        await using var scope = system.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<Accounts>();
        var account = (await accounts.ListAsync(CancellationToken.None)).Single(one => one.UserName == name);
        Assert.Empty(await change(accounts, (await accounts.FindAsync(account.Id))!));
    }
}
