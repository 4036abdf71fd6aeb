using System.Globalization;
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

        var accepted = watched.Page.Locator("[data-field=acceptedToday]");
        await Expect(accepted).ToHaveTextAsync(Number(), new() { Timeout = TenSecondsMs });
        var before = await accepted.InnerTextAsync();
        await Expect(accepted).Not.ToHaveTextAsync(before, new() { Timeout = TenSecondsMs });
        var after = await accepted.InnerTextAsync();
        Assert.True(ValueOf(after) > ValueOf(before), $"{before} became {after}");
        await Expect(watched.Page.Locator("#ticker li").First).ToBeVisibleAsync(new() { Timeout = TenSecondsMs });
        await watched.ShootAsync("demo-wall");
        watched.AssertClean();
        await app.StopAsync();
    }

    [GeneratedRegex("^[0-9,]+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();

    private static long ValueOf(string text) => long.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
