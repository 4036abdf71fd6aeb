using System.Text.Json.Nodes;
using Supervision.Core.Rules;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Rules;

public class RuleBookVersionTests
{
    [Fact]
    public void Version_OtherKeyOrderWhiteSpaceAndSpelling_IsTheSame()
    {
        var root = JsonNode.Parse(TestRules.Json)!.AsObject();
        var turned = new JsonObject(root.Reverse().Select(field => new KeyValuePair<string, JsonNode?>(
            field.Key, field.Value?.DeepClone())));
        var text = turned.ToJsonString() // escapes every Chinese character
            .Replace("\"amount\":7,", "\"amount\":7.0,", StringComparison.Ordinal)
            .Insert(1, "\n  \"$schema\": \"rulebook.schema.json\",\n");

        Assert.Equal(TestRules.Book.Version, RuleBookReader.Read(text).Version);
    }

    [Fact]
    public void Version_OtherLimit_Differs() => Assert.NotEqual(
        TestRules.Book.Version, RuleBookReader.Read(RuleBookText.With("$.items[0].promised.amount=6")).Version);

    [Fact]
    public void Version_OtherOrderOfAList_Differs()
    {
        var text = TestRules.Json.Replace("[\"U1\", \"U2\"]", "[\"U2\", \"U1\"]", StringComparison.Ordinal);
        Assert.NotEqual(TestRules.Book.Version, RuleBookReader.Read(text).Version);
    }

    [Fact]
    public void Version_AnyBook_HasTwelveLowerHexDigits() => Assert.Matches("^[0-9a-f]{12}$", TestRules.Book.Version);
}
