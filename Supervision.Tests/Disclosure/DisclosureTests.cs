using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.Reading;
using Supervision.Core.Scores;
using Supervision.Silo.Views;
using Supervision.Tests.Reports;
using Supervision.Tests.Support;

namespace Supervision.Tests.Disclosure;

/// <summary>What strangers see: enough to follow a case, nothing about anybody.</summary>
public class DisclosureTests
{
    private static readonly string[] Planted =
    [
        "赵钱孙", "510602199001011234", "13900008888", "周代理", "512345197005055678", "U1", "U2", "张一", "张二",
        "秘密意见", "秘密理由", "NOTICE-77", "领导批准人", "CASE-7788", "很不耐烦", "W01",
    ];

    [Fact]
    public async Task Receipt_TellsWhenAndWhy_AndEachTimeItMoved()
    {
        await using var story = await FullAsync();
        using var answer = await story.System.Stranger.GetAsync($"/api/public/cases/{CodeOf(story)}");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("\"item\":\"承诺事项\"", text, StringComparison.Ordinal);
        Assert.Contains("\"expectedAt\":\"2018-11-", text, StringComparison.Ordinal);
        Assert.Contains("\"why\":\"case.suspended\",\"reason\":\"inspection\"", text, StringComparison.Ordinal);
        Assert.Contains("\"reason\":\"startDay\"", text, StringComparison.Ordinal);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());

        var page = await story.System.Stranger.GetStringAsync($"/public/cases/{CodeOf(story)}");
        Assert.Contains("data:image/png;base64,", page, StringComparison.Ordinal);
        Assert.Contains("受理当日不计", page, StringComparison.Ordinal);
        Assert.Contains("检验", page, StringComparison.Ordinal);
        var typed = CodeOf(story).ToLowerInvariant().Replace("-", "", StringComparison.Ordinal);
        Assert.Contains(
            CodeOf(story), await story.System.Stranger.GetStringAsync($"/public/cases?receipt={typed}"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongReceipts_AnswerAlike_WhateverIsWrongWithThem()
    {
        await using var story = await FullAsync();
        var right = CodeOf(story);
        HashSet<string> answers = [];
        foreach (var wrong in new[]
        {
            "00000-00000-00000-00000", right[..^1] + (right[^1] == '0' ? '1' : '0'), "x", "CASE-7788", right[..^1],
        })
        {
            using var answer = await story.System.Stranger.GetAsync($"/api/public/cases/{wrong}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            answers.Add(string.Concat((await answer.Content.ReadAsStringAsync()).Split("\"traceId\"")[0]));
            using var page = await story.System.Stranger.GetAsync($"/public/cases/{wrong}");
            Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        }

        Assert.Single(answers);
    }

