using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Rules;

/// <summary>Changes the text of the small rule book: <c>path=json</c> sets a value, a path alone removes it.</summary>
internal static partial class RuleBookText
{
    public static string With(params string[] changes)
    {
        var root = JsonNode.Parse(TestRules.Json)!;
        foreach (var change in changes)
        {
            var cut = change.IndexOf('=', StringComparison.Ordinal);
            var path = cut < 0 ? change : change[..cut];
            var steps = Step().Matches(path).Select(match => match.Value).ToArray();
            var parent = steps[..^1].Aggregate(root, Go);
            var value = cut < 0 ? null : JsonNode.Parse(change[(cut + 1)..]);
            if (parent is JsonArray array && int.TryParse(steps[^1], CultureInfo.InvariantCulture, out var index))
                if (index == array.Count) array.Add(value);
                else array[index] = value;
            else if (cut < 0) parent.AsObject().Remove(steps[^1]);
            else parent[steps[^1]] = value;
        }

        return root.ToJsonString();
    }

    private static JsonNode Go(JsonNode from, string step) =>
        (from is JsonArray ? from[int.Parse(step, CultureInfo.InvariantCulture)] : from[step])!;

    [GeneratedRegex(@"(?<=\.)\w+|(?<=\[)\d+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Step();
}
