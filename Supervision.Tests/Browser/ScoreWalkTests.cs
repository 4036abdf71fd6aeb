using System.Globalization;
using System.Text.Json;
using Supervision.Core.People;
using Supervision.Core.Rules;
using Supervision.Ingest.Simulation;
using Supervision.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Supervision.Tests.Browser;

/// <summary>
/// Scores as people meet them: a month is ranked, closed, opened down to the case, honoured and told on one page. It is
/// November 2018; September and October have cases at thirty windows of the generated city.
/// </summary>
public sealed class ScoreWalkTests(Chromium chromium) : IClassFixture<Chromium>, IAsyncLifetime
{
    private const string Password = "swordfish-2026";
    private const int Windows = 30;
    private const int CasesPerWindow = 8;

    private readonly TemporaryFolder folder = new();
    private readonly List<WatchedPage> pages = [];
    private RealSystem system = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(folder.File("rules.json"), CityRules.Text());
        system = new RealSystem
        {
            Time = new MovableTime(ClockSamples.At("2018-11-05 09:00")),
            Arguments = ["--Supervision:Rules", folder.File("rules.json")],
        };
        await system.InitializeAsync();
        var (_, answer) = await system.PostAsync(string.Join('\n', Facts()));
        Assert.Empty(answer.GetProperty("rejected").EnumerateArray());
        await system.GetAsync("/api/board"); // the lists have caught up
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
    public async Task Months_AreClosedRankedAndHonoured_AndEveryFigureOpens()
    {
        var leader = await EnterAsync("赵市长", Role.Leader, "/rankings?of=window&period=2018-09", 1920, 1080);
        await CloseAsync(leader, "2018-09");
        await leader.GotoAsync("/rankings?of=window&period=2018-10");
        await Expect(leader.Page.Locator(".chip.provisional")).ToBeVisibleAsync();
        await CloseAsync(leader, "2018-10");
        await Expect(leader.Page.Locator("tbody tr .rank").First).ToHaveTextAsync("1");
        await Expect(leader.Page.Locator("tbody tr").First.Locator("polyline")).ToHaveCountAsync(1);
        await leader.ShootAsync("rankings", fullPage: true);

        await leader.Page.Locator("tbody tr [data-row]").First.ClickAsync();
        await Expect(leader.Page.Locator("[data-score]")).Not.ToHaveTextAsync("—");
        await leader.ShootAsync("score", fullPage: true);
        var figure = leader.Page.Locator("[data-id=onTimeRate] [data-input=finished]");
        var count = await figure.Locator("strong").InnerTextAsync();
        await figure.ClickAsync();
        await Expect(leader.Page.Locator("[data-counted=finished]")).ToContainTextAsync("本月办结或已送达的办件");
        await Expect(leader.Page.Locator("tbody tr")).ToHaveCountAsync(int.Parse(count, CultureInfo.InvariantCulture));

        await leader.GotoAsync("/honours?year=2018");
        await Expect(leader.Page.Locator("tr[data-id='2018-10'] [data-flag] span")).ToHaveCountAsync(1);
        await leader.ShootAsync("honours", fullPage: true);
        await leader.GotoAsync("/leader?period=2018-10");
        await Expect(leader.Page.Locator(".leader-figures > div")).ToHaveCountAsync(5);
        await Expect(leader.Page.Locator(".needs a").First).ToBeVisibleAsync();
        await leader.ShootAsync("leader", fullPage: true);
        leader.AssertClean();
    }

