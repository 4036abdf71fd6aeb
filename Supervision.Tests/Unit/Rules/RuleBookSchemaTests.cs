using System.Text.Json;
using Supervision.Core.Rules;
using Supervision.Core.Rules.Json;
using Supervision.Ingest.Simulation;

namespace Supervision.Tests.Unit.Rules;

public class RuleBookSchemaTests
{
    private static readonly JsonElement Schema = Load();

    [Fact]
    public void Schema_EveryObject_HasExactlyTheKeysTheReaderKnows()
    {
        var inSchema = Schema.GetProperty("$defs").EnumerateObject()
            .Where(definition => definition.Value.TryGetProperty("properties", out _))
            .Select(definition => (definition.Name, definition.Value))
            .Append((RuleBookKeys.Root, Schema))
            .ToDictionary(pair => pair.Item1, pair => Keys(pair.Item2), StringComparer.Ordinal);

        Assert.Equal(RuleBookKeys.All.Keys.Order(StringComparer.Ordinal), inSchema.Keys.Order(StringComparer.Ordinal));
        Assert.All(inSchema, pair =>
            Assert.Equal(RuleBookKeys.All[pair.Key].Order(StringComparer.Ordinal), pair.Value));
    }

    [Fact]
    public void Schema_EveryObject_RefusesOtherKeysAndDescribesItself()
    {
        var objects = Schema.GetProperty("$defs").EnumerateObject().Select(each => each.Value).Append(Schema)
            .Where(each => each.TryGetProperty("properties", out _));
        Assert.All(objects, each =>
        {
            Assert.False(each.GetProperty("additionalProperties").GetBoolean());
            Assert.NotEmpty(each.GetProperty("description").GetString()!);
        });
    }

    [Fact]
    public void Sample_EveryKey_IsKnownToTheSchema()
    {
        using var sample = JsonDocument.Parse(CityRules.Text());
        var unknown = new List<string>();
        Walk(sample.RootElement, Schema, "$", unknown);
        Assert.Empty(unknown);
    }

    [Fact]
    public void Sample_KeyTheSchemaDoesNotKnow_IsFoundByTheSameWalk()
    {
        using var sample = JsonDocument.Parse("""{"items":[{"id":"1","stages":[{"name":"受理","limits":1}]}]}""");
        var unknown = new List<string>();
        Walk(sample.RootElement, Schema, "$", unknown);
        Assert.Equal(["$.items.stages.limits"], unknown);
    }

    private static void Walk(JsonElement value, JsonElement schema, string path, List<string> unknown)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            schema = Schema.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]);
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            foreach (var element in value.EnumerateArray()) Walk(element, items, path, unknown);
        }

        if (value.ValueKind != JsonValueKind.Object) return;
        foreach (var field in value.EnumerateObject())
        {
            var next = default(JsonElement);
            var known = (schema.TryGetProperty("properties", out var properties)
                    && properties.TryGetProperty(field.Name, out next))
                || (schema.TryGetProperty("additionalProperties", out next) && next.ValueKind == JsonValueKind.Object);
            if (known) Walk(field.Value, next, $"{path}.{field.Name}", unknown);
            else unknown.Add($"{path}.{field.Name}");
        }
    }

    private static string[] Keys(JsonElement definition) =>
        [.. definition.GetProperty("properties").EnumerateObject().Select(each => each.Name)
            .Order(StringComparer.Ordinal)];

    private static JsonElement Load()
    {
        using var stream = typeof(RuleBook).Assembly.GetManifestResourceStream("rulebook.schema.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }
}
