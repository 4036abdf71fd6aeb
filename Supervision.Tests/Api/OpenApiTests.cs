using System.Text.Json;
using Supervision.Tests.Support;

namespace Supervision.Tests.Api;

/// <summary>The description the real system gives of itself: what the contract names, no page.</summary>
public sealed class OpenApiTests(RealSystem system) : IClassFixture<RealSystem>
{
    private static readonly string[] Contract =
    [
        "post /api/facts", "get /api/board", "get /api/cases", "get /api/cases/{no}", "get /api/cases/{no}/clocks",
        "get /api/alerts", "get /api/deadline", "get /api/journal/head", "get /api/journal/proof", "post /api/clock",
    ];

    [Fact]
    public async Task Description_OfTheRealSystem_ListsTheContractAndNothingElse()
    {
        var paths = (await DescriptionAsync()).GetProperty("paths");
        var operations = paths.EnumerateObject().SelectMany(
            path => path.Value.EnumerateObject().Select(operation => $"{operation.Name} {path.Name}"));
        Assert.Equal(Contract.Order(StringComparer.Ordinal), operations.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Description_OfEveryOperation_SaysWhatItDoesAndThatItWantsAKey()
    {
        var paths = (await DescriptionAsync()).GetProperty("paths");
        foreach (var operation in paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject()))
        {
            Assert.NotEmpty(operation.Value.GetProperty("summary").GetString()!);
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

    private async Task<JsonElement> DescriptionAsync()
    {
        using var response = await system.Stranger.GetAsync("/openapi/v1.json");
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }
}
