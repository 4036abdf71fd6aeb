using System.Net;
using System.Text.Json;
using Supervision.Tests.Support;
using static Supervision.Tests.Unit.Feeds.FeedSamples;

namespace Supervision.Tests.Api;

/// <summary>
/// What feeds get wrong, against the real system: a named reason per fact, and the rest of the batch lands.
/// </summary>
public sealed class BadFactsTests(RealSystem system) : IClassFixture<RealSystem>
{
    private const string Time = "\"2026-01-20T09:31:05+08:00\"";
    private const string Item = """{"item":"GENERAL-PROMISED"}""";

    /// <summary>An event and how the reason for its rejection begins.</summary>
    public static TheoryData<string, string> Rejected { get; } = new()
    {
        { "{\"specversion\":\"1.0\",\"id\":", "event: is not valid JSON" },
        { "not json at all", "event: is not valid JSON" },
        { "[]", "event: " },
        { Of(time: null), "time: is required" },
        { Of(subject: null), "subject: is required" },
        { Of(time: "\"9999-12-31T23:59:59+08:00\""), "time: year 9999 is outside" },
        { Of(time: "\"2026-01-20T09:31:05\""), "time: " },
        { Of(time: "\"yesterday\""), "time: " },
        { Of(time: "\"2099-01-20T09:31:05+08:00\""), "time: 2099-01-20T09:31:05+08:00 is more than 24 h ahead of now" },
        { Of(subject: "\"\""), "subject: " },
        { Of(content: """{"item":"NO-SUCH-ITEM"}"""), "data.item: 'NO-SUCH-ITEM'" },
        { Of(content: """{"promised":{"amount":-7,"unit":"workingDay"}}"""), "data.promised.amount: " },
        { Of(content: """{"promised":{"amount":0,"unit":"workingDay"}}"""), "data.promised.amount: " },
        { Of(content: """{"promised":{"amount":NaN,"unit":"workingDay"}}"""), "event: is not valid JSON" },
        { Of(content: """{"promised":{"amount":1e400,"unit":"workingDay"}}"""), "data.promised.amount: " },
        { Of(content: "{}"), "data.item: " },
        { Of(type: "case.exploded"), "type: 'case.exploded' is not a fact type of the contract" },
        { Of(type: "case.fee.charged", content: """{"amount":-1}"""), "data.amount: " },
        { Of(type: "case.fee.charged", content: """{"amount":"NaN"}"""), "data.amount: " },
        { Of(type: "case.extended", content: """{"days":-3}"""), "data.days: " },
        { Of(type: "rating.given", content: """{"score":6}"""), "data.score: " },
    };

    [Theory]
    [MemberData(nameof(Rejected))]
    public async Task Fact_ThatCannotBeUsed_IsRejectedByNameAndItsNeighboursLand(string bad, string reason)
    {
        var id = Guid.NewGuid().ToString("N");
        var (status, answer) = await system.PostAsync($"{Of(id: id + "a")}\n{bad}\n{Of(id: id + "b")}");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(2, answer.GetProperty("accepted").GetInt32());
        var rejected = Assert.Single(answer.GetProperty("rejected").EnumerateArray());
        Assert.Equal(1, rejected.GetProperty("index").GetInt32());
        Assert.StartsWith(reason, rejected.GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("id")]
    [InlineData("data")]
    [InlineData("unknown")]
    public async Task TextOfTenMegabytes_IsRejectedAndItsNeighboursLand(string where)
    {
        var id = Guid.NewGuid().ToString("N");
        var text = new string('x', 10 << 20);
        var bad = where switch
        {
            "id" => Of(id: text),
            "data" => Of(content: $$"""{"item":"{{text}}"}"""),
            _ => Of(more: $",\"extra\":\"{text}\""),
        };
        var (status, answer) = await system.PostAsync($"{Of(id: id + "a")}\n{bad}\n{Of(id: id + "b")}");
        Assert.Equal((HttpStatusCode.OK, 2), (status, answer.GetProperty("accepted").GetInt32()));
        Assert.Equal(1, answer.GetProperty("rejectedTotal").GetInt32());
    }

    [Fact]
    public async Task BodyOverTheBound_Is413AndTakesNothing()
    {
        var no = Guid.NewGuid().ToString("N");
        var content = $$"""{"item":"{{new string('x', 17 << 20)}}"}""";
        var (status, problem) = await system.PostAsync(
            $"[{Of(id: no, subject: no)},{Of(content: content)}]", RealSystem.Batch);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
        Assert.StartsWith("body: ", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        var (found, _) = await system.GetAsync($"/api/cases/{no}");
        Assert.Equal(HttpStatusCode.NotFound, found);
    }

    [Theory]
    [InlineData("[", RealSystem.Batch, HttpStatusCode.BadRequest, "body: ")]
    [InlineData("{", RealSystem.Single, HttpStatusCode.BadRequest, "body: ")]
    [InlineData("{}", "application/json", HttpStatusCode.UnsupportedMediaType, "Content-Type: ")]
    [InlineData("a,b", "text/csv", HttpStatusCode.UnsupportedMediaType, "Content-Type: ")]
    public async Task Body_ThatCannotBeUsed_IsRefusedWhole(
        string body, string mediaType, HttpStatusCode status, string detail)
    {
        var (answered, problem) = await system.PostAsync(body, mediaType);
        Assert.Equal(status, answered);
        Assert.StartsWith(detail, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("case.stage.completed", """{"stage":"审查"}""", "stage.beforeAcceptance")]
    [InlineData("case.finished", "{}", "finish.beforeAcceptance")]
    public async Task Fact_ThatComesBeforeItsAcceptance_IsTakenAndBecomesAFinding(
        string type, string content, string code)
    {
        var no = Guid.NewGuid().ToString("N");
        var early = Of(type: type, id: no + "1", subject: no, time: "\"2026-01-19T09:00:00+08:00\"", content: content);
        var (_, answer) = await system.PostAsync($"{early}\n{Of(id: no + "2", subject: no)}");
        Assert.Equal(2, answer.GetProperty("accepted").GetInt32());
        var (_, file) = await system.GetAsync($"/api/cases/{no}");
        var codes = file.GetProperty("alerts").EnumerateArray().Select(alert => alert.GetProperty("code").GetString());
        Assert.Contains(code, codes);
    }

    [Fact]
    public async Task UnknownFields_AreKept()
    {
        var no = Guid.NewGuid().ToString("N");
        await system.PostAsync(Of(id: no, subject: no, content: """{"item":"GENERAL-PROMISED","colour":"blue"}"""));
        var (_, file) = await system.GetAsync($"/api/cases/{no}");
        Assert.Contains("\"colour\":\"blue\"", file.GetProperty("timeline").GetRawText(), StringComparison.Ordinal);
    }

    private static string Of(
        string type = "case.accepted", string? content = Item, string id = "bad", string? time = Time,
        string? subject = "2026-000001", string more = "") =>
        Event(type, content, id, time, subject is null ? null : JsonSerializer.Serialize(subject.Trim('"')), more);
}
