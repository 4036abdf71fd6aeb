using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Supervision.Silo.Hosting;
using Supervision.Tests.Support;
using Supervision.Web;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Supervision.Tests.Architecture;

/// <summary>The images and compose files under docker/, as far as they can be judged without running them.</summary>
public sealed class ContainerTests
{
    private const string Dockerfile = "docker/Dockerfile";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static TheoryData<string> ComposeFiles => ["docker/compose.yml", "docker/compose.cluster.yml"];

    [Theory]
    [MemberData(nameof(ComposeFiles))]
    public void Service_HasLimitsARestartAndAHealthCheck(string path)
    {
        foreach (var (name, service) in ServicesOf(path))
        {
            Assert.Equal((name, "unless-stopped"), (name, Text(service["restart"])));
            var limits = Map(Map(Map(service["deploy"])["resources"])["limits"]);
            Assert.NotEmpty(Text(limits["cpus"]));
            Assert.Matches("^[0-9]+[mg]$", Text(limits["memory"]));
            Assert.True(service.ContainsKey("healthcheck") || service.ContainsKey("build"), $"{name} tells no health");
        }
    }

    [Theory]
    [MemberData(nameof(ComposeFiles))]
    public void Service_NamesOnlyWhatTheFileHas(string path)
    {
        var file = Read(path);
        var services = ServicesOf(path);
        foreach (var (name, service) in services)
        {
            Assert.Empty(Items(service, "secrets").Except(Keys(file, "secrets")));
            Assert.Empty(Items(service, "networks").Except(Keys(file, "networks")));
            foreach (var source in Items(service, "volumes").Select(volume => volume.Split(':')[0]))
            {
                var isThere = source.StartsWith('.')
                    ? Path.Exists(Path.Combine(Root, "docker", source))
                    : Keys(file, "volumes").Contains(source);
                Assert.True(isThere, $"{name}: {source}");
            }

            foreach (var (needed, how) in service.TryGetValue("depends_on", out var depends) ? Map(depends) : [])
            {
                Assert.Contains(needed, services.Keys);
                Assert.Equal("service_healthy", Text(Map(how)["condition"]));
                Assert.NotEqual(name, needed);
            }
        }

        var made = TextOf("docker/make-secrets");
        Assert.All(Keys(file, "secrets"), secret => Assert.Contains(secret, made, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(ComposeFiles))]
    public void Service_OfOurs_IsLockedDownAndItsSettingsAreRead(string path)
    {
        foreach (var (name, service) in ServicesOf(path).Where(service => service.Value.ContainsKey("build")))
        {
            var target = Text(Map(service["build"])["target"]);
            Assert.Contains($" AS {target}\n", TextOf(Dockerfile), StringComparison.Ordinal);
            Assert.Equal("true", Text(service["read_only"]));
            Assert.Equal(["ALL"], Items(service, "cap_drop"));
            Assert.Equal((name, ""), (name, string.Join('\n', FaultsOf(Map(service["environment"])))));
        }
    }

    [Fact]
    public void Cluster_HasTwoOfEachProgram_AndOnlyTheProxyIsReachable()
    {
        var services = ServicesOf("docker/compose.cluster.yml");
        string[] programs = ["ingest-1", "ingest-2", "silo-1", "silo-2", "web-1", "web-2"];
        Assert.Equal(programs, services.Where(service => service.Value.ContainsKey("build"))
            .Select(service => service.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["proxy"], services.Where(service => service.Value.ContainsKey("ports"))
            .Select(service => service.Key));
        var upstreams = Regex.Matches(
            TextOf("docker/proxy.conf"), @"^\s*server (?<name>[\w-]+):8080", RegexOptions.Multiline, Patience);
        Assert.Equal(
            ["ingest-1", "ingest-2", "web-1", "web-2"], upstreams.Select(match => match.Groups["name"].Value).Order());
        foreach (var name in programs)
        {
            var places = Items(services[name], "volumes").Concat(Items(services[name], "tmpfs"));
            Assert.Single(
                places, place => Regex.IsMatch(place, "(^|:)/node(:|$)", RegexOptions.ExplicitCapture, Patience));
        }
    }

    [Fact]
    public void Grafana_IsGivenWhatItsProvisioningNames()
    {
        var grafana = ServicesOf("docker/compose.cluster.yml")["grafana"];
        var sources = TextOf("grafana/provisioning/datasources/datasources.yml");
        var environment = Regex.Matches(sources, @"\$(?<name>[A-Z][A-Z_]+)", RegexOptions.ExplicitCapture, Patience);
        var secrets = Regex.Matches(sources, "/run/secrets/(?<name>[a-z_]+)", RegexOptions.ExplicitCapture, Patience);
        Assert.NotEmpty(environment);
        Assert.NotEmpty(secrets);
        Assert.All(environment, match => Assert.Contains(match.Groups["name"].Value, Keys(grafana, "environment")));
        Assert.All(secrets, match => Assert.Contains(match.Groups["name"].Value, Items(grafana, "secrets")));
        var mounts = Items(grafana, "volumes").Select(volume => volume.Split(':')[1]).ToArray();
        Assert.Contains("/etc/grafana/provisioning", mounts);
        var folder = mounts.Single(mount => mount.EndsWith("dashboards", StringComparison.Ordinal));
        var provider = TextOf("grafana/provisioning/dashboards/dashboards.yml");
        Assert.Contains($"      path: {folder}\n", provider, StringComparison.Ordinal);
    }

    /// <summary>Accounts for questions are made by scripts that the servers run, so these must be runnable.</summary>
    [Theory]
    [InlineData("influxdb", "docker/influxdb-reader")]
    [InlineData("clickhouse", "docker/clickhouse-reader")]
    public void Reader_IsMadeByAScriptThatHasItsSecrets(string service, string script)
    {
        var server = ServicesOf("docker/compose.cluster.yml")[service];
        var mount = $"./{Path.GetFileName(script)}:/docker-entrypoint-initdb.d/reader.sh:ro";
        Assert.Contains(mount, Items(server, "volumes"));
        var secrets = Regex.Matches(
            TextOf(script), "/run/secrets/(?<name>[a-z_]+)", RegexOptions.ExplicitCapture, Patience);
        Assert.NotEmpty(secrets);
        Assert.All(secrets, match => Assert.Contains(match.Groups["name"].Value, Items(server, "secrets")));
        Assert.True(OperatingSystem.IsWindows()
            || File.GetUnixFileMode(Path.Combine(Root, script)).HasFlag(UnixFileMode.OtherExecute));
    }

    [Fact]
    public void Image_RunsAsNobodySpecialAndTellsItsHealth()
    {
        var text = TextOf(Dockerfile);
        var runtime = text[text.IndexOf(" AS runtime\n", StringComparison.Ordinal)..];
        Assert.Contains("\nUSER ${APP_UID}\n", runtime, StringComparison.Ordinal);
        Assert.DoesNotContain("USER root", text, StringComparison.Ordinal);
        Assert.Contains("\nHEALTHCHECK ", runtime, StringComparison.Ordinal);
        var programs = Regex.Matches(
            runtime, @"ENTRYPOINT \[""dotnet"", ""(?<program>[\w.]+)\.dll""", RegexOptions.None, Patience);
        Assert.Equal(3, programs.Count);
        Assert.All(programs, match => Assert.True(Directory.Exists(Path.Combine(Root, match.Groups["program"].Value))));
    }

    [Theory]
    [InlineData(StatusCodes.Status200OK, 0)]
    [InlineData(StatusCodes.Status503ServiceUnavailable, 1)]
    public async Task HealthCheck_AsksWhetherTheProgramIsReady(int status, int exit)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "no bash on this machine");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        await using var app = builder.Build();
        app.MapGet("/healthz/ready", () => Results.StatusCode(status));
        await app.StartAsync(TestContext.Current.CancellationToken);
        var port = new Uri(app.Urls.First()).Port;
        using var check = Process.Start("/bin/bash", [Path.Combine(Root, "docker/healthy"), "127.0.0.1", $"{port}"]);
        await check.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        Assert.Equal(exit, check.ExitCode);
    }

