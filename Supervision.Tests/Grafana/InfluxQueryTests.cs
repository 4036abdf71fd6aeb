using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using static Supervision.Tests.Grafana.GrafanaFiles;

namespace Supervision.Tests.Grafana;

/// <summary>Every InfluxQL query of dashboards and rules, asked of a real InfluxDB about sample figures.</summary>
public sealed partial class InfluxQueryTests
{
    private const int PatienceMs = 10_000;
    private const string Source = "supervision-metrics";

    /// <summary>Those that are zero while all is well.</summary>
    private static readonly string[] OfNodes =
    [
        "supervision.engine.faults", "supervision.journal.faults", "supervision.views.faults",
        "supervision.views.behind", "supervision.clock.behind", "supervision.metrics.dropped",
        "supervision.metrics.waiting", "supervision.history.behind", "supervision.history.faults",
    ];

    [Fact]
    public async Task Query_OfEveryPanelAndVariable_FindsFigures()
    {
        using var server = await InfluxServer.StartAsync();
        await server.WriteAsync(Well(DateTimeOffset.UtcNow));
        var queries = Queries(Source, "query").Where(query => Dashboards.ContainsKey(query.Where)).ToArray();
        Assert.NotEmpty(queries);
        foreach (var (where, query) in queries)
        {
            foreach (var hall in (string[])["()", "H1"])
            {
                var series = await server.AskAsync(Filled(query, hall));
                Assert.True(
                    series.Any(found => found.Values.Any(value => value is not null)), $"{where}, {hall}: {query}");
            }
        }
    }

    [Fact]
    public async Task Hall_ThatIsNotChosen_MeansTheCityAndNotASumOfHalls()
    {
        using var server = await InfluxServer.StartAsync();
        await server.WriteAsync(Well(DateTimeOffset.UtcNow));
        var query = Text(Targets(Dashboards["overview"]).First(), "query");
        Assert.Contains("cases.open", query, StringComparison.Ordinal);
        var city = Assert.Single(await server.AskAsync(Filled(query, "()")));
        Assert.Equal([9], city.Numbers);
        var hall = Assert.Single(await server.AskAsync(Filled(query, "H1")));
        Assert.Equal([4], hall.Numbers);
        Assert.Empty(await server.AskAsync(Filled(query, "H")));
    }

    [Fact]
    public async Task Rules_AreQuietWhileAllIsWell()
    {
        using var server = await InfluxServer.StartAsync();
        await server.WriteAsync(Well(DateTimeOffset.UtcNow));
        foreach (var rule in InfluxRules())
        {
            var firing = string.Join(' ', await FiringAsync(server, rule));
            Assert.Equal((Text(rule, "uid"), ""), (Text(rule, "uid"), firing));
        }
    }