    [Fact]
    public async Task Receipts_AreTriedSoOftenAMinute_AndThenNoMore()
    {
        await using var story = await ReportStory.StartAsync("--Supervision:Public:ReceiptsPerMinute", "3");
        List<HttpStatusCode> answers = [];
        for (var i = 0; i < 5; i++)
        {
            using var answer = await story.System.Stranger.GetAsync("/api/public/cases/00000-00000-00000-00000");
            answers.Add(answer.StatusCode);
            Assert.Equal(answer.StatusCode == HttpStatusCode.TooManyRequests, answer.Headers.RetryAfter is not null);
        }

        Assert.Equal(3, answers.Count(status => status == HttpStatusCode.NotFound));
        Assert.Equal(2, answers.Count(status => status == HttpStatusCode.TooManyRequests));
        using var page = await story.System.Stranger.GetAsync("/public");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode); // counted apart
    }

    [Fact]
    public async Task PublicPages_MayBeKept_AndSayWhenNothingChanged()
    {
        await using var story = await FullAsync();
        foreach (var path in new[] { "/public", "/api/public/figures" })
        {
            using var first = await story.System.Stranger.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
            Assert.Equal("public, max-age=60", first.Headers.CacheControl?.ToString());
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("If-None-Match", first.Headers.ETag!.ToString());
            using var again = await story.System.Stranger.SendAsync(request);
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            Assert.Empty(await again.Content.ReadAsByteArrayAsync());
        }

        var before = await story.System.Stranger.GetStringAsync("/api/public/figures");
        await story.CaseAsync("NEW-1", "2018-11-12 09:30", "2018-11-12 09:40");
        Assert.Equal(before, await story.System.Stranger.GetStringAsync("/api/public/figures"));
        story.Time.MoveTo(story.Time.GetUtcNow() + TimeSpan.FromSeconds(61));
        Assert.NotEqual(before, await story.System.Stranger.GetStringAsync("/api/public/figures"));
    }

    [Fact]
    public async Task EveryPublicAnswer_HoldsNothingOfAnybody()
    {
        await using var story = await FullAsync();
        var text = new StringBuilder();
        foreach (var path in new[]
        {
            "/public", "/public?culture=en", "/public?hall=H1", "/api/public/figures", "/api/public/figures?hall=H1",
            $"/public/cases/{CodeOf(story)}", $"/public/cases?receipt={CodeOf(story)}",
            $"/api/public/cases/{CodeOf(story)}", "/public/cases/CASE-7788", "/api/public/cases/CASE-7788",
        })
        {
            using var answer = await story.System.Stranger.GetAsync(path);
            var body = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
            text.Append(path == "/public/cases/CASE-7788" || path == "/api/public/cases/CASE-7788"
                ? body.Replace("CASE-7788", "", StringComparison.Ordinal) // what the caller wrote itself
                : body);
            text.AppendJoin('\n', answer.Headers.Select(header => string.Join(' ', header.Value)));
        }

        // A picture's base64 holds any two letters by chance; the QR code says the page's own address.
        var all = PageText.Of(text.ToString());
        Assert.Contains("承诺事项", all, StringComparison.Ordinal);
        Assert.All(Planted, secret => Assert.DoesNotContain(secret, all, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rankings_OfTheNewestClosedMonth_AreThoseInside_AndNobodysInPerson()
    {
        await using var story = await FullAsync();
        foreach (var day in Enumerable.Range(8, 6))
        {
            await story.CaseAsync($"RANKED-{day}", $"2018-10-{day:00} 10:00", $"2018-10-{day:00} 16:00");
        }

        Assert.Empty((await RankingsAsync(story)).EnumerateArray()); // no month is closed yet
        var closing = story.System.Services.GetRequiredService<IMonthClosing>();
        Assert.Null(await closing.CloseAsync(Period.Of(2018, 10), null, null, default));
        await story.System.GetAsync("/api/board");
        story.Time.MoveTo(story.Time.GetUtcNow() + TimeSpan.FromSeconds(61));

        var rankings = (await RankingsAsync(story)).EnumerateArray().ToArray();
        Assert.Equal(["window", "department", "hall"], rankings.Select(one => one.GetProperty("of").GetString()));
        foreach (var ranking in rankings)
        {
            var (_, inside) = await story.System.GetAsync(
                $"/api/rankings?period=2018-10&of={ranking.GetProperty("of")}");
            Assert.Equal("2018-10 1", $"{ranking.GetProperty("period")} {ranking.GetProperty("version")}");
            Assert.NotEmpty(ranking.GetProperty("lines").EnumerateArray());
            Assert.Equal(
                inside.GetProperty("items").EnumerateArray().Where(line => line.GetProperty("rank").ValueKind
                    == JsonValueKind.Number).Select(TextOf),
                ranking.GetProperty("lines").EnumerateArray().Select(TextOf));
        }

        var names = rankings.SelectMany(one => one.GetProperty("lines").EnumerateArray())
            .Select(line => line.GetProperty("name").GetString()!).ToArray();
        var pages = PageText.Of(WebUtility.HtmlDecode(
            await story.System.Stranger.GetStringAsync("/public")
            + await story.System.Stranger.GetStringAsync("/public?culture=en&hall=H1")
            + await story.System.Stranger.GetStringAsync("/api/public/figures?hall=H1")));
        Assert.All(names, name => Assert.Contains(name, pages, StringComparison.Ordinal));
        Assert.All(Planted, secret => Assert.DoesNotContain(secret, pages, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Staff_FindTheReceiptOnTheCase_AndInItsAnswer()
    {
        await using var story = await FullAsync();
        using var inspector = await story.System.SignInAsync(Core.People.Role.Inspector);
        Assert.Contains(
            CodeOf(story), await inspector.Http.GetStringAsync("/cases/CASE-7788"), StringComparison.Ordinal);
        var (_, answer) = await story.System.GetAsync("/api/cases/CASE-7788");
        Assert.Equal(CodeOf(story), answer.GetProperty("receipt").GetString());
    }

    private static string TextOf(JsonElement line) => string.Join(
        ' ', line.GetProperty("rank"), line.GetProperty("name"), line.GetProperty("score"),
        line.GetProperty("onTimeRate"));

    private static async Task<JsonElement> RankingsAsync(ReportStory story)
    {
        using var figures = JsonDocument.Parse(await story.System.Stranger.GetStringAsync("/api/public/figures"));
        return figures.RootElement.GetProperty("rankings").Clone();
    }

    private static string CodeOf(ReportStory story) =>
        story.System.Services.GetRequiredService<ReceiptDesk>().CodeOf("CASE-7788");

    /// <summary>A case with everything in it that strangers must not learn.</summary>
    private static async Task<ReportStory> FullAsync()
    {
        var story = await ReportStory.StartAsync();
        await story.TellAsync("case.received", "CASE-7788", "2018-11-05 09:00", new
        {
            item = "PROMISED",
            hall = "H1",
            window = "W01",
            applicant = new { name = "赵钱孙", idNumber = "510602199001011234", phone = "13900008888" },
            agent = new { name = "周代理", idNumber = "512345197005055678" },
        });
        await story.TellAsync("case.accepted", "CASE-7788", "2018-11-05 10:00", new
        {
            item = "PROMISED",
            hall = "H1",
            window = "W01",
            department = "D1",
            handler = "U1",
        });
        await story.TellAsync("case.stage.entered", "CASE-7788", "2018-11-06 10:00", new
        {
            stage = "审查",
            handler = "U2",
            department = "D1",
            opinion = "秘密意见",
        });
        await story.TellAsync("case.suspended", "CASE-7788", "2018-11-07 10:00", new
        {
            reason = "inspection",
            notice = "NOTICE-77",
            days = 5,
            approver = "领导批准人",
        });
        await story.CaseAsync("DONE-1", "2018-11-05 10:00", "2018-11-08 10:00");
        await story.TellAsync("case.refused", "DONE-2", "2018-11-05 10:00", new { reason = "秘密理由", handler = "U1" });
        await story.TellAsync(
            "rating.given", "W01", "2018-11-09 10:00", new { score = 1, ticket = "A1", comment = "很不耐烦" });
        await story.TellAsync("attendance.punched", "U1", "2018-11-09 08:55", new { direction = "in" });
        return story;
    }
}
