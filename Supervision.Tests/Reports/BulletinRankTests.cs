using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.Jobs;
using Supervision.Core.People;
using Supervision.Core.Reading;
using Supervision.Core.Scores;

namespace Supervision.Tests.Reports;

/// <summary>
/// Ranks of quarters and years are those of the means over closed months. From April to June one window is late, from
/// July to September the other.
/// </summary>
public class BulletinRankTests
{
    private const string Quarter = "/api/reports/bulletin?period=2018-Q3";

    [Fact]
    public async Task Quarter_RanksByTheMeanOfItsThreeMonths_WithTheQuarterBefore()
    {
        await using var story = await HalfYearAsync(closed: 6);
        var ranks = await RanksAsync(story, Quarter);
        Assert.Equal(["W01 1 before 2", "W02 2 before 1"], ranks["rankOf.window"]);
        Assert.Equal(["D1 1 before 2", "D2 2 before 1"], ranks["rankOf.department"]);
        Assert.Equal(["H1 1 before 1"], ranks["rankOf.hall"]);

        using var inspector = await story.System.SignInAsync(Role.Inspector);
        var evidence = await inspector.Http.GetStringAsync(
            "/reports/evidence?period=2018-Q3&figure=rankOf.window&of=W02");
        var sum = await ScoreAsync(story, "2018-07") + await ScoreAsync(story, "2018-08")
            + await ScoreAsync(story, "2018-09");
        var mean = Math.Round(sum / 3, 2, MidpointRounding.AwayFromZero);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"data-mean=\"{mean}\""), evidence, StringComparison.Ordinal);
        Assert.Contains("data-total=\"3\"", evidence, StringComparison.Ordinal);
        Assert.Contains("href=\"/scores/window/W02?period=2018-08\"", evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quarter_WithAMonthThatIsOpen_HasNoRanks_AndAYearAsksForSixMonths()
    {
        await using var story = await HalfYearAsync(closed: 5);
        Assert.Empty(await RanksAsync(story, Quarter));
        Assert.Empty(await RanksAsync(story, "/api/reports/bulletin?period=2018"));
        await CloseAsync(story, Period.Of(2018, 9));
        Assert.Equal(2, (await RanksAsync(story, "/api/reports/bulletin?period=2018"))["rankOf.window"].Length);
    }

    [Fact]
    public async Task Issued_ItShowsTheChangeOnThePage_AndInTheFiles()
    {
        await using var story = await HalfYearAsync(closed: 6);
        Assert.Null(await story.RunAsync(JobKind.QuarterBulletin, "2018-Q3"));
        using var inspector = await story.System.SignInAsync(Role.Inspector);
        var page = await inspector.Http.GetStringAsync("/reports/bulletin/2018-Q3");
        Assert.Contains("data-side=\"rankOf.window\"", page, StringComparison.Ordinal);
        Assert.Contains("2 ↑1", page, StringComparison.Ordinal);
        Assert.Contains("1 ↓1", page, StringComparison.Ordinal);
        var text = await inspector.Http.GetStringAsync("/reports/bulletin/2018-Q3/download?format=csv");
        Assert.Contains(
            "窗口排名,甲局窗口,1,,,2,,", text.Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        using var file = new MemoryStream(
            await inspector.Http.GetByteArrayAsync("/reports/bulletin/2018-Q3/download?format=xlsx"));
        using var document = SpreadsheetDocument.Open(file, isEditable: false);
        var rows = document.WorkbookPart!.WorksheetParts.SelectMany(part => part.Worksheet.Descendants<Row>())
            .Select(row => string.Join('|', row.Elements<Cell>().Take(6).Select(cell => cell.InnerText)));
        Assert.Contains("窗口排名|综合窗口|2|||1", rows);
    }

    private static async Task<ReportStory> HalfYearAsync(int closed)
    {
        var story = await ReportStory.StartAsync(["$.scores={\"sampleMin\":1}"], []);
        for (var month = 4; month <= 9; month++)
        {
            await CaseAsync(story, month, "W01", "D1", isLate: month <= 6);
            await CaseAsync(story, month, "W02", "D2", isLate: month > 6);
        }

        for (var month = 4; month < 4 + closed; month++)
        {
            await CloseAsync(story, Period.Of(2018, month));
        }

        return story;
    }

    private static async Task CaseAsync(ReportStory story, int month, string window, string department, bool isLate)
    {
        var no = $"{window}-{month}";
        await story.TellAsync(
            "case.accepted", no, $"2018-{month:00}-03 10:00",
            new { item = "PROMISED", hall = "H1", window, department, handler = "U1" });
        await story.TellAsync(
            "case.finished", no, $"2018-{month:00}-{(isLate ? 28 : 4):00} 15:00",
            new { outcome = "granted", handler = "U2" });
    }

    private static async Task CloseAsync(ReportStory story, Period month) => Assert.Null(
        await story.System.Services.GetRequiredService<IMonthClosing>().CloseAsync(month, null, null, default));

    private static async Task<decimal> ScoreAsync(ReportStory story, string month)
    {
        var (_, score) = await story.System.GetAsync($"/api/scores/window/W02?period={month}");
        return score.GetProperty("score").GetDecimal();
    }

    /// <summary>Ranks of a bulletin by what is ranked.</summary>
    private static async Task<Dictionary<string, string[]>> RanksAsync(ReportStory story, string address)
    {
        var (_, bulletin) = await story.System.GetAsync(address);
        return bulletin.GetProperty("items").EnumerateArray()
            .Where(figure => figure.GetProperty("key").GetString()!.StartsWith("rankOf.", StringComparison.Ordinal))
            .GroupBy(figure => figure.GetProperty("key").GetString()!)
            .ToDictionary(
                group => group.Key,
                group => group.Select(figure =>
                    $"{figure.GetProperty("of")} {figure.GetProperty("value")} before {figure.GetProperty("before")}")
                    .ToArray(),
                StringComparer.Ordinal);
    }
}
