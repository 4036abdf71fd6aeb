using System.Collections.Frozen;
using Supervision.Core.Alerts;
using Supervision.Core.Reading;
using Supervision.Core.Rules;
using Supervision.Tests.Support;
using Supervision.Web.Components;
using static Microsoft.Playwright.Assertions;

namespace Supervision.Tests.Browser;

[Collection(BrowserSuite.Name)]
public class WallTests(Chromium chromium)
{
    private readonly InMemoryBoard board = new(TimeProvider.System);
    private readonly InMemoryAlertList alerts = new();
    private readonly SampleCity city = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task Wall_FiguresChange_MoveOnThePage()
    {
        board.Set(city.Board);
        await using var host = await StartAsync();
        await using var watched = await chromium.OpenAsync(host.Address);
        await watched.GotoAsync("/wall");
        await Expect(watched.Page.Locator("[data-field=open]")).ToHaveTextAsync("12,846");
        await Expect(watched.Page.Locator("[data-rate-of=onTimeRate]")).ToHaveTextAsync("48,211 / 49,032");
        board.Set(city.Board with { Open = 12_850, OnTimeRate = new(1, 2), Windows = new(7, 0, 0) });
        await Expect(watched.Page.Locator("[data-field=open]")).ToHaveTextAsync("12,850");
        await Expect(watched.Page.Locator("[data-rate=onTimeRate]")).ToHaveTextAsync("50.00%");
        await Expect(watched.Page.Locator("[data-field='windows.staffed']")).ToHaveTextAsync("7");
        await Expect(watched.Page.Locator("#chart-flow svg.apexcharts-svg")).ToBeVisibleAsync();
        watched.AssertClean();
    }

    [Fact]
    public async Task Wall_OfOneHall_ShowsThatHallAlone()
    {
        board.Set(city.Board);
        board.Set(city.Board with { Open = 3 }, "H2");
        await using var host = await StartAsync();
        await using var watched = await chromium.OpenAsync(host.Address);
        await watched.GotoAsync("/wall?hall=H2");
        await Expect(watched.Page.Locator("[data-field=open]")).ToHaveTextAsync("3");
        watched.AssertClean();
    }

    [Fact]
    public async Task Wall_ServerGoesAwayAndComesBack_SaysSoAndRecoversByItself()
    {
        board.Set(city.Board);
        var host = await StartAsync();
        await using var watched = await chromium.OpenAsync(host.Address);
        await watched.GotoAsync("/wall");
        await Expect(watched.Page.Locator("#wall")).ToHaveAttributeAsync("data-link", "live");
        await host.DisposeAsync();
        await Expect(watched.Page.Locator("#stale")).ToContainTextAsync("连接中断");
        await Expect(watched.Page.Locator("[data-field=open]")).ToHaveTextAsync("12,846");
        await watched.ShootAsync("wall-stale");

        board.Set(city.Board with { Open = 1 });
        await using var again = await StartAsync(new Uri(host.Address).Port);
        await Expect(watched.Page.Locator("[data-field=open]")).ToHaveTextAsync("1", new() { Timeout = 60_000 });
        await Expect(watched.Page.Locator("#stale")).ToBeHiddenAsync();
        watched.AssertClean(allowed: "net::ERR_"); // the browser notes every attempt while nobody answers
    }

    [Fact]
    public async Task Wall_CardsArrive_TickerStaysBoundedAndNewestIsOnTop()
    {
        board.Set(city.Board);
        await using var host = await StartAsync();
        await using var watched = await chromium.OpenAsync(host.Address);
        await watched.GotoAsync("/wall");
        await Expect(watched.Page.Locator("#wall")).ToHaveAttributeAsync("data-link", "live");
        for (var i = 0; i < 120; i++)
        {
            alerts.Put(city.NextAlert(TimeProvider.System.GetUtcNow()) with { State = AlertState.Open });
        }

        var later = TimeProvider.System.GetUtcNow().AddMinutes(1);
        var last = city.NextAlert(later, AlertLevel.Red) with { State = AlertState.Open };
        alerts.Put(last);
        // More than a second's budget: the rest arrives as a number, on which the wall reads the list again.
        await Expect(watched.Page.Locator("#ticker li").First).ToContainTextAsync(last.Subject);
        await Expect(watched.Page.Locator("#ticker li")).ToHaveCountAsync(12);
        alerts.Put(last with { State = AlertState.Revoked });
        await Expect(watched.Page.Locator("#ticker li.revoked")).ToContainTextAsync(last.Subject);
        watched.AssertClean();
    }

