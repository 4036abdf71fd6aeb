using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.Jobs;
using Supervision.Core.People;
using Supervision.Silo.Reports;
using Supervision.Tests.Support;

namespace Supervision.Tests.Reports;

public class InvestmentReportTests
{
    private const string Address = "/api/reports/investment?period=2018-10";

    [Fact]
    public async Task Report_OfAMonth_HasExactlyFiveColumns_OfWhatWasOpenInIt()
    {
        await using var story = await ReportStory.StartAsync();
        await story.CaseAsync("IN-1", "2018-10-15 10:00", "2018-10-20 10:00");
        await story.CaseAsync("OPEN", "2018-09-03 10:00", null);
        await story.CaseAsync("LATER", "2018-10-30 10:00", "2018-11-05 10:00");
        await story.CaseAsync("BEFORE", "2018-09-03 10:00", "2018-09-10 10:00");
        await story.CaseAsync("AFTER", "2018-11-02 10:00", null);
        await story.CaseAsync("OTHER", "2018-10-15 10:00", null, "JOINT");
        var (status, report) = await story.System.GetAsync(Address);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(JsonValueKind.Null, report.GetProperty("number").ValueKind);
        Assert.Equal(
            [
                "甲局|承诺事项|2018-09-03||7个工作日", "甲局|承诺事项|2018-10-15|2018-10-20|7个工作日",
                "甲局|承诺事项|2018-10-30||7个工作日",
            ],
            report.GetProperty("items").EnumerateArray().Select(line => string.Join(
                '|', line.EnumerateObject().Select(field => field.Value.ToString()))));
        Assert.Equal(
            ["/api/cases/OPEN", "/api/cases/IN-1", "/api/cases/LATER"],
            report.GetProperty("evidence").EnumerateArray().Select(one => one.GetString()));
    }

