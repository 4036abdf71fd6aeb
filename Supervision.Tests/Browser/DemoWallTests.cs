using System.Text.RegularExpressions;
using Supervision.Tests.Support;
using Supervision.Web;
using static Microsoft.Playwright.Assertions;

namespace Supervision.Tests.Browser;

/// <summary>The demo as a visitor meets it: the whole system with its generated city, in a real browser.</summary>
[Collection(BrowserSuite.Name)]
public partial class DemoWallTests(Chromium chromium)
{
    private const float TenSecondsMs = 10_000;

    [Fact]
    public async Task Wall_OfTheDemo_MovesWithinTenSeconds()
    {
        await using var app = await WebSystem.BuildDemoAsync(["--urls", "http://127.0.0.1:0"]);
        await app.StartAsync();
        await using var watched = await chromium.OpenAsync(app.Urls.First());
        await watched.GotoAsync("/wall");

        var open = watched.Page.Locator("[data-field=open]");
        await Expect(open).ToHaveTextAsync(Number(), new() { Timeout = TenSecondsMs });
        await watched.Page.WaitForFunctionAsync(
            """
            before => [...document.querySelectorAll('[data-field]')]
                .some((figure, i) => figure.textContent !== before[i])
            """,
            await watched.Page.Locator("[data-field]").AllInnerTextsAsync(), new() { Timeout = TenSecondsMs });
        await Expect(watched.Page.Locator("#ticker li").First).ToBeVisibleAsync(new() { Timeout = TenSecondsMs });
        await watched.ShootAsync("demo-wall");
        watched.AssertClean();
        await app.StopAsync();
    }

    [GeneratedRegex("^[0-9,]+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
