using System.Text.Json.Nodes;
using Supervision.Core.Rules;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Scores;

/// <summary>What may be wrong with a scheme, each found at its place.</summary>
public class SchemeFaultTests
{
    [Fact]
    public void Read_Scheme_IsTakenAsWritten()
    {
        const string scores = """
            {"sampleMin": 3, "areas": [{"id": "a", "name": "甲", "weight": 100, "indicators": [
              {"id": "x", "name": "率", "formula": "rate(finished, accepted)", "weight": 2, "of": ["staff"]},
              {"id": "y", "name": "扣", "formula": "-2 * red", "min": -7.5, "max": 0}]}]}
            """;
        var scheme = RuleBookReader.Read(Book(scores)).Scores;
        Assert.Equal(3, scheme.SampleMin);
        Assert.Equal("rate(finished, accepted)", scheme.Areas[0].Indicators[0].Formula.Text);
        Assert.Equal((0m, 1m), (scheme.Areas[0].Indicators[0].Min, scheme.Areas[0].Indicators[0].Max));
        Assert.Equal(-7.5m, scheme.Areas[0].Indicators[1].Min);
        Assert.NotEqual(TestRules.Book.Scores.Version, scheme.Version);
    }

    [Theory]
    [InlineData("60, []; 41, []", "$.scores.areas", "sum to 101")]
    [InlineData("0, []; 100, []", "$.scores.areas[0].weight", "is 0")]
    [InlineData("100, [{'formula': 'rate(finish, 2)'}]", Indicator + ".formula", "column 6: 'finish' is no figure")]
    [InlineData("100, [{'formula': 'x + 1'}]", Indicator + ".formula", "'x' is no figure")]
    [InlineData("100, [{'formula': '1', 'min': 2, 'max': 1}]", Indicator, "least value 2 above the greatest 1")]
    [InlineData("100, [{'formula': '1', 'weight': 1, 'max': 2}]", Indicator, "share outside 0 to 1")]
    [InlineData("100, [{'formula': '1', 'of': []}]", Indicator + ".of", "is empty")]
    [InlineData("100, [{'formula': '1', 'loop': 1}]", Indicator + ".loop", "is not a known key")]
    [InlineData("100, [{'formula': '1'}, {'formula': '2'}]", "$.scores.areas", "repeats the indicator 'x'")]
    public void Read_Fault_IsNamedAtItsPlace(string areas, string path, string problem)
    {
        // Each area is written as its weight and its indicators, which are all called x.
        var written = areas.Replace("{'", "{'id': 'x', 'name': 'x', '", StringComparison.Ordinal)
            .Replace(", [", ", 'indicators': [", StringComparison.Ordinal)
            .Replace('\'', '"').Split("; ")
            .Select((area, i) => $$"""{"id": "a{{i}}", "name": "甲", "weight": {{area}}}""");
        var (book, faults) = RuleBookReader.Check(Book($$"""{"areas": [{{string.Join(',', written)}}]}"""));
        Assert.Null(book);
        Assert.Contains(
            faults, fault => fault.Path == path && fault.Problem.Contains(problem, StringComparison.Ordinal));
    }

    private const string Indicator = "$.scores.areas[0].indicators[0]";

    private static string Book(string scores)
    {
        var book = JsonNode.Parse(TestRules.Json)!;
        book["scores"] = JsonNode.Parse(scores);
        return book.ToJsonString();
    }
}