    [Fact]
    public async Task Scheme_WithAFault_NamesItsPlace_AndASoundOneShowsWhatItWouldDo()
    {
        var inspector = await EnterAsync("孙监察", Role.Inspector, "/scheme", 1920, 1080);
        var text = inspector.Page.Locator("textarea[name=scores]");
        var scheme = await text.InputValueAsync();
        await text.FillAsync(scheme.Replace("-5 * yellow", "-5 * yelow", StringComparison.Ordinal));
        await inspector.Page.Locator("form.scheme-form button.btn-primary").ClickAsync();
        await Expect(inspector.Page.Locator("[data-faults]"))
            .ToContainTextAsync("line 1, column 6: 'yelow' is no figure");
        await text.FillAsync(scheme.Replace("-5 * yellow", "-9 * yellow", StringComparison.Ordinal));
        await inspector.Page.Locator("form.scheme-form button.btn-primary").ClickAsync();
        await Expect(inspector.Page.Locator("[data-kind=scheme] table .down").First).ToBeVisibleAsync();
        await inspector.ShootAsync("scheme", fullPage: true);
        var download = await inspector.Page.RunAndWaitForDownloadAsync(
            () => inspector.Page.Locator("[data-download]").ClickAsync());
        var book = RuleBookReader.Read(await File.ReadAllTextAsync(await download.PathAsync()));
        Assert.Contains(
            book.Scores.Areas.SelectMany(area => area.Indicators), one => one.Formula.Text == "-9 * yellow");
        inspector.AssertClean();
    }

    [Theory]
    [InlineData("/rankings?of=department&period=2018-10")]
    [InlineData("/scores/hall/{hall}?period=2018-10")]
    [InlineData("/leader?period=2018-10")]
    [InlineData("/honours?year=2018")]
    [InlineData("/scheme")]
    public async Task Page_OnAPhone_FitsItsWidth(string page)
    {
        var hall = RuleBookReader.Read(CityRules.Text()).Organisation.Windows.Values
            .OrderBy(window => window.Id, StringComparer.Ordinal).First().Hall;
        var path = page.Replace("{hall}", hall, StringComparison.Ordinal);
        var leader = await EnterAsync("赵市长", Role.Leader, path, 390, 844);
        await leader.ShootAsync($"phone-{path.Split('?')[0].Replace('/', '-')}", fullPage: true);
        Assert.Equal(390, await leader.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        leader.AssertClean();
    }

    private static async Task CloseAsync(WatchedPage leader, string month)
    {
        await leader.Page.Locator("[data-close] button").ClickAsync();
        await Expect(leader.Page.Locator(".chip.closed")).ToHaveTextAsync("已结账 第 1 版");
        Assert.Contains(month, leader.Page.Url, StringComparison.Ordinal);
    }

    private async Task<WatchedPage> EnterAsync(string name, Role role, string page, int width, int height)
    {
        await system.MakeAccountAsync(name, role, null, Password);
        var watched = await chromium.OpenAsync(system.Address.ToString(), width, height);
        pages.Add(watched);
        await watched.SignInAsync(name, Password, page);
        return watched;
    }

    private static IEnumerable<string> Facts()
    {
        var chance = new Random(6);
        var organisation = RuleBookReader.Read(CityRules.Text()).Organisation;
        var first = organisation.Departments.Keys.Order(StringComparer.Ordinal).First();
        var windows = organisation.Windows.Values.OrderBy(window => window.Id, StringComparer.Ordinal).Take(Windows);
        var no = 0;
        foreach (var window in windows)
        {
            var skill = chance.NextDouble() * 0.6;
            for (var i = 0; i < 2 * CasesPerWindow; i++)
            {
                no++;
                var acceptedAt = ClockSamples.At(i < CasesPerWindow ? "2018-09-03 09:00" : "2018-10-08 09:00")
                    .AddDays(chance.Next(0, 12)).AddMinutes(chance.Next(0, 400));
                var dueAt = acceptedAt.AddDays(7);
                var staff = window.Staff.FirstOrDefault();
                yield return Fact(no, "case.accepted", acceptedAt, new
                {
                    hall = window.Hall,
                    window = window.Id,
                    department = window.Department ?? first,
                    handler = staff,
                    promisedDueAt = dueAt,
                    statutoryDueAt = dueAt.AddDays(6),
                });
                var days = chance.NextDouble() < skill ? 7.5 + 8 * chance.NextDouble() : 6 * chance.NextDouble();
                if (chance.Next(20) > 0)
                {
                    yield return Fact(no, "case.finished", acceptedAt.AddDays(days), new { handler = staff });
                }
            }
        }
    }

    private static string Fact(int no, string type, DateTimeOffset at, object data) => JsonSerializer.Serialize(new
    {
        specversion = "1.0",
        id = $"{no}-{type}",
        source = "/test",
        type,
        subject = no.ToString("D5", CultureInfo.InvariantCulture),
        time = at,
        data,
    });
}