    private static string Root => SharedFiles.Root;

    private static string TextOf(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static Dictionary<string, object> Read(string path)
    {
        using var reader = new StringReader(TextOf(path));
        var parser = new MergingParser(new Parser(reader));
        return Map(new DeserializerBuilder().Build().Deserialize<object>(parser)!);
    }

    private static Dictionary<string, Dictionary<string, object>> ServicesOf(string path)
    {
        var services = Map(Read(path)["services"]).ToDictionary(pair => pair.Key, pair => Map(pair.Value));
        Assert.NotEmpty(services);
        return services;
    }

    private static Dictionary<string, object> Map(object node) =>
        ((Dictionary<object, object>)node).ToDictionary(pair => Text(pair.Key), pair => pair.Value);

    private static string Text(object? node) => node as string ?? "";

    private static IEnumerable<string> Items(Dictionary<string, object> service, string key) =>
        service.TryGetValue(key, out var items) ? ((List<object>)items).Select(Text) : [];

    private static IEnumerable<string> Keys(Dictionary<string, object> file, string key) =>
        file.TryGetValue(key, out var section) ? Map(section).Keys : [];

    /// <summary>What the reader of options finds wrong with a service's settings in the cluster's build.</summary>
    private static IEnumerable<string> FaultsOf(Dictionary<string, object> environment)
    {
        var settings = environment.ToDictionary(
            pair => pair.Key.Replace("__", ":", StringComparison.Ordinal),
            pair => Text(pair.Value).StartsWith("/run/secrets/", StringComparison.Ordinal)
                ? Path.Combine(Root, Dockerfile) // any file that is there
                : Text(pair.Value));
        try
        {
            OptionsReader.Read<WebOptions>(new ConfigurationBuilder().AddInMemoryCollection(settings!).Build());
            return [];
        }
        catch (ConfigurationException faults)
        {
            return faults.Message.Split(Environment.NewLine)
                .Where(fault => !fault.EndsWith("needs a build with the Cluster profile", StringComparison.Ordinal));
        }
    }
}
