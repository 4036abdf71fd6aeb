using System.Text.Json.Nodes;
using Supervision.Tests.Support;
using YamlDotNet.Serialization;

namespace Supervision.Tests.Grafana;

/// <summary>The files under grafana/, as Grafana would read them.</summary>
internal static class GrafanaFiles
{
    private static readonly string Root = Path.Combine(SharedFiles.Root, "grafana");

    public static string RulesText { get; } = File.ReadAllText(PathOf("provisioning/alerting/rules.yml"));

    /// <summary>Every dashboard by the name of its file.</summary>
    public static IReadOnlyDictionary<string, JsonNode> Dashboards { get; } = Directory
        .EnumerateFiles(PathOf("dashboards"), "*.json")
        .ToDictionary(path => Path.GetFileNameWithoutExtension(path), path => JsonNode.Parse(File.ReadAllText(path))!);

    public static JsonNode[] Sources { get; } = [.. Items(Yaml("datasources/datasources.yml"), "datasources")];

    public static JsonNode[] Providers { get; } = [.. Items(Yaml("dashboards/dashboards.yml"), "providers")];

    public static JsonNode[] Rules { get; } =
        [.. Items(Yaml("alerting/rules.yml"), "groups").SelectMany(group => Items(group, "rules"))];

    /// <summary>Panels of a dashboard, rows among them.</summary>
    public static IEnumerable<JsonNode> Panels(JsonNode dashboard) => Items(dashboard, "panels");

    public static IEnumerable<JsonNode> Variables(JsonNode dashboard) => Items(dashboard["templating"]!, "list");

    /// <summary>Every target of every panel.</summary>
    public static IEnumerable<JsonNode> Targets(JsonNode dashboard) =>
        Panels(dashboard).SelectMany(panel => Items(panel, "targets"));

    /// <summary>What a source is asked by dashboards, their variables and rules, with where it stands.</summary>
    /// <param name="source">Uid of the source.</param>
    /// <param name="key">Where its queries stand in a target.</param>
    public static IEnumerable<(string Where, string Query)> Queries(string source, string key) =>
        Dashboards.SelectMany(file =>
            Targets(file.Value).Concat(Variables(file.Value))
                .Where(asker => Text(asker["datasource"]!, "uid") == source)
                .Select(asker => (file.Key, Text(asker, asker["refId"] is null ? "query" : key))))
        .Concat(Rules.SelectMany(rule => Items(rule, "data")
            .Where(data => Text(data, "datasourceUid") == source)
            .Select(data => (Text(rule, "uid"), Text(data["model"]!, key)))));

    public static IEnumerable<JsonNode> Items(JsonNode node, string key) =>
        node[key] is JsonArray items ? items.Select(item => item!) : [];

    public static string Text(JsonNode node, string key) => node[key]?.GetValue<string>() ?? "";

    private static JsonNode Yaml(string path)
    {
        var read = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build()
            .Deserialize<object>(File.ReadAllText(PathOf("provisioning/" + path)));
        return JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(read))!;
    }

    private static string PathOf(string path) => Path.Combine(Root, path);
}
