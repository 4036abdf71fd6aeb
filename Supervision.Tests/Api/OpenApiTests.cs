using System.Net;
using System.Text.Json;
using Supervision.Tests.Support;

namespace Supervision.Tests.Api;

/// <summary>The description the real system gives of itself: what the contract names, no page.</summary>
public sealed class OpenApiTests(RealSystem system) : IClassFixture<RealSystem>
{
    private static readonly string[] Contract =
    [
        "post /api/facts", "get /api/board", "get /api/cases", "get /api/cases/{no}", "get /api/cases/{no}/clocks",
        "get /api/alerts", "get /api/windows/{id}", "get /api/attendance", "get /api/deadline", "get /api/journal/head",
        "get /api/journal/proof", "post /api/clock", "get /api/reports/investment",
        "get /api/reports/bulletin", "get /api/public/cases/{receipt}", "get /api/public/figures",
    ];

    private static readonly string[] Orders =
    [
        "get /api/orders", "post /api/orders", "get /api/orders/{no}",
        "get /api/orders/{no}/attachments/{hash}", "post /api/orders/{no}/acknowledge",
        "post /api/orders/{no}/feedback", "post /api/orders/{no}/rectify", "post /api/orders/{no}/verify",
        "post /api/orders/{no}/appeal", "post /api/orders/{no}/decide", "get /api/silences/{register}",
        "post /api/silences/{register}", "post /api/silences/{register}/{id}/end",
        "get /api/rankings", "get /api/scores/{of}/{id}", "post /api/months/{period}/close",
    ];

    private static readonly string[] Draws =
    [
        "get /api/draws", "post /api/draws", "get /api/draws/{no}", "get /api/draws/{no}/record",
        "get /api/draws/{no}/pool", "post /api/draws/{no}/try",
        "get /api/draws/{no}/attachments/{hash}", "post /api/draws/{no}/commit", "post /api/draws/{no}/freeze",
        "post /api/draws/{no}/reveal", "post /api/draws/{no}/beacon", "post /api/draws/{no}/abort",
        "post /api/draws/{no}/replace", "post /api/draws/{no}/inspect",
    ];

    [Fact]
    public async Task Description_OfTheRealSystem_ListsTheContractAndNothingElse()
    {
        var paths = (await DescriptionAsync()).GetProperty("paths");
        var operations = paths.EnumerateObject().SelectMany(
            path => path.Value.EnumerateObject().Select(operation => $"{operation.Name} {path.Name}"));
        Assert.Equal(
            Contract.Concat(Orders).Concat(Draws).Order(StringComparer.Ordinal),
            operations.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Description_OfEveryOperation_SaysWhatItDoesAndThatItWantsAKey()
    {
        var paths = (await DescriptionAsync()).GetProperty("paths");
        foreach (var (path, operation) in paths.EnumerateObject().SelectMany(
            path => path.Value.EnumerateObject().Select(operation => (path.Name, operation))))
        {
            Assert.NotEmpty(operation.Value.GetProperty("summary").GetString()!);
            if (path.StartsWith("/api/public/", StringComparison.Ordinal))
            {
                continue; // for everybody
            }

            Assert.Contains("401", operation.Value.GetProperty("responses").EnumerateObject().Select(one => one.Name));
        }
    }

    [Fact]
    public async Task Description_OfACase_HasTheFieldsItAnswersWith()
    {
        var description = await DescriptionAsync();
        var reference = description.GetProperty("paths").GetProperty("/api/cases/{no}").GetProperty("get")
            .GetProperty("responses").GetProperty("200").GetProperty("content").GetProperty("application/json")
            .GetProperty("schema").GetProperty("$ref").GetString()!;
        var schema = description.GetProperty("components").GetProperty("schemas").GetProperty(reference.Split('/')[^1]);
        var clock = schema.GetProperty("properties").GetProperty("clocks").GetProperty("items").GetProperty("$ref");
        Assert.Equal("#/components/schemas/ClockAnswer", clock.GetString());
    }

    [Fact]
    public async Task Description_OfEveryReadEndpoint_ListsItsQueryFields()
    {
        var paths = (await DescriptionAsync()).GetProperty("paths");
        Assert.Equal(
            [
                "/api/alerts: level state clock kind hall q since after limit",
                "/api/attendance: date staff status hall after limit", "/api/board: hall",
                "/api/cases: q state overdue hall after limit",
                "/api/deadline: acceptedAt item amount unit convention hall", "/api/draws/{no}/pool: format",
                "/api/draws: q state after limit",
                "/api/journal/proof: seq anchor", "/api/months/{period}/close: because",
                "/api/orders: q state source rung open hall after limit", "/api/public/figures: hall",
                "/api/rankings: period of version after limit", "/api/reports/bulletin: period",
                "/api/reports/investment: period", "/api/scores/{of}/{id}: period version",
            ],
            QueryFields(paths).GroupBy(field => field.Path, field => field.Field.GetProperty("name").GetString())
                .Select(path => $"{path.Key}: {string.Join(' ', path)}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task DescribedBounds_AreTheOnesThatAreEnforced()
    {
        var checkedFields = 0;
        foreach (var (path, field) in QueryFields((await DescriptionAsync()).GetProperty("paths")))
        {
            var name = field.GetProperty("name").GetString()!;
            Assert.NotEmpty(field.GetProperty("description").GetString()!);
            foreach (var value in Beyond(field.GetProperty("schema")))
            {
                using var response = await system.Reader.GetAsync($"{path}?{name}={value}");
                var answer = await response.Content.ReadAsStringAsync();
                Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{path}?{name}={value}: {answer}");
                Assert.Contains($"{name}: ", answer, StringComparison.Ordinal);
                checkedFields++;
            }

            if (field.TryGetProperty("required", out var required) && required.GetBoolean())
            {
                using var response = await system.Reader.GetAsync(path);
                Assert.Contains($"{name}: is required", await response.Content.ReadAsStringAsync());
            }
        }

        Assert.True(checkedFields > 15, $"{checkedFields} fields");
    }

    /// <summary>Values just outside what a schema allows; none for a free text.</summary>
    private static IEnumerable<string> Beyond(JsonElement schema)
    {
        if (schema.TryGetProperty("minimum", out var least))
        {
            yield return $"{least.GetInt64() - 1}";
            yield return $"{schema.GetProperty("maximum").GetInt64() + 1}";
        }

        if (schema.TryGetProperty("enum", out _) || schema.TryGetProperty("format", out _)
            || schema.GetProperty("type").GetString() == "boolean")
        {
            yield return "nonsense";
        }
    }

    private static IEnumerable<(string Path, JsonElement Field)> QueryFields(JsonElement paths) =>
        from path in paths.EnumerateObject()
        from operation in path.Value.EnumerateObject()
        where operation.Value.TryGetProperty("parameters", out _)
        from field in operation.Value.GetProperty("parameters").EnumerateArray()
        where field.GetProperty("in").GetString() == "query"
        select (path.Name, field);

    private async Task<JsonElement> DescriptionAsync()
    {
        using var response = await system.Stranger.GetAsync("/openapi/v1.json");
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }
}
