using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Supervision.Core.Jobs;
using Supervision.Core.People;
using Supervision.Tests.Reports;
using Supervision.Tests.Support;
using Supervision.Web.Exports;

namespace Supervision.Tests.Quality;

public class ImportAndSourcesPageTests
{
    [Fact]
    public async Task Import_OfCsvAndXlsx_ListsFaultsByRow_OrOffersTheMergedRuleBook()
    {
        await using var story = await ReportStory.StartAsync();
        using var admin = await story.System.SignInAsync(Role.Admin);
        var wrong = await UploadAsync(
            admin, "items", "items.csv", Encoding.UTF8.GetBytes("id,name,promised\nNEW,新事项,soon\n,无编号,\n"));
        Assert.Contains("data-import-faults", wrong, StringComparison.Ordinal);
        Assert.Contains("<td>2</td>", wrong, StringComparison.Ordinal);
        Assert.Contains("<td>3</td>", wrong, StringComparison.Ordinal);
        Assert.DoesNotContain("data-merged", wrong, StringComparison.Ordinal);

        using var file = new MemoryStream();
        ExportColumn<string>[] columns = [new("id", row => row), new("name", row => $"部门{row}")];
        await XlsxWriter.WriteAsync(file, columns, ["D8", "D9"], CancellationToken.None);
        var right = await UploadAsync(admin, "departments", "departments.xlsx", file.ToArray());
        Assert.Contains("新增 2", right, StringComparison.Ordinal);
        var json = right.Split("data:application/json;base64,")[1].Split('"')[0];
        Assert.Contains("部门D9", Encoding.UTF8.GetString(Convert.FromBase64String(json)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OfSomethingElse_SaysSo()
    {
        await using var story = await ReportStory.StartAsync();
        using var admin = await story.System.SignInAsync(Role.Admin);
        Assert.Contains(
            "no xlsx file", await UploadAsync(admin, "items", "x.xlsx", "PK not a zip"u8.ToArray()),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sources_AreShownByDay_WithWhatIsLateMissingAndRejected()
    {
        await using var story = await ReportStory.StartAsync();
        await story.CaseAsync("A-1", "2018-11-12 09:00", null);
        await story.TellAsync(
            "case.accepted", "A-2", "2018-11-08 09:00", new { item = "PROMISED", hall = "H1" }); // late, three missing
        var (_, answer) = await story.System.PostAsync(
            """{"specversion":"1.0","id":"x","source":"/halls/h1","type":"case.accepted","subject":"A-3"}""");
        Assert.Equal(1, answer.GetProperty("rejectedTotal").GetInt32());
        story.Time.MoveTo(ClockSamples.At("2018-11-12 12:05"));
        await story.CaseAsync("A-4", "2018-11-12 12:05", null);
        using var leader = await story.System.SignInAsync(Role.Leader);
        var page = await leader.Http.GetStringAsync("/sources");
        Assert.Contains("data-id=\"/halls/h1 2018-11-12\"", page, StringComparison.Ordinal);
        Assert.Contains("3 / 15", page, StringComparison.Ordinal);
        Assert.Contains("20.00 %", page, StringComparison.Ordinal);
        Assert.Matches("12[45] 分钟", page); // the clock runs on while facts are told
        Assert.Contains("feed · <strong>1</strong>", page, StringComparison.Ordinal);
        story.Time.MoveTo(ClockSamples.At("2018-11-14 00:10"));
        Assert.Null(await story.RunAsync(JobKind.DataQuality, "2018-11-13"));
        using var admin = await story.System.SignInAsync(Role.Admin);
        await story.System.GetAsync("/api/board");
        Assert.Contains(
            "0 sources, 0 facts, 1 silent: /halls/h1", await admin.Http.GetStringAsync("/jobs"),
            StringComparison.Ordinal);
    }

    private static async Task<string> UploadAsync(Visitor visitor, string table, string name, byte[] bytes)
    {
        var token = await visitor.TokenAsync("/imports");
        using var form = new MultipartFormDataContent
        {
            { new StringContent(token), "__RequestVerificationToken" },
            { new StringContent("try"), "_handler" },
            { new StringContent(table), "table" },
        };
        using var file = new ByteArrayContent(bytes);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        form.Add(file, "file", name);
        using var answer = await visitor.Http.PostAsync("/imports", form);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }
}
