using Supervision.Silo.Hosting;
using Supervision.Silo.Storage;
using Supervision.Tests.Support;

namespace Supervision.Tests.Crash;

/// <summary>What cannot be used is refused at the start, with every fault, exit 2, and nothing touched.</summary>
[Collection(ProcessSuite.Name)]
public sealed class RefusedStartTests
{
    [Theory]
    [InlineData("corrupt", "damaged")]
    [InlineData("foreign", "is not an SQLite file")]
    [InlineData("newer", "newer version")]
    public async Task Start_OnAJournalItCannotUse_SaysSoAndTouchesNothing(string what, string message)
    {
        using var folder = new TemporaryFolder();
        using (var server = await ServerProcess.StartAsync(folder.Path))
        {
            server.Kill();
        }

        var journal = Path.Combine(new DataFolder(folder.Path).Journal, "journal.db");
        Spoil(journal, what);
        var before = await File.ReadAllBytesAsync(journal);
        var (exit, _, errors) = await ServerProcess.RunAsync("--urls", "http://127.0.0.1:0", "--data", folder.Path);
        Assert.Equal(2, exit);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.Contains("journal.db", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(journal));
    }

    [Fact]
    public async Task Start_WhereSomethingElseListens_SaysWhatToDo()
    {
        using var folder = new TemporaryFolder();
        using var first = await ServerProcess.StartAsync(folder.File("first"));
        var (exit, _, errors) = await ServerProcess.RunAsync(
            "--data", folder.File("second"), "--urls", first.Address.GetLeftPart(UriPartial.Authority));
        Assert.Equal(1, exit);
        Assert.Contains("choose another address", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithUnknownOrImpossibleSettings_ListsEveryOneAndOpensNothing()
    {
        using var folder = new TemporaryFolder();
        var data = folder.File("data");
        var (exit, _, errors) = await ServerProcess.RunAsync(
            "--data", data, "--Supervision:Enginee:Shards", "2", "--Supervision:Engine:Shards", "0",
            "--Supervision:Engine:Horizon", "-1.00:00:00", "--Supervision:Engine:Kind", "Orleans",
            "--Supervision:Cluster:Connection", "Host=db", "--Supervision:Cluster:SiloPort", "0",
            "--Supervision:Metrics:Influx:Url", "http://influxdb:8086");
        Assert.Equal(2, exit);
        string[] faults =
        [
            "Supervision:Enginee", "Supervision:Engine:Shards", "Supervision:Engine:Horizon",
            "Supervision:Cluster:SiloPort", "Supervision:Journal:Kind",
#if !CLUSTER
            "Supervision:Engine:Kind", "Supervision:Metrics:Influx:Url",
#endif
        ];
        foreach (var fault in faults)
        {
            Assert.Contains(fault, errors, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task Start_WithARuleBookAtFault_ListsEveryFault()
    {
        using var folder = new TemporaryFolder();
        var rules = folder.File("rules.json");
        await File.WriteAllTextAsync(rules, TestRules.Json
            .Replace("\"findings\"", "\"hours\": [], \"findings\"", StringComparison.Ordinal)
            .Replace("""
                "statutory": {"amount": 20, "unit": "workingDay"}
                """, "\"fee\": 1", StringComparison.Ordinal));
        var (exit, _, errors) =
            await ServerProcess.RunAsync("--data", folder.File("data"), "--Supervision:Rules", rules);
        Assert.Equal(2, exit);
        Assert.Contains("$.hours: ", errors, StringComparison.Ordinal);
        Assert.Contains("$.items[3]: ", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    private static void Spoil(string journal, string what)
    {
        switch (what)
        {
            case "corrupt":
                var bytes = File.ReadAllBytes(journal);
                Array.Fill(bytes, (byte)0xA5, 100, 400);
                File.WriteAllBytes(journal, bytes);
                File.Delete(journal + "-wal");
                File.Delete(journal + "-shm");
                break;
            case "foreign":
                File.WriteAllText(journal, new string('?', 5000));
                File.Delete(journal + "-wal");
                File.Delete(journal + "-shm");
                break;
            default:
                using (var database = SqliteDatabase.Open(journal))
                {
                    database.Execute("PRAGMA user_version = 99; PRAGMA wal_checkpoint(TRUNCATE)");
                }

                break;
        }
    }
}