    [Fact]
    public async Task Wall_HostileNames_AreText()
    {
        var now = TimeProvider.System.GetUtcNow();
        board.Set(city.Board with { Sources = [new SourceFigure(SampleCases.Hostile, now, now, 1)] });
        alerts.Put(city.NextAlert(now, AlertLevel.Red) with
        {
            Subject = SampleCases.Hostile,
            Hall = SampleCases.Hostile,
            Clock = $"stage:{SampleCases.Hostile}",
            Code = SampleCases.Hostile,
            State = AlertState.Open,
        });
        await using var host = await StartAsync();
        await using var watched = await chromium.OpenAsync(host.Address);
        await watched.GotoAsync("/wall");
        await Expect(watched.Page.Locator("#ticker .subject")).ToHaveTextAsync(SampleCases.Hostile);
        await Expect(watched.Page.Locator(".source-name")).ToHaveTextAsync(SampleCases.Hostile);
        await Expect(watched.Page.Locator("img")).ToHaveCountAsync(0);
        Assert.DoesNotContain("owned", await watched.Page.TitleAsync(), StringComparison.Ordinal);
        watched.AssertClean();
    }

    [Theory]
    [InlineData(390, 844)]
    [InlineData(1080, 1920)]
    [InlineData(1920, 1080)]
    [InlineData(2560, 1080)]
    [InlineData(3840, 2160)]
    public async Task Wall_AtEverySize_FitsAndIsPictured(int width, int height)
    {
        board.Set(city.Board);
        var now = TimeProvider.System.GetUtcNow();
        for (var i = 30; i > 0; i--)
        {
            alerts.Put(city.NextAlert(now.AddMinutes(-7 * i)));
        }

        await using var host = await StartAsync();
        await using var watched = await chromium.OpenAsync(host.Address, width, height);
        await watched.GotoAsync("/wall");
        await Expect(watched.Page.Locator("#ticker li")).ToHaveCountAsync(12);
        await Expect(watched.Page.Locator("#chart-onTime svg.apexcharts-svg")).ToBeVisibleAsync();
        await watched.ShootAsync("wall", fullPage: width < 900);
        Assert.True(
            await watched.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
            "scrolls sideways");
        watched.AssertClean();
    }

    [Theory]
    [InlineData(390, 844)]
    [InlineData(1920, 1080)]
    public async Task Wall_DayAndNightOnTheAxis_LabelsDoNotTouch(int width, int height)
    {
        board.Set(city.Board with
        {
            Hours = [.. Enumerable.Range(0, 24).Select(hour => new HourFigure(hour, 100 + hour, 90 + hour))],
        });
        await using var host = await StartAsync();
        await using var watched = await chromium.OpenAsync(host.Address, width, height);
        await watched.GotoAsync("/wall");
        await Expect(watched.Page.Locator("#chart-flow .apexcharts-xaxis-label tspan").First).ToHaveTextAsync("00");
        await watched.ShootAsync("wall-day", fullPage: width < 900);
        var edges = await watched.Page.EvaluateAsync<double[][]>(
            """
            [...document.querySelectorAll('#chart-flow .apexcharts-xaxis-label tspan')]
              .filter(label => label.textContent.trim())
              .map(label => label.getBoundingClientRect()).map(box => [box.left, box.right])
            """);
        Assert.InRange(edges.Length, 5, 24);
        var room = edges.Zip(edges.Skip(1), (one, next) => next[0] - one[1]).Min();
        Assert.True(room >= 10, $"{room:F1} pixels between two labels");
        watched.AssertClean();
    }

    [Fact]
    public async Task Levels_OnWallAndPages_HaveTheColoursOfTheRuleBook()
    {
        var looks = RuleDefaults.Looks.ToDictionary();
        looks[AlertLevel.Red] = looks[AlertLevel.Red] with { Colour = "#0B6623" };
        var book = TestRules.Book with { Looks = looks.ToFrozenDictionary() };
        board.Set(city.Board);
        alerts.Put(city.NextAlert(TimeProvider.System.GetUtcNow(), AlertLevel.Red) with { State = AlertState.Open });
        await using var host = await PageHost.StartAsync(
            board, alerts, new InMemoryCaseList(), colours: new LevelColours(() => book));
        await using var watched = await chromium.OpenAsync(host.Address);
        await watched.GotoAsync("/wall");
        await Expect(watched.Page.Locator(".level.red dd")).ToHaveCSSAsync("color", "rgb(11, 102, 35)");
        var ring = watched.Page.Locator("#chart-levels path[fill='rgba(11,102,35,1)']");
        await Expect(ring.First).ToBeVisibleAsync();
        await watched.GotoAsync("/alerts");
        var tag = watched.Page.Locator(".level-tag.red").First;
        await Expect(tag).ToHaveCSSAsync("background-color", "rgb(11, 102, 35)");
        await Expect(tag).ToHaveCSSAsync("color", "rgb(255, 255, 255)");
        watched.AssertClean();
    }

    private Task<PageHost> StartAsync(int port = 0) =>
        PageHost.StartAsync(board, alerts, new InMemoryCaseList(), port: port);
}
