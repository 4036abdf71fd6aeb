using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Supervision.Tests.Support;
using static Supervision.Tests.Grafana.GrafanaFiles;

namespace Supervision.Tests.Grafana;

/// <summary>Data sources, providers and alert rules as Grafana reads them at its start.</summary>
public sealed partial class ProvisioningTests
{
    private const int PatienceMs = 10_000;
    private const string Expression = "__expr__";

    [Fact]
    public void Sources_AreOneEachAndHoldNoSecret()
    {
        var uids = Sources.Select(source => Text(source, "uid")).ToArray();
        Assert.Equal(uids.Distinct(), uids);
        Assert.Single(Sources, source => source["isDefault"]?.GetValue<bool>() == true);
        foreach (var source in Sources)
        {
            Assert.False(source["editable"]!.GetValue<bool>());
            Assert.All(source["secureJsonData"]!.AsObject(), secret =>
                Assert.Matches(@"^\$__file\{/run/secrets/[a-z_]+\}$", secret.Value!.GetValue<string>()));
        }
    }

    [Fact]
    public void Dashboards_AreReadFromAFolderAndNotChangedInTheBrowser()
    {
        var provider = Assert.Single(Providers);
        Assert.Equal("file", Text(provider, "type"));
        Assert.False(provider["allowUiUpdates"]!.GetValue<bool>());
        Assert.All(Dashboards.Values, dashboard => Assert.False(dashboard["editable"]!.GetValue<bool>()));
    }

    /// <summary>In these files Grafana takes what follows a dollar sign for a variable of its environment.</summary>
    [Fact]
    public void Rules_HaveNoDollarSign() => Assert.DoesNotContain("$", RulesText, StringComparison.Ordinal);

    [Fact]
    public void Rules_AreEachWholeAndHaveALineInTheRunbook()
    {
        var uids = Rules.Select(rule => Text(rule, "uid")).ToArray();
        Assert.NotEmpty(uids);
        Assert.Equal(uids.Distinct(), uids);
        var known = Sources.Select(source => Text(source, "uid")).Append(Expression).ToArray();
        var runbook = File.ReadAllText(Path.Combine(SharedFiles.Root, "docs/operations.md"));
        foreach (var rule in Rules)
        {
            var steps = Items(rule, "data").ToArray();
            var refs = steps.Select(step => Text(step, "refId")).ToArray();
            Assert.Contains(Text(rule, "condition"), refs);
            Assert.Contains(Text(rule, "noDataState"), (string[])["Alerting", "OK"]);
            Assert.Equal("Error", Text(rule, "execErrState"));
            Assert.Matches("^(0s|[1-9][0-9]*m)$", Text(rule, "for"));
            Assert.Contains(Text(rule["labels"]!, "severity"), (string[])["critical", "warning"]);
            Assert.All(
                (string[])[Text(rule, "title"), Text(rule["annotations"]!, "summary")],
                text => Assert.Matches(BothLanguages(), text));
            for (var i = 0; i < steps.Length; i++)
            {
                Assert.Contains(Text(steps[i], "datasourceUid"), known);
                Assert.Equal(refs[i], Text(steps[i]["model"]!, "refId"));
                if (Text(steps[i], "datasourceUid") == Expression)
                {
                    Assert.Contains(Text(steps[i]["model"]!, "expression"), refs[..i]);
                }
            }

            CheckLabels(rule);
            var name = Text(rule, "uid")["supervision-".Length..];
            Assert.Equal($"docs/operations.md (Alerts, {name})", Text(rule["annotations"]!, "runbook"));
            Assert.Contains($"\n| `{name}` | ", runbook, StringComparison.Ordinal);
        }
    }

    /// <summary>A summary may name only what the rows it is about are grouped by.</summary>
    private static void CheckLabels(JsonNode rule)
    {
        var query = Text(Items(rule, "data").First()["model"]!, "query");
        Assert.All(
            Label().Matches(Text(rule["annotations"]!, "summary")).Select(match => match.Groups["name"].Value),
            label => Assert.Contains($"\"{label}\"", query[query.IndexOf("GROUP BY", StringComparison.Ordinal)..],
                StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}.*[A-Za-z]", RegexOptions.Singleline, PatienceMs)]
    private static partial Regex BothLanguages();

    [GeneratedRegex(@"\{\{ \.Labels\.(?<name>\w+) \}\}", RegexOptions.ExplicitCapture, PatienceMs)]
    private static partial Regex Label();
}
