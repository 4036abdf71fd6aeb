namespace Supervision.Silo.Hosting;

/// <summary>The Orleans host, under <c>Supervision:Cluster</c>; read when <c>Engine:Kind</c> is Orleans.</summary>
public sealed class ClusterOptions
{
    /// <summary>
    /// Npgsql's connection string of the database in which silos find each other and keep their reminders; the tables
    /// are created when missing. Null, the default, means one process that is its own cluster.
    /// </summary>
    public string? Connection { get; set; }

    /// <summary>
    /// Where this process keeps what it derives; of one process alone, while rules, calendars and keys in the data
    /// directory are the same for all. Null, the default, means the data directory.
    /// </summary>
    public string? NodeDirectory { get; set; }

    /// <summary>Name of this cluster; silos and clients of one name form one. Default <c>supervision</c>.</summary>
    public string ClusterId { get; set; } = "supervision";

    /// <summary>
    /// Port on which silos speak to each other, 1 to 65535; keep it across restarts, so that a silo that comes back is
    /// known to be a new life of the same one. Default 11111.
    /// </summary>
    public int SiloPort { get; set; } = 11111;

    /// <summary>Port on which clients, Web and Ingest, reach a silo, 1 to 65535. Default 30000.</summary>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>
    /// IP address under which others reach this silo. Null, the default, takes the one the machine's name resolves to.
    /// </summary>
    public string? Address { get; set; }

    /// <summary>
    /// Grains that watch over deadlines, 1 to 1024; the same on every silo. Default 16. More spread the work wider and
    /// make each silo's start read its index more often.
    /// </summary>
    public int DeadlineShards { get; set; } = 16;

    /// <summary>
    /// An entity nobody spoke to for this long leaves memory, from one minute. Default 5 min; about 2 KB each.
    /// </summary>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long a call is tried again while silos fail or move, before the sender is told 503. Default 30 s; a silo
    /// that is killed is given up by the others after about 12 s.
    /// </summary>
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Every fault, as the name of the option and what is wrong with it.</summary>
    public IEnumerable<(string Option, string Fault)> Faults()
    {
        (string Name, int Port)[] ports = [(nameof(SiloPort), SiloPort), (nameof(GatewayPort), GatewayPort)];
        foreach (var (name, port) in ports.Where(port => port.Port is < 1 or > 65535))
        {
            yield return (name, $"{port} should be from 1 to 65535");
        }

        if (Address is not null && !System.Net.IPAddress.TryParse(Address, out _))
        {
            yield return (nameof(Address), $"'{Address}' is no IP address");
        }

        if (DeadlineShards is < 1 or > 1024)
        {
            yield return (nameof(DeadlineShards), $"{DeadlineShards} should be from 1 to 1024");
        }

        if (IdleAfter < TimeSpan.FromMinutes(1))
        {
            yield return (nameof(IdleAfter), "should be at least one minute");
        }

        if (RetryFor < TimeSpan.Zero)
        {
            yield return (nameof(RetryFor), "should not be negative");
        }
    }
}
