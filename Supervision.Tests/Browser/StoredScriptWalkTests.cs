using System.Text.RegularExpressions;
using Supervision.Core.People;
using Supervision.Tests.Support;
using Supervision.Web.Identity;
using static Microsoft.Playwright.Assertions;

namespace Supervision.Tests.Browser;

/// <summary>
/// A real browser opens every page of <see cref="AccessTable"/> while every text that feeds and people can enter holds
/// markup. Were any of it taken for markup, the browser would ask for the planted picture, whatever else forbids it.
/// </summary>
public sealed partial class StoredScriptWalkTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private const string Planted = "/planted";
    private const string Script = "<img src=/planted onerror=owned=alert(1)>\"'&";
    private const int PatienceMs = 10_000;

    private static readonly string Hidden = Uri.EscapeDataString(Script);

    /// <summary>What no page is: programs' answers, downloads, and files.</summary>
    private static readonly string[] NoPages =
        ["/api/", "/hubs/", "/healthz/", "/openapi/", "/_framework/", "/looks.css", AccessTable.Assets];

    private readonly RealSystem system = new() { Arguments = ["--Supervision:Notifications:GroupWindow", "00:00:00"] };

    public ValueTask InitializeAsync() => system.InitializeAsync();

    public ValueTask DisposeAsync() => system.DisposeAsync();

    [Fact]
    public async Task Markup_InEveryText_RunsOnNoPage()
    {
        Assert.True(await SeesAsync("<img src=/planted>")); // the walk would notice
        var manager = await HostileTexts.MakeAsync(system, Script, Role.Manager, "W01");
        var order = await HostileTexts.TellAsync(system, Script);
        Assert.InRange(Pages(order, _ => true).Length, 15, int.MaxValue);
        var shown = 0;
        (string Name, IEnumerable<string> Pages)[] walks =
        [
            (manager, Pages(order, _ => true)), // what is refused to it is a page as well
            (await NewAsync(Role.Inspector), AskedToo(Pages(order, rule => rule.Who.HasFlag(Who.Inspector)))),
            (await NewAsync(Role.Admin), AskedToo(Pages(order, rule => !rule.Who.HasFlag(Who.Inspector)))),
        ];
        foreach (var (name, pages) in walks)
        {
            await using var watched = await chromium.OpenAsync(system.Address.ToString(), 1400, 900);
            List<string> asked = [];
            watched.Page.Request += (_, request) => asked.Add(request.Url);
            watched.Page.Dialog += async (_, dialog) =>
            {
                asked.Add($"{Planted} dialog: {dialog.Message}");
                await dialog.DismissAsync();
            };
            await EnterAsync(watched, name);
            if (name == manager)
            {
                await watched.GotoAsync("/inbox");
                await Expect(watched.Page.Locator("[data-message]").First).ToBeVisibleAsync();
            }

            foreach (var page in pages)
            {
                await watched.GotoAsync(page);
                Assert.True(await watched.Page.EvaluateAsync<bool>("typeof owned === 'undefined'"), page);
                Assert.True(await watched.Page.Locator("img:not(.qr)").CountAsync() == 0, page);
                Assert.DoesNotContain(asked, url => url.Contains(Planted, StringComparison.Ordinal)
                    && !url.Contains(Hidden, StringComparison.Ordinal));
                shown += (await watched.Page.Locator("body").TextContentAsync())!
                    .Contains("<img src=/planted", StringComparison.Ordinal) ? 1 : 0;
            }

            watched.AssertClean(allowed: "Failed to load resource: the server responded with a status of 40");
        }

        Assert.InRange(shown, 40, int.MaxValue); // the walk is worth something only where the texts are
    }

    private Task<string> NewAsync(Role role) => HostileTexts.MakeAsync(system, Script, role);

    /// <summary>Pages of the table with the text in their paths.</summary>
    private static string[] Pages(string order, Func<AccessRule, bool> isWanted)
    {
        string[] pages =
        [
            .. AccessTable.Standard.Rules
                .Where(rule => rule.Takes("GET") && isWanted(rule) && !NoPages.Any(rule.Route.StartsWith)
                    && !rule.Route.EndsWith("/download", StringComparison.Ordinal))
                .Select(rule => rule.Route)
                .Select(route => route == "/orders/{No}" ? $"/orders/{order}" : Parameter().Replace(route, Hidden)),
        ];
        Assert.NotEmpty(pages);
        return pages;
    }

    /// <summary>Each page as it is, and with the text in its query.</summary>
    private static IEnumerable<string> AskedToo(string[] pages) => pages.SelectMany(page => (string[])
    [
        page,
        $"{page}?q={Hidden}&level={Hidden}&hall={Hidden}&back={Hidden}&refusal={Hidden}&key={Hidden}",
    ]);

    private static async Task EnterAsync(WatchedPage watched, string name)
    {
        await watched.GotoAsync("/sign-in");
        await watched.Page.Locator("[name=name]").FillAsync(name);
        await watched.Page.Locator("[name=password]").FillAsync(HostileTexts.Password);
        await watched.Page.Locator("form:not([data-passkey]) .btn-primary").ClickAsync();
        await Expect(watched.Page.Locator("[data-person]")).ToContainTextAsync("<img src=/planted");
    }

    /// <summary>Whether markup on a page makes the browser ask for the picture.</summary>
    private async Task<bool> SeesAsync(string markup)
    {
        await using var watched = await chromium.OpenAsync(system.Address.ToString(), 1400, 900);
        await watched.GotoAsync("/sign-in");
        var asked = watched.Page.WaitForRequestAsync(url => url.Url.EndsWith(Planted, StringComparison.Ordinal));
        await watched.Page.EvaluateAsync("markup => document.body.insertAdjacentHTML('beforeend', markup)", markup);
        return (await asked).Method == "GET";
    }

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.None, PatienceMs)]
    private static partial Regex Parameter();
}
