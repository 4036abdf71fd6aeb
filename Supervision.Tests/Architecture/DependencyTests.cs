using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Supervision.Core.Facts;
using Supervision.Ingest.Feeds;
using Supervision.Silo.Hosting;
using Supervision.Tests.Support;

namespace Supervision.Tests.Architecture;

/// <summary>Dependencies point one way, one vendor stays in one folder, and time is an input.</summary>
public partial class DependencyTests
{
    private const int PatienceMs = 10_000;

    private static readonly Assembly Core = typeof(Fact).Assembly;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(PatienceMs);

    /// <summary>Composition roots and command lines.</summary>
    private static readonly string[] Roots =
    [
        "Supervision.Web/WebSystem.cs", "Supervision.Web/Cluster/WebSystem.Cluster.cs", "Supervision.Web/Commands/",
        "Supervision.Ingest/Files/ReplayCommand.cs", "Supervision.Ingest/Cluster/ServeCommand.cs",
        "Supervision.Silo/Cluster/Program.cs",
    ];

    [Fact]
    public void Core_References_NothingButTheBaseLibrary() =>
        RepositoryFiles.AssertNone(Core.GetReferencedAssemblies()
            .Where(name => !name.Name!.StartsWith("System.", StringComparison.Ordinal)).Select(name => name.Name!));

    [Theory]
    [InlineData("Supervision.Core", "")]
    [InlineData("Supervision.Silo", "Supervision.Core")]
    [InlineData("Supervision.Ingest", "Supervision.Core")]
    [InlineData("Supervision.Web", "Supervision.Core Supervision.Ingest Supervision.Silo")]
    public void Project_References_OnlyWhatItMayKnow(string project, string known)
    {
        var file = XDocument.Load(Path.Combine(SharedFiles.Root, project, project + ".csproj"));
        var references = file.Descendants("ProjectReference")
            .Where(reference => reference.Parent!.Attribute("Condition") is null)
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))
            .Order(StringComparer.Ordinal);
        Assert.Equal(known, string.Join(' ', references));
    }

    [Fact]
    public void Core_NamesNoPackageThatReachesItsUsers()
    {
        var file = XDocument.Load(Path.Combine(SharedFiles.Root, "Supervision.Core", "Supervision.Core.csproj"));
        RepositoryFiles.AssertNone(file.Descendants("PackageReference")
            .Where(package => package.Attribute("PrivateAssets")?.Value != "all")
            .Select(package => package.Attribute("Include")!.Value));
        RepositoryFiles.AssertNone(file.Descendants("FrameworkReference").Select(framework => framework.ToString()));
    }

    [Theory]
    [InlineData(typeof(DataFolder))]
    [InlineData(typeof(FactReader))]
    public void SiloAndIngest_MeetOnlyInCore(Type inside) =>
        Assert.Equal(["Supervision.Core"], inside.Assembly.GetReferencedAssemblies().Select(name => name.Name)
            .Where(name => name!.StartsWith("Supervision.", StringComparison.Ordinal)).Except(KnownAsProcess(inside)));

    /// <summary>In a cluster Ingest is a process too, and puts itself together with what reaches the silos.</summary>
    private static string[] KnownAsProcess(Type inside) =>
#if CLUSTER
        inside == typeof(FactReader) ? ["Supervision.Silo"] : [];
#else
        inside == typeof(DataFolder) || inside == typeof(FactReader) ? [] : throw new ArgumentException(inside.Name);
#endif

    [Fact]
    public void Ingest_NamesTheSiloOnlyWhereItIsAProcessOfACluster() =>
        RepositoryFiles.AssertNone(Outside(
            RepositoryFiles.ProductSources().Where(file => file.Project == "Supervision.Ingest"
                && file.Text.Contains("Supervision.Silo", StringComparison.Ordinal)),
            ["Supervision.Ingest/Cluster/"]));

    [Theory]
    [InlineData("SQLitePCL", "Supervision.Silo/Storage/", "Supervision.Silo/Journals/")]
    [InlineData(
        "Npgsql", "Supervision.Silo/Journals/Postgres/", "Supervision.Silo/Cluster/Hosting/",
        "Supervision.Web/Identity/Postgres/", "Supervision.Silo/Jobs/")]
    [InlineData("OpenTelemetry", "Supervision.Silo/Metrics/")]
    [InlineData("Polly", "Supervision.Silo/Journals/Postgres/")]
    [InlineData("CsvHelper", "Supervision.Ingest/Files/")]
    [InlineData("Microsoft.EntityFrameworkCore", "Supervision.Web/Identity/")]
    [InlineData("Microsoft.AspNetCore.Identity", "Supervision.Web/Identity/")]
    [InlineData("DocumentFormat.OpenXml", "Supervision.Web/Imports/")]
    [InlineData("using Quartz", "Supervision.Silo/Jobs/")]
    [InlineData("Microsoft.Data.Sqlite", "Supervision.Silo/Jobs/")]
    [InlineData("QRCoder", "Supervision.Web/Disclosure/")]
    [InlineData("Spectre.Console", "Supervision.Ingest/")]
    [InlineData("using Orleans", "Supervision.Silo/Cluster/")]
    [InlineData("using InfluxDB", "Supervision.Silo/Cluster/Metrics/")]
    [InlineData("using ClickHouse", "Supervision.Silo/Cluster/History/")]
    public void Vendor_StaysInItsFolder(string vendor, params string[] folders)
    {
        var users = RepositoryFiles.ProductSources()
            .Where(file => Regex.IsMatch(file.Text, $@"\b{Regex.Escape(vendor)}[.;]", RegexOptions.None, Patience))
            .ToArray();
        Assert.NotEmpty(users);
        RepositoryFiles.AssertNone(Outside(users, folders));
    }

    [Fact]
    public void Time_IsReadThroughATimeProvider() =>
        RepositoryFiles.AssertNone(RepositoryFiles.ProductSources()
            .Where(file => Clock().IsMatch(file.Text)).Select(file => file.Name));

    [Fact]
    public void TheSystemsClock_IsChosenInCompositionRootsAndCommandLinesOnly()
    {
        var users = RepositoryFiles.ProductSources()
            .Where(file => file.Text.Contains("TimeProvider.System", StringComparison.Ordinal));
        RepositoryFiles.AssertNone(Outside(users, Roots));
    }

    private static IEnumerable<string> Outside(IEnumerable<RepositoryFile> files, string[] folders) =>
        files.Select(file => file.Name)
            .Where(name => !folders.Any(folder => name.StartsWith(folder, StringComparison.Ordinal)));

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b", RegexOptions.ExplicitCapture, PatienceMs)]
    private static partial Regex Clock();
}