    public static TheoryData<string, string, string> Faults => new()
    {
        { "engine-stopped", "supervision.engine.faults,node=a value=1", "node=a" },
        { "journal-not-writable", "supervision.journal.faults,node=b value=1", "node=b" },
        { "part-unhealthy", "supervision.health.severity,node=a,part=rules value=2", "node=a,part=rules" },
        { "lists-behind", "supervision.views.behind,node=a value=200001", "node=a" },
        { "clock-behind", "supervision.clock.behind,node=b value=61", "node=b" },
        { "feed-silent", "supervision.sources.silence,node=a,source=/quiet value=1801", "source=/quiet" },
        { "history-behind", "supervision.history.behind,node=a value=200001", "node=a" },
        { "history-refuses", "supervision.history.faults,node=b value=1", "node=b" },
        { "metrics-dropped", "supervision.metrics.dropped,node=a value=8", "node=a" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Rule_FiresForItsFaultAndNoOtherDoes(string rule, string line, string whom)
    {
        using var server = await InfluxServer.StartAsync();
        var now = DateTimeOffset.UtcNow;
        await server.WriteAsync(Well(now).Append($"{line} {Ms(now.AddMilliseconds(-1))}"));
        List<string> firing = [];
        foreach (var other in InfluxRules())
        {
            firing.AddRange((await FiringAsync(server, other)).Select(found => $"{Text(other, "uid")} {found}"));
        }

        Assert.Equal([$"supervision-{rule} {whom}"], firing);
    }

    [Fact]
    public async Task Rule_NodeGone_FiresForTheNodeThatSendsNoMore()
    {
        using var server = await InfluxServer.StartAsync();
        var now = DateTimeOffset.UtcNow;
        await server.WriteAsync(Well(now).Concat(Looks(now.AddMinutes(-5)).Select(at =>
            $"supervision.engine.faults,node=c value=0 {Ms(at)}")));
        var rule = InfluxRules().Single(found => Text(found, "uid") == "supervision-node-gone");
        Assert.Equal(["node=c"], await FiringAsync(server, rule));
    }

    private static IEnumerable<JsonNode> InfluxRules() =>
        Rules.Where(rule => Text(Items(rule, "data").First(), "datasourceUid") == Source);

    /// <summary>A system in which all is well: two nodes over ten minutes, a look every ten seconds.</summary>
    private static IEnumerable<string> Well(DateTimeOffset now) => Looks(now).SelectMany((at, look) =>
        ((string[])["a", "b"]).SelectMany(node => OfNode(node, look)).Select(line => $"{line} {Ms(at)}"));

    private static IEnumerable<string> OfNode(string node, int look)
    {
        foreach (var name in Metrics())
        {
            if (OfNodes.Contains(name))
            {
                yield return $"{name},node={node} value=0";
            }
            else if (name is "supervision.sources.silence" or "supervision.health.severity")
            {
                var tag = name == "supervision.health.severity" ? "part=engine" : "source=/halls/h1";
                yield return $"{name},node={node},{tag} value=0";
            }
            else if (name == "supervision.journal.entries")
            {
                yield return $"{name},node={node} value={100 * look}";
            }
            else
            {
                yield return $"{name},node={node} value=9";
                yield return $"{name},node={node},hall=H1 value=4";
            }
        }
    }

    private static IEnumerable<string> Metrics() => Queries(Source, "query")
        .SelectMany(query => Measurement().Matches(query.Query).Select(match => match.Groups["name"].Value)).Distinct();

    private static IEnumerable<DateTimeOffset> Looks(DateTimeOffset until) =>
        Enumerable.Range(0, 60).Select(look => until.AddSeconds(-5 - (10 * (59 - look))));

    private static long Ms(DateTimeOffset at) => at.ToUnixTimeMilliseconds();

    private static string Filled(string query, string hall) => query
        .Replace("$timeFilter", "time >= now() - 1h", StringComparison.Ordinal)
        .Replace("$__interval", "1m", StringComparison.Ordinal)
        .Replace("$node", ".*", StringComparison.Ordinal).Replace("$hall", hall, StringComparison.Ordinal);

    /// <summary>What the rule's query, reduction and threshold say now, as Grafana would work them out.</summary>
    private static async Task<IReadOnlyList<string>> FiringAsync(InfluxServer server, JsonNode rule)
    {
        var steps = Items(rule, "data").Select(step => step["model"]!).ToArray();
        var series = (await server.AskAsync(Text(steps[0], "query"))).Where(found => found.Numbers.Length > 0);
        var evaluator = Items(steps[2], "conditions").Single()["evaluator"]!;
        double[] bounds = [.. Items(evaluator, "params").Select(bound => bound.GetValue<double>())];
        Assert.Equal(("reduce", "threshold"), (Text(steps[1], "type"), Text(steps[2], "type")));
        return
        [
            .. series
                .Where(found => IsOver(
                    Reduced(Text(steps[1], "reducer"), found.Numbers), Text(evaluator, "type"), bounds))
                .Select(found => string.Join(',', found.Tags.Select(tag => $"{tag.Key}={tag.Value}"))),
        ];
    }

    private static double Reduced(string reducer, double[] values) => reducer switch
    {
        "last" => values[^1],
        "sum" => values.Sum(),
        _ => throw new ArgumentException(reducer),
    };

    private static bool IsOver(double value, string evaluator, double[] bounds) => evaluator switch
    {
        "gt" => value > bounds[0],
        "lt" => value < bounds[0],
        "within_range" => value > bounds[0] && value < bounds[1],
        _ => throw new ArgumentException(evaluator),
    };

    [GeneratedRegex("\"(?<name>supervision(\\.[a-z_]+){2})\"", RegexOptions.ExplicitCapture, PatienceMs)]
    private static partial Regex Measurement();
}
