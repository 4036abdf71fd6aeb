using System.Net;
using System.Text.Json;
using Supervision.Tests.Support;
using static Supervision.Tests.Unit.Feeds.FeedSamples;

namespace Supervision.Tests.Api;

/// <summary>The shapes of contract section 3, over real HTTP.</summary>
public sealed class ReadingContractTests(ReadingContractTests.Filled filled)
    : IClassFixture<ReadingContractTests.Filled>
{
    private const int Cases = 25;

    private readonly RealSystem system = filled.System;

    [Theory]
    [InlineData("/api/cases")]
    [InlineData("/api/alerts")]
    public async Task List_ReadPageByPage_ShowsEverythingOnceAndTheSameTotal(string path)
    {
        var (_, whole) = await system.GetAsync($"{path}?limit=1000");
        var total = whole.GetProperty("total").GetInt64();
        Assert.Equal(total, whole.GetProperty("items").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, whole.GetProperty("next").ValueKind);
        List<string> items = [];
        for (string? next = ""; next is not null;)
        {
            var after = next.Length > 0 ? $"&after={Uri.EscapeDataString(next)}" : "";
            var (status, page) = await system.GetAsync($"{path}?limit=4{after}");
            Assert.Equal((HttpStatusCode.OK, total), (status, page.GetProperty("total").GetInt64()));
            Assert.InRange(page.GetProperty("items").GetArrayLength(), 1, 4);
            items.AddRange(page.GetProperty("items").EnumerateArray().Select(item => item.GetRawText()));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(whole.GetProperty("items").EnumerateArray().Select(item => item.GetRawText()), items);
    }

    [Fact]
    public async Task List_WithoutALimit_ShowsAHundredAtMost()
    {
        var (_, page) = await system.GetAsync("/api/cases");
        Assert.Equal(Cases, page.GetProperty("items").GetArrayLength());
        Assert.Equal(["items", "next", "total"], page.EnumerateObject().Select(property => property.Name));
    }

    [Theory]
    [InlineData("/api/cases?limit=0", "limit: ")]
    [InlineData("/api/cases?limit=1001", "limit: ")]
    [InlineData("/api/cases?limit=ten", "limit: ")]
    [InlineData("/api/cases?after=nonsense", "after: ")]
    [InlineData("/api/cases?state=lost", "state: ")]
    [InlineData("/api/cases?overdue=maybe", "overdue: ")]
    [InlineData("/api/alerts?level=purple", "level: ")]
    [InlineData("/api/alerts?kind=thing", "kind: ")]
    [InlineData("/api/alerts?state=gone", "state: ")]
    [InlineData("/api/alerts?since=2026-01-01", "since: ")]
    [InlineData("/api/alerts?after=%00", "after: ")]
    [InlineData("/api/deadline?amount=7", "acceptedAt: ")]
    [InlineData("/api/deadline?acceptedAt=2026-01-05T10:00:00&amount=7", "acceptedAt: ")]
    [InlineData("/api/deadline?acceptedAt=9999-12-31T10:00:00%2B08:00&amount=7", "acceptedAt: ")]
    [InlineData("/api/deadline?acceptedAt=2026-01-05T10:00:00%2B08:00", "amount: ")]
    [InlineData("/api/deadline?acceptedAt=2026-01-05T10:00:00%2B08:00&amount=-1", "amount: ")]
    [InlineData("/api/deadline?acceptedAt=2026-01-05T10:00:00%2B08:00&amount=NaN", "amount: ")]
    [InlineData("/api/deadline?acceptedAt=2026-01-05T10:00:00%2B08:00&amount=7&unit=fortnight", "unit: ")]
    [InlineData("/api/deadline?acceptedAt=2026-01-05T10:00:00%2B08:00&amount=7&convention=x", "convention: ")]
    [InlineData("/api/deadline?acceptedAt=2026-01-05T10:00:00%2B08:00&item=NONE", "item: ")]
    [InlineData("/api/journal/proof", "seq: ")]
    [InlineData("/api/journal/proof?seq=0", "seq: ")]
    [InlineData("/api/journal/proof?seq=99999999", "seq: ")]
    public async Task Query_WithAFieldAtFault_Is400AndNamesIt(string path, string detail)
    {
        using var response = await system.Reader.GetAsync(path);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Contains(detail, problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/cases?q=case-1", 11)]
    [InlineData("/api/cases?q=CASE-24", 1)]
    [InlineData("/api/cases?q=%25", 0)]
    [InlineData("/api/cases?q=_", 0)]
    [InlineData("/api/cases?state=finished", 5)]
    [InlineData("/api/cases?state=accepted", 20)]
    [InlineData("/api/cases?overdue=true&state=finished", 0)]
    [InlineData("/api/alerts?clock=statutory&level=red&state=open", 20)]
    [InlineData("/api/alerts?clock=nothing", 0)]
    [InlineData("/api/alerts?kind=card&since=2090-01-01T00:00:00Z", 0)]
    public async Task Filter_FindsWhatItSays(string path, int total)
    {
        var (status, page) = await system.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, total), (status, page.GetProperty("total").GetInt32()));
    }

    [Theory]
    [InlineData("/api/board")]
    [InlineData("/api/cases")]
    [InlineData("/api/cases/case-1")]
    [InlineData("/api/cases/case-1/clocks")]
    [InlineData("/api/alerts")]
    [InlineData("/api/deadline?amount=7")]
    [InlineData("/api/journal/head")]
    [InlineData("/api/journal/proof?seq=1")]
    public async Task Reading_WithoutAReadKey_Is401Or403(string path)
    {
        using var stranger = await system.Stranger.GetAsync(path);
        using var feed = await system.Feed.GetAsync(path);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden), (stranger.StatusCode, feed.StatusCode));
        Assert.Equal("application/problem+json", stranger.Content.Headers.ContentType!.MediaType);
        Assert.Equal("application/problem+json", feed.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task UnknownCase_Is404WithAProblem()
    {
        foreach (var path in (string[])["/api/cases/nobody", "/api/cases/nobody/clocks"])
        {
            var (status, problem) = await system.GetAsync(path);
            Assert.Equal((HttpStatusCode.NotFound, 404), (status, problem.GetProperty("status").GetInt32()));
        }
    }

    [Fact]
    public async Task Clocks_OfACase_HaveEveryFieldOfTheContract()
    {
        var (_, answer) = await system.GetAsync("/api/cases/case-1/clocks");
        var clock = answer.GetProperty("clocks").EnumerateArray()
            .First(clock => clock.GetProperty("name").GetString() == "promised");
        string[] names = ["state", "startedAt", "dueAt", "stoppedAt", "convention", "limit", "provisional", "edition"];
        foreach (var name in names)
        {
            Assert.True(clock.TryGetProperty(name, out _), name);
        }

        var limit = clock.GetProperty("limit");
        Assert.Equal(
            (7, "workingDay"), (limit.GetProperty("amount").GetInt32(), limit.GetProperty("unit").GetString()));
        var interval = clock.GetProperty("explanation")[0];
        Assert.Equal(
            ["from", "to", "counted", "reason", "basis"], interval.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task Board_Counts_WhatTheListsShow()
    {
        var (_, board) = await system.GetAsync("/api/board");
        Assert.Equal((20, 20, 20), (
            board.GetProperty("open").GetInt32(), board.GetProperty("red").GetInt32(),
            board.GetProperty("overdueOpen").GetInt32()));
        Assert.Equal(30, board.GetProperty("sources")[0].GetProperty("facts").GetInt32());
    }

    [Theory]
    [InlineData("{\"now\":\"2027-01-01T00:00:00+08:00\"}", HttpStatusCode.Conflict)]
    [InlineData("{\"now\":\"soon\"}", HttpStatusCode.BadRequest)]
    [InlineData("{\"now\":\"2027-01-01T00:00:00\"}", HttpStatusCode.BadRequest)]
    [InlineData("{\"now\":\"9999-01-01T00:00:00Z\"}", HttpStatusCode.BadRequest)]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    [InlineData("nonsense", HttpStatusCode.BadRequest)]
    public async Task Clock_ThatIsLive_CannotBeMoved(string body, HttpStatusCode expected)
    {
        using var content = new StringContent(body, null, "application/json");
        using var response = await system.Feed.PostAsync("/api/clock", content);
        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/openapi/v1.json", "application/json")]
    [InlineData("/healthz/live", "text/plain")]
    [InlineData("/healthz/ready", "text/plain")]
    public async Task DescriptionAndHealth_NeedNoKey(string path, string mediaType)
    {
        using var response = await system.Stranger.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith(mediaType, response.Content.Headers.ContentType!.MediaType, StringComparison.Ordinal);
    }

    /// <summary>25 cases accepted long ago, the first 5 of them finished the next day.</summary>
    public sealed class Filled : IAsyncLifetime
    {
        public RealSystem System { get; } = new();

        public async ValueTask InitializeAsync()
        {
            await System.InitializeAsync();
            var accepted = Enumerable.Range(0, Cases).Select(i => Event(
                content: """{"item":"GENERAL-PROMISED"}""", id: $"a{i}", subject: $"\"case-{i}\"",
                time: $"\"2025-03-{i % 7 + 3:D2}T10:00:00+08:00\""));
            var finished = Enumerable.Range(0, 5).Select(i => Event(
                "case.finished", "{}", id: $"f{i}", subject: $"\"case-{i}\"",
                time: $"\"2025-03-{i % 7 + 4:D2}T10:00:00+08:00\""));
            var (status, _) = await System.PostAsync(string.Join('\n', accepted.Concat(finished)));
            Assert.Equal(HttpStatusCode.OK, status);
        }

        public ValueTask DisposeAsync() => System.DisposeAsync();
    }
}
