using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;

namespace Supervision.Tests.Cluster;

/// <summary>
/// A network namespace of its own, joined to this one by a cable that can be cut: what is sent then is lost without a
/// word, as when a switch fails. Needs root and <c>ip</c>; where they are missing the test is skipped.
/// </summary>
internal sealed class SplitNetwork : IDisposable
{
    private readonly string name = "sv" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    private SplitNetwork(byte subnet) =>
        (Here, There) = (new IPAddress([10, 213, subnet, 1]), new IPAddress([10, 213, subnet, 2]));

    /// <summary>Address on this side.</summary>
    public IPAddress Here { get; }

    /// <summary>Address on the other side.</summary>
    public IPAddress There { get; }

    /// <summary>What a command begins with to run on the other side.</summary>
    public string[] Enter => ["ip", "netns", "exec", name];

    /// <summary>Lays the cable.</summary>
    public static SplitNetwork Create()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "network namespaces need root");
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Append("/usr/sbin")
                .Any(folder => File.Exists(Path.Combine(folder, "ip"))),
            "no program ip (iproute2)");
        var network = new SplitNetwork((byte)RandomNumberGenerator.GetInt32(256));
        if (!network.Try("netns", "add", network.name))
        {
            Assert.Skip("this machine lets nobody make network namespaces");
        }

        network.Run("link", "add", network.name, "type", "veth", "peer", "name", "eth0", "netns", network.name);
        network.Run("addr", "add", $"{network.Here}/30", "dev", network.name);
        network.Run("link", "set", network.name, "up");
        network.Run("-n", network.name, "addr", "add", $"{network.There}/30", "dev", "eth0");
        network.Run("-n", network.name, "link", "set", "eth0", "up");
        network.Run("-n", network.name, "link", "set", "lo", "up");
        return network;
    }

    /// <summary>From now on nothing gets through.</summary>
    public void Cut() => Run("link", "set", name, "down");

    /// <summary>Everything gets through again.</summary>
    public void Join() => Run("link", "set", name, "up");

    /// <inheritdoc />
    public void Dispose() => Try("netns", "delete", name); // the cable goes with it

    private void Run(params string[] arguments) => Assert.True(Try(arguments), string.Join(' ', arguments));

    private bool Try(params string[] arguments)
    {
        using var ip = Process.Start("ip", arguments);
        ip.WaitForExit();
        return ip.ExitCode == 0;
    }
}
