using System.Globalization;
using System.Net;
using Supervision.Silo.Embedded;
using Supervision.Silo.Hosting;
using Supervision.Tests.Support;

namespace Supervision.Tests.Cluster;

/// <summary>
/// Silos, a feed door and a Web node as processes of their own on one PostgreSQL database. Each keeps what it derives
/// in a folder of its own; rules and keys are in one they share. With a network that can be cut, the second silo is on
/// its other side; every process reaches the database all the same, over its socket.
/// </summary>
internal sealed class ClusterProcesses : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string connection;
    private readonly ClockMode clock;
    private readonly (int Silo, int Gateway)[] ports;
    private readonly string[] more;
    private readonly SplitNetwork? network;
    private readonly ServerProcess?[] silos;
    private readonly ServerProcess?[] webs;

    private ClusterProcesses(
        string connection, int siloCount, int webCount, ClockMode clock, SplitNetwork? network, string[] more)
    {
        (this.connection, this.clock, this.network, this.more) = (connection, clock, network, more);
        ports = [.. Enumerable.Range(0, siloCount).Select(_ => (Ports.Free(), Ports.Free()))];
        silos = new ServerProcess?[siloCount];
        webs = new ServerProcess?[webCount];
    }

    /// <summary>Keys and rules.</summary>
    public string Shared => folder.Path;

    public ServerProcess Door { get; private set; } = null!;

    /// <summary>The first Web node.</summary>
    public ServerProcess Web => webs[0]!;

    public IReadOnlyList<ServerProcess?> Webs => webs;

    /// <summary>Starts all of them.</summary>
    public static async Task<ClusterProcesses> StartAsync(
        string connection, int silos, ClockMode clock = ClockMode.Live, string? rules = null, int webs = 1,
        SplitNetwork? network = null, params string[] more)
    {
        var cluster = new ClusterProcesses(connection, silos, webs, clock, network, more);
        if (rules is not null)
        {
            await File.WriteAllTextAsync(new DataFolder(cluster.Shared).Rules, rules);
        }

        for (var i = 0; i < silos; i++)
        {
            await cluster.StartSiloAsync(i);
        }

        cluster.Door = await ServerProcess.StartProgramAsync(
            "Supervision.Ingest.dll", ["serve", .. cluster.Options("door")]);
        for (var i = 0; i < webs; i++)
        {
            await cluster.StartWebAsync(i);
        }

        return cluster;
    }

    /// <summary>Starts a Web node, or a new life of one that was killed.</summary>
    public async Task StartWebAsync(int number)
    {
        webs[number]?.Dispose();
        webs[number] = await ServerProcess.StartProgramAsync("Supervision.Web.dll", Options($"web-{number}"));
    }

    /// <summary>Starts a silo, or a new life of one that was killed.</summary>
    public async Task StartSiloAsync(int number)
    {
        silos[number]?.Dispose();
        var (silo, gateway) = ports[number];
        var isBeyond = network is not null && number == 1;
        silos[number] = await ServerProcess.StartProgramAsync(
            "Supervision.Silo.dll",
            [
                .. Options($"silo-{number}"), Setting("Cluster:SiloPort", silo),
                Setting("Cluster:GatewayPort", gateway),
                Setting("Cluster:Address", (isBeyond ? network!.There : network?.Here) ?? IPAddress.Loopback),
            ],
            isBeyond ? network!.Enter : []);
    }

    /// <summary><c>kill -9</c>.</summary>
    public void KillSilo(int number) => silos[number]!.Kill();

    /// <summary>Waits until silos have ended by themselves, and tells which.</summary>
    public async Task<int[]> WhenSilosEndAsync()
    {
        using var patience = new CancellationTokenSource(ServerProcess.Patience);
        while (true)
        {
            int[] ended = [.. Enumerable.Range(0, silos.Length).Where(i => silos[i]!.HasExited)];
            if (ended.Length > 0)
            {
                return ended;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), patience.Token); // a process finds out by itself
        }
    }

    /// <summary>SIGTERM, and waits for the end; returns the exit code.</summary>
    public Task<int> StopSiloAsync(int number) => silos[number]!.StopAsync();

    /// <summary>What everything said, for the message of a test that fails.</summary>
    public string Printed => string.Join('\n', silos.Append(Door).Concat(webs).Select(process => process?.Printed));

    public void Dispose()
    {
        foreach (var process in webs.Append(Door).Concat(silos))
        {
            process?.Dispose();
        }

        folder.Dispose();
    }

    private string[] Options(string node) =>
    [
        "--urls", ServerProcess.AnyPort, Setting("DataDirectory", folder.Path),
        Setting("Cluster:NodeDirectory", Path.Combine(folder.Path, node)), Setting("Engine:Kind", "Orleans"),
        Setting("Clock", clock),
        Setting("Journal:Kind", "Postgres"), Setting("Journal:ConnectionString", connection),
        Setting("Cluster:Connection", connection), "--Logging:LogLevel:Default=Warning",
        "--Logging:LogLevel:Orleans=Error", "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information",
        .. more,
    ];

    private static string Setting(string name, object value) =>
        string.Create(CultureInfo.InvariantCulture, $"--Supervision:{name}={value}");
}
