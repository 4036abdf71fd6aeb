using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Supervision.Core.Rules;
using Supervision.Tests.Support;

namespace Supervision.Tests.Property;

public class RuleBookProperties
{
    private static readonly string[] Splinters =
        ["{", "}", "[", "]", "\"", ":", ",", "null", "-1", "1e99", "true", "\\ud800", "\0"];

    [Fact]
    public void Check_DamagedText_EitherReadsItOrNamesFaultsAndNeverThrows()
    {
        var damage = from at in Gen.Choose(0, TestRules.Json.Length - 1)
                     from length in Gen.Choose(0, 3)
                     from splinter in Gen.Elements(Splinters)
                     select (at, length, splinter);
        Prop.ForAll(Gen.ListOf(damage, 3).ToArbitrary(), damages =>
        {
            var text = damages.Aggregate(TestRules.Json, (json, each) =>
            {
                var at = Math.Min(each.at, json.Length);
                return json[..at] + each.splinter + json[Math.Min(json.Length, at + each.length)..];
            });
            var (book, faults) = RuleBookReader.Check(text);
            return book is null == faults.Length > 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Version_KeysShuffledAtEveryDepth_IsTheSame() => Prop.ForAll(
        Gen.Choose(1, int.MaxValue).ToArbitrary(),
        seed => RuleBookReader.Read(Shuffle(JsonNode.Parse(TestRules.Json)!, new Random(seed))!.ToJsonString()).Version
            == TestRules.Book.Version).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Version_OneNumberChanged_Differs() => Prop.ForAll(
        Gen.Choose(1, 10).Where(days => days != 7).ToArbitrary(),
        days =>
        {
            var json = JsonNode.Parse(TestRules.Json)!;
            json["items"]![0]!["promised"]!["amount"] = days;
            return RuleBookReader.Read(json.ToJsonString()).Version != TestRules.Book.Version;
        }).Check(Config.QuickThrowOnFailure);

    private static JsonNode? Shuffle(JsonNode? node, Random random) => node switch
    {
        JsonObject fields => new JsonObject(fields.OrderBy(_ => random.Next())
            .Select(field => new KeyValuePair<string, JsonNode?>(field.Key, Shuffle(field.Value, random)))),
        JsonArray list => new JsonArray([.. list.Select(each => Shuffle(each, random))]),
        _ => node?.DeepClone(),
    };
}
