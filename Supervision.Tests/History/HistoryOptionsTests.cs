using Microsoft.Extensions.Configuration;
using Supervision.Silo.Hosting;

namespace Supervision.Tests.History;

public sealed class HistoryOptionsTests
{
    [Fact]
    public void Options_WithFaults_NameEachByItsKey()
    {
        var faults = FaultsOf(new()
        {
            ["Connection"] = "Host=store",
            ["PasswordFile"] = "/no/such/file",
            ["ReadConnection"] = "=",
            ["BatchMax"] = "99",
            ["Every"] = "00:00:00.5",
            ["AnswerFor"] = "00:10:00",
            ["MemoryMiBMax"] = "1",
            ["RowsMax"] = "100001",
        });
        string[] keys =
        [
            "Connection", "PasswordFile", "ReadConnection", "BatchMax", "Every", "AnswerFor", "MemoryMiBMax", "RowsMax",
        ];
        Assert.Equal(
            keys.Order(StringComparer.Ordinal), faults.Select(fault => fault.Split(':')[2]).Distinct().Order());
    }

    [Fact]
    public void Connection_InABuildWithoutClickHouse_IsRefused()
    {
        var faults = FaultsOf(new() { ["Connection"] = "Host=store;Database=supervision" });
#if CLUSTER
        Assert.Empty(faults);
#else
        Assert.EndsWith("needs a build with the Cluster profile", Assert.Single(faults), StringComparison.Ordinal);
#endif
    }

    private static string[] FaultsOf(Dictionary<string, string> settings)
    {
        try
        {
            OptionsReader.Read<SupervisionOptions>(new ConfigurationBuilder().AddInMemoryCollection(
                settings.ToDictionary(pair => "Supervision:History:" + pair.Key, pair => (string?)pair.Value)).Build());
            return [];
        }
        catch (ConfigurationException faults)
        {
            return faults.Message.Split(Environment.NewLine);
        }
    }
}
