using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Supervision.Core.Rules;
using Supervision.Tests.Architecture;
using Supervision.Tests.Support;
using static Supervision.Tests.Grafana.GrafanaFiles;

namespace Supervision.Tests.Grafana;

/// <summary>Dashboards as far as they can be judged without Grafana, which no test machine has.</summary>
public sealed partial class DashboardTests
{
    private const int PatienceMs = 10_000;
    private const int Columns = 24;

    /// <summary>Units by the names Grafana has for them; only those in use.</summary>
    private static readonly string[] Units = ["cps", "none", "percentunit", "s", "short"];

    /// <summary>Variables and macros that Grafana or a source of it knows by itself.</summary>
    private static readonly string[] Given =
        ["timeFilter", "__interval", "__url_time_range", "__dateFilter", "__timeFilter", "__timeInterval"];

    public static TheoryData<string> Names => [.. Dashboards.Keys];

    [Fact]
    public void Dashboards_AreThoseThereShouldBe() => Assert.Equal(
        ["health", "overdue", "overview", "satisfaction", "windows"], Dashboards.Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void Dashboard_IsNamedByItsFileAndItsPanelsByTheirNumbers(string name)
    {
        var dashboard = Dashboards[name];
        Assert.Equal("supervision-" + name, Text(dashboard, "uid"));
        var ids = Panels(dashboard).Select(panel => panel["id"]!.GetValue<int>()).ToArray();
        Assert.NotEmpty(ids);
        Assert.Equal(ids.Distinct(), ids);
        foreach (var panel in Panels(dashboard))
        {
            var refs = Items(panel, "targets").Select(target => Text(target, "refId")).ToArray();
            Assert.Equal(refs.Distinct(), refs);
            Assert.Equal(Text(panel, "type") == "row", refs.Length == 0);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Source_OfEveryQuery_IsProvisioned(string name)
    {
        var known = Sources.Select(source => (Text(source, "uid"), Text(source, "type"))).ToArray();
        var asked = Panels(Dashboards[name]).Concat(Targets(Dashboards[name])).Concat(Variables(Dashboards[name]))
            .Where(asker => asker["datasource"] is not null).Select(asker => asker["datasource"]!).ToArray();
        Assert.NotEmpty(asked);
        Assert.All(asked, source => Assert.Contains((Text(source, "uid"), Text(source, "type")), known));
        Assert.All(Panels(Dashboards[name]), panel => Assert.All(
            Items(panel, "targets"), target => Assert.Equal(Text(panel["datasource"]!, "uid"),
                Text(target["datasource"]!, "uid"))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Panels_FillTheGridAndDoNotOverlap(string name)
    {
        var taken = new Dictionary<(int, int), string>();
        foreach (var panel in Panels(Dashboards[name]))
        {
            var place = panel["gridPos"]!;
            var (x, y, w, h) = (Number(place, "x"), Number(place, "y"), Number(place, "w"), Number(place, "h"));
            Assert.True(x >= 0 && y >= 0 && w > 0 && h > 0 && x + w <= Columns, Text(panel, "title"));
            var cells = Enumerable.Range(0, w * h).Select(cell => (y + (cell / w), x + (cell % w)));
            foreach (var cell in cells)
            {
                Assert.True(taken.TryAdd(cell, Text(panel, "title")),
                    $"{Text(panel, "title")} lies over {taken.GetValueOrDefault(cell)}");
            }
        }

        Assert.Equal(0, taken.Count % Columns); // no hole at the right
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Texts_AreInBothLanguages(string name)
    {
        var dashboard = Dashboards[name];
        string[] texts =
        [
            Text(dashboard, "title"), Text(dashboard, "description"),
            .. Panels(dashboard).Select(panel => Text(panel, "title")),
            .. Drawn(dashboard).Select(panel => Text(panel, "description")),
            .. Panels(dashboard).Append(dashboard).SelectMany(part => Items(part, "links"))
                .Select(link => Text(link, "title")),
            .. Variables(dashboard).Select(variable => Text(variable, "label")),
            .. Variables(dashboard).Select(variable => Text(variable, "description")),
            .. Targets(dashboard).Select(target => Text(target, "alias"))
                .Where(alias => alias.Length > 0 && !alias.Contains('$', StringComparison.Ordinal)),
        ];
        Assert.All(texts, text => Assert.Matches(BothLanguages(), text));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void UnitsAndColours_AreKnown(string name)
    {
        string[] colours =
        [
            .. RuleDefaults.Looks.Values.Select(look => look.Colour),
            .. WallColour().Matches(File.ReadAllText(
                Path.Combine(SharedFiles.Root, "Supervision.Web/wwwroot/wall/wall.css")))
                .Select(match => match.Groups["colour"].Value.ToUpperInvariant()),
        ];
        foreach (var panel in Drawn(Dashboards[name]))
        {
            var defaults = panel["fieldConfig"]!["defaults"]!;
            Assert.Contains(Text(defaults, "unit"), Units);
            var steps = Items(defaults["thresholds"]!, "steps").ToArray();
            var bounds = steps.Select(step => step["value"]?.GetValue<double>()).ToArray();
            Assert.Null(bounds[0]);
            Assert.Equal(bounds[1..].Order(), bounds[1..]);
            Assert.All(steps, step => Assert.Contains(Text(step, "color"), colours));
            Assert.All(
                Items(panel["fieldConfig"]!, "overrides").SelectMany(found => Items(found, "properties"))
                    .Where(property => Text(property, "id") == "color"),
                property => Assert.Contains(Text(property["value"]!, "fixedColor"), colours));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Variables_AreDefinedAndUsed(string name)
    {
        var dashboard = Dashboards[name];
        var defined = Variables(dashboard).Select(variable => Text(variable, "name")).ToArray();
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var target in Targets(dashboard))
        {
            var query = Text(target, "query") + Text(target, "rawSql");
            foreach (var variable in VariablesIn(query).Concat(VariablesIn(Text(target, "alias"))))
            {
                used.Add(variable);
                var isTag = variable.StartsWith("tag_", StringComparison.Ordinal)
                    && query.Contains($", \"{variable[4..]}\"", StringComparison.Ordinal)
                    | query.Contains($"BY \"{variable[4..]}\"", StringComparison.Ordinal);
                Assert.True(isTag || defined.Contains(variable) || Given.Contains(variable), $"${variable}: {query}");
            }
        }

        Assert.Empty(defined.Except(used));
        Assert.All(
            Addresses(dashboard).SelectMany(VariablesIn),
            variable => Assert.Contains(variable, defined.Concat(Given)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Links_LeadToDashboardsThatAreThere(string name)
    {
        var dashboard = Dashboards[name];
        var uids = Dashboards.Values.Select(other => Text(other, "uid")).ToArray();
        var others = Assert.Single(Items(dashboard, "links"));
        Assert.Equal("dashboards", Text(others, "type"));
        Assert.All(Dashboards.Values, other => Assert.Equal(
            Items(others, "tags").Select(tag => tag.GetValue<string>()),
            Items(other, "tags").Select(tag => tag.GetValue<string>())));
        Assert.All(
            Addresses(dashboard), url => Assert.Contains(BoardAddress().Match(url).Groups["uid"].Value, uids));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Times_AreOfTheCityAndWithinWhatIsKept(string name)
    {
        var dashboard = Dashboards[name];
        Assert.Equal("Asia/Shanghai", Text(dashboard, "timezone"));
        Assert.Equal("now", Text(dashboard["time"]!, "to"));
        Assert.Matches("^now-([1-9]|[1-8][0-9])[hd]$", Text(dashboard["time"]!, "from"));
        Assert.Contains(Text(dashboard, "refresh"),
            Items(dashboard["timepicker"]!, "refresh_intervals").Select(item => item.GetValue<string>()));
    }

    [Fact]
    public void Metrics_ThatAreAsked_AreInstrumentsAndEachIsAskedSomewhere()
    {
        var instruments = RepositoryFiles.ProductSources()
            .Where(file => file.Text.Contains(".CreateObservable", StringComparison.Ordinal))
            .SelectMany(file => Instrument().Matches(file.Text).Select(match => match.Groups["name"].Value))
            .ToHashSet(StringComparer.Ordinal);
        var asked = Queries("supervision-metrics", "query")
            .SelectMany(query => Instrument().Matches(query.Query).Select(match => match.Groups["name"].Value))
            .ToHashSet(StringComparer.Ordinal);
        Assert.Equal(instruments.Order(StringComparer.Ordinal), asked.Order(StringComparer.Ordinal));
    }

    /// <summary>Panels that show something; rows only head them.</summary>
    private static IEnumerable<JsonNode> Drawn(JsonNode dashboard) =>
        Panels(dashboard).Where(panel => Text(panel, "type") != "row");

    /// <summary>Where panels lead to.</summary>
    private static IEnumerable<string> Addresses(JsonNode dashboard) =>
        Panels(dashboard).SelectMany(panel => Items(panel, "links")).Select(link => Text(link, "url"));

    private static IEnumerable<string> VariablesIn(string text) =>
        Variable().Matches(text).Select(match => match.Groups["name"].Value);

    private static int Number(JsonNode node, string key) => node[key]!.GetValue<int>();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}.*[A-Za-z]", RegexOptions.Singleline, PatienceMs)]
    private static partial Regex BothLanguages();

    [GeneratedRegex(@"\$(\{(?<name>\w+)[^}]*\}|(?<name>\w+))", RegexOptions.ExplicitCapture, PatienceMs)]
    private static partial Regex Variable();

    [GeneratedRegex(@"^/d/(?<uid>[\w-]+)\?", RegexOptions.ExplicitCapture, PatienceMs)]
    private static partial Regex BoardAddress();

    [GeneratedRegex("\"(?<name>supervision(\\.[a-z_]+){2})\"", RegexOptions.ExplicitCapture, PatienceMs)]
    private static partial Regex Instrument();

    [GeneratedRegex(@"--(finished|muted): (?<colour>#[0-9a-f]{6});", RegexOptions.ExplicitCapture, PatienceMs)]
    private static partial Regex WallColour();
}
