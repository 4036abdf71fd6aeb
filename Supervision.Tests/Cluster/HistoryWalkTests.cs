using Supervision.Core.People;
using Supervision.Silo.History;
using Supervision.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Supervision.Tests.Cluster;

/// <summary>A leader asks the store of a generated city, on a screen and on a phone.</summary>
public sealed class HistoryWalkTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Password = "swordfish-2026";

    [Fact]
    public async Task Leader_AsksEveryQuestion_AndComparesRankings()
    {
        await using var front = await ClickHouseFront.StartAsync();
        using var folder = new TemporaryFolder();
        await using var system = await HistorySystem.LiveAsync(front, folder.Path, days: 45, casesPerDay: 20);
        await system.MakeAccountAsync("leader", Role.Leader, null, Password);
        foreach (var (width, height) in ((int, int)[])[(1920, 1080), (390, 844)])
        {
            await using var page = await chromium.OpenAsync(system.Address.ToString(), width, height);
            await page.SignInAsync("leader", Password, "/questions");
            foreach (var question in Questions.All)
            {
                await page.Page.Locator($"[data-ask={question.Id}]").ClickAsync();
                await Expect(page.Page.Locator($"[data-answer={question.Id}]")).ToBeVisibleAsync();
                await Expect(page.Page.Locator("[data-up-to]")).ToBeVisibleAsync();
                await page.ShootAsync($"question-{question.Id}", fullPage: true);
                Assert.Equal(
                    question.Fields.Length, await page.Page.Locator("[data-filters] select").CountAsync());
                var wider = await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
                Assert.True(wider <= 0, $"{question.Id} is {wider} wider than the screen");
            }

            await page.GotoAsync("/questions/check");
            await Expect(page.Page.Locator("[data-check]")).ToContainTextAsync("两者一致");
            await page.ShootAsync("questions-check", fullPage: true);
            await front.StopAsync();
            await page.GotoAsync("/questions");
            await Expect(page.Page.Locator(".notice")).ToContainTextAsync("历史库暂时不可用");
            await page.ShootAsync("questions-away", fullPage: true);
            await front.ResumeAsync();
            page.AssertClean();
        }
    }
}