    [Theory]
    [InlineData("2018-13")]
    [InlineData("2018-Q4")]
    [InlineData("2018")]
    [InlineData("")]
    public async Task Period_ThatIsNoMonth_IsRefusedByName(string period)
    {
        await using var story = await ReportStory.StartAsync();
        var (status, answer) = await story.System.GetAsync($"/api/reports/investment?period={period}");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("period: ", answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Issued_ItStays_WhateverFactsComeLater_AndACorrectionIsAnotherVersion()
    {
        await using var story = await ReportStory.StartAsync();
        await story.CaseAsync("OPEN", "2018-10-15 10:00", null);
        Assert.Null(await story.RunAsync(JobKind.InvestmentReport, "2018-10"));
        Assert.Equal("job.done", (await story.RunAsync(JobKind.InvestmentReport, "2018-10"))!.Code);
        await story.TellAsync("case.finished", "OPEN", "2018-10-30 10:00", new { outcome = "granted" });
        var (_, issued) = await story.System.GetAsync(Address);
        Assert.Equal("投资监察〔2018〕10期", issued.GetProperty("number").GetString());
        Assert.Equal(JsonValueKind.Null, issued.GetProperty("items")[0].GetProperty("finishedOn").ValueKind);
        using (var file = await story.System.Reader.SendAsync(Csv()))
        {
            var text = await file.Content.ReadAsByteArrayAsync();
            Assert.Equal(issued.GetProperty("hash").GetString(), Convert.ToHexStringLower(SHA256.HashData(text)));
            Assert.Equal([0xEF, 0xBB, 0xBF], text[..3]);
        }

        var desk = story.System.Services.GetRequiredService<ReportDesk>();
        var inspector = new Actor("U9", "孙监察", Role.Inspector, null);
        var month = new Cycle(CycleUnit.Month, new(2018, 10, 1));
        Assert.Equal(
            "report.issued", (await desk.IssueInvestmentAsync(month, (inspector, " ", "1"), default))!.Code);
        Assert.Equal("report.notYours", (await desk.IssueInvestmentAsync(
            month, (inspector with { Organisation = "H1" }, "补录", "2"), default))!.Code);
        Assert.Null(await desk.IssueInvestmentAsync(month, (inspector, "补录办结", "3"), default));
        var (_, corrected) = await story.System.GetAsync(Address);
        Assert.Equal("投资监察〔2018〕10期之2", corrected.GetProperty("number").GetString());
        Assert.Equal("补录办结", corrected.GetProperty("reason").GetString());
        Assert.Equal("2018-10-30", corrected.GetProperty("items")[0].GetProperty("finishedOn").GetString());

        static HttpRequestMessage Csv()
        {
            var request = new HttpRequestMessage(HttpMethod.Get, Address);
            request.Headers.Accept.ParseAdd("text/csv");
            return request;
        }
    }

    [Fact]
    public async Task Issue_OfAMonthThatIsNotOver_IsRefused()
    {
        await using var story = await ReportStory.StartAsync();
        Assert.Contains(
            "not over", (await story.RunAsync(JobKind.InvestmentReport, "2018-11"))!.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mail_CarriesExactlyWhatTheProofNames_ToEverybodyOnce()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        await using var story = await ReportStory.StartAsync(
            "--Supervision:Notifications:Mail:Host", "127.0.0.1", "--Supervision:Notifications:Mail:Port", $"{port}",
            "--Supervision:Notifications:Mail:Tls", "false", "--Supervision:Notifications:Mail:From", "jc@city.cn",
            "--Supervision:Jobs:InvestmentTo", "one@city.cn two@city.cn");
        await story.CaseAsync("IN-1", "2018-10-15 10:00", null);
        var talks = TalksAsync("250 ok", "550 no");
        Assert.Equal("job.failed", (await story.RunAsync(JobKind.InvestmentReport, "2018-10"))!.Code);
        Assert.Contains("RCPT TO:<one@city.cn>", (await talks)[0], StringComparison.OrdinalIgnoreCase);
        var again = TalksAsync("250 ok");
        Assert.Null(await story.RunAsync(JobKind.InvestmentReport, "2018-10"));
        var heard = (await again)[0];
        Assert.Contains("RCPT TO:<two@city.cn>", heard, StringComparison.OrdinalIgnoreCase);

        var (_, report) = await story.System.GetAsync(Address);
        var hash = report.GetProperty("hash").GetString()!;
        Assert.Equal(
            ["one@city.cn delivered ", "two@city.cn failed smtp:550", "two@city.cn delivered "],
            report.GetProperty("sendings").EnumerateArray().Select(sending =>
                $"{sending.GetProperty("to")} {sending.GetProperty("state")} {sending.GetProperty("fault")}"));
        Assert.All(
            report.GetProperty("sendings").EnumerateArray(),
            sending => Assert.Equal(hash, sending.GetProperty("hash").GetString()));
        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(AttachmentOf(heard))));

        async Task<List<string>> TalksAsync(params string[] answers)
        {
            List<string> texts = [];
            foreach (var answer in answers)
            {
                texts.Add(await MailTalk.TakeAsync(listener, answer));
            }

            return texts;
        }
    }

    [Fact]
    public async Task Hand_CarriedToTheCommission_IsNotedOnceOnThePage()
    {
        await using var story = await ReportStory.StartAsync();
        await story.CaseAsync("IN-1", "2018-10-15 10:00", null);
        await story.RunAsync(JobKind.InvestmentReport, "2018-10");
        using var inspector = await story.System.SignInAsync(Role.Inspector);
        for (var i = 0; i < 2; i++)
        {
            using var answer = await inspector.SendFormAsync(
                "/reports/investment?period=2018-10", "carry", ("to", "市纪委监委"), ("key", $"{i}"));
            Assert.Contains("已登记报送", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        var (_, report) = await story.System.GetAsync(Address);
        var sending = Assert.Single(report.GetProperty("sendings").EnumerateArray());
        Assert.Equal("hand", sending.GetProperty("channel").GetString());
        Assert.Equal("市纪委监委", sending.GetProperty("to").GetString());
    }

    /// <summary>The attachment of a mail as it was spoken: base64 after the header of its part.</summary>
    private static byte[] AttachmentOf(string mail)
    {
        var lines = mail.ReplaceLineEndings("\n").Split('\n');
        var part = Array.FindLastIndex(lines, line => line.Contains("text/csv", StringComparison.Ordinal));
        var from = Array.IndexOf(lines, "", part) + 1;
        var to = Array.FindIndex(lines, from, line => line.StartsWith("--", StringComparison.Ordinal) || line == "");
        return Convert.FromBase64String(string.Concat(lines[from..to]));
    }
}
