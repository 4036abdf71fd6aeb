using System.Globalization;
using System.Text.RegularExpressions;
using Supervision.Core.Jobs;
using Supervision.Core.People;
using Supervision.Tests.Reports;
using Supervision.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Supervision.Tests.Browser;

/// <summary>Reports as a leader opens them, and the disclosure as a citizen does.</summary>
public sealed partial class ReportWalkTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Fact]
    public async Task EveryNumberOfABulletin_OpensToItsEvidence()
    {
        await using var story = await StoryAsync();
        await story.RunAsync(JobKind.MonthBulletin, "2018-10");
        await using var page = await EnterAsync(story, Role.Leader);
        await page.GotoAsync("/reports");
        await page.ShootAsync("reports", fullPage: true);
        await page.Page.Locator("[data-bulletins] a").First.ClickAsync();
        await Expect(page.Page.Locator("[data-number]")).ToContainTextAsync("监察通报〔2018〕10期");
        await page.ShootAsync("bulletin", fullPage: true);
        var links = await page.Page.Locator("a[data-figure]").EvaluateAllAsync<string[][]>(
            "links => links.map(a => [a.getAttribute('href'), a.textContent, a.dataset.figure])");
        Assert.True(links.Length > 15, $"{links.Length} figures");
        foreach (var link in links)
        {
            await page.GotoAsync(link[0]);
            if (link[2].StartsWith("rankOf", StringComparison.Ordinal))
            {
                await Expect(page.Page.Locator("main")).ToContainTextAsync("2018-10");
                continue;
            }

            var shown = Number().Matches(link[1]).Select(match => long.Parse(
                match.Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)).ToArray();
            var (counted, total) = shown switch
            {
                [] => (0, 0), // a share of nothing is a dash
                [.., var counts, var of] => (counts, of),
                [var all] => (all, all),
            };
            var count = page.Page.Locator("[data-total]");
            if (total == 0)
            {
                await Expect(count).ToHaveCountAsync(0);
                continue;
            }

            await Expect(count).ToHaveAttributeAsync("data-total", $"{total}");
            await Expect(count).ToHaveAttributeAsync("data-counted", $"{counted}");
            await Expect(page.Page.Locator("[data-evidence] tbody tr")).ToHaveCountAsync((int)total);
        }

        page.AssertClean();
    }

    [Fact]
    public async Task InvestmentReport_OnPaper_IsTheSheetAlone()
    {
        await using var story = await StoryAsync();
        await story.RunAsync(JobKind.InvestmentReport, "2018-10");
        await using var page = await EnterAsync(story, Role.Inspector);
        await page.GotoAsync("/reports/investment?period=2018-10");
        await page.ShootAsync("investment", fullPage: true);
        await page.Page.EmulateMediaAsync(new() { Media = Microsoft.Playwright.Media.Print });
        await Expect(page.Page.Locator("body > header")).ToBeHiddenAsync();
        await Expect(page.Page.Locator(".no-print").First).ToBeHiddenAsync();
        await Expect(page.Page.Locator("[data-report] th")).ToHaveCountAsync(5);
        await page.ShootAsync("investment-print", fullPage: true);
        page.AssertClean();
    }

    [Theory]
    [InlineData(1920, 1080)]
    [InlineData(390, 844)]
    public async Task Citizen_FindsTheCaseByItsReceipt(int width, int height)
    {
        await using var story = await StoryAsync();
        await story.CaseAsync("RUNS", "2018-11-08 10:00", null);
        await story.TellAsync(
            "case.suspended", "RUNS", "2018-11-09 10:00", new { reason = "inspection", notice = "N-1", days = 5 });
        var (_, answer) = await story.System.GetAsync("/api/cases/RUNS");
        await using var page = await chromium.OpenAsync(story.System.Address.ToString(), width, height);
        await page.GotoAsync("/public");
        await page.ShootAsync("public", fullPage: true);
        await page.Page.Locator("input[name=receipt]").FillAsync(answer.GetProperty("receipt").GetString()!);
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.Locator("[data-expected]")).ToContainTextAsync("2018-11-");
        await Expect(page.Page.Locator("[data-moves] li")).ToHaveCountAsync(1);
        await Expect(page.Page.Locator("img.qr")).ToBeVisibleAsync();
        Assert.True(
            await page.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"),
            "the receipt scrolls sideways");
        await page.ShootAsync("receipt", fullPage: true);
        page.AssertClean();
    }

    [Fact]
    public async Task Administrator_SeesJobsSourcesAndImports()
    {
        await using var story = await StoryAsync();
        await story.RunAsync(JobKind.DayClose, "2018-11-11");
        await using var page = await EnterAsync(story, Role.Admin);
        await page.GotoAsync("/jobs");
        var row = page.Page.Locator("[data-id=journalCheck]");
        await row.Locator("button").ClickAsync();
        await Expect(page.Page.Locator("[data-done]")).ToBeVisibleAsync();
        await Expect(row).ToContainTextAsync("条，均未改动");
        await page.ShootAsync("jobs", fullPage: true);
        await page.GotoAsync("/sources");
        await Expect(page.Page.Locator("[data-sources] tbody tr")).ToHaveCountAsync(1);
        await page.ShootAsync("sources", fullPage: true);
        await page.GotoAsync("/imports");
        await page.ShootAsync("imports", fullPage: true);
        page.AssertClean();
    }

    private async Task<WatchedPage> EnterAsync(ReportStory story, Role role)
    {
        const string password = "swordfish-2026";
        await story.System.MakeAccountAsync($"{role}", role, null, password);
        var page = await chromium.OpenAsync(story.System.Address.ToString());
        await page.SignInAsync($"{role}", password, "/cases");
        return page;
    }

    private static async Task<ReportStory> StoryAsync()
    {
        var story = await ReportStory.StartAsync();
        await story.CaseAsync("SPOT", "2018-10-10 10:00", "2018-10-10 15:00");
        await story.CaseAsync("LATE-1", "2018-10-08 10:00", "2018-10-30 10:00");
        await story.CaseAsync("OPEN", "2018-10-09 10:00", null);
        await story.TellAsync("rating.given", "W01", "2018-10-10 10:00", new { score = 5, ticket = "A1" });
        await story.TellAsync("rating.given", "W01", "2018-10-10 10:05", new { score = 1, ticket = "A2" });
        return story;
    }

    /// <summary>Whole numbers that are no part of a percentage.</summary>
    [GeneratedRegex(@"(?<![\d.,])\d[\d,]*(?![\d.,]*\s*%)(?![\d.])", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
