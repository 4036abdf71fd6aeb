using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Supervision.Tests.Support;

namespace Supervision.Tests.Cluster;

/// <summary>
/// A private server of this machine that takes InfluxDB 2's write protocol; where there is none, the test is skipped.
/// </summary>
internal sealed class VictoriaMetrics : IDisposable
{
    private const string Program = "victoria-metrics";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();
    private readonly Process process;

    private VictoriaMetrics(int port)
    {
        Url = $"http://127.0.0.1:{port}";
        process = Process.Start(new ProcessStartInfo(Program,
            [$"-storageDataPath={folder.Path}", $"-httpListenAddr=127.0.0.1:{port}", "-loggerLevel=ERROR"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        process.ErrorDataReceived += (_, _) => { };
        process.OutputDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    public string Url { get; }

    public static async Task<VictoriaMetrics> StartAsync()
    {
        var isThere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(place => File.Exists(Path.Combine(place, Program)));
        Assert.SkipUnless(isThere, $"no {Program} on this machine");
        var server = new VictoriaMetrics(FreePort());
        await server.UntilAsync(async () =>
        {
            using var answer = await server.http.GetAsync(new Uri(server.Url + "/health"));
            return answer.IsSuccessStatusCode;
        });
        return server;
    }

    /// <summary>The newest value of a series; waits until it can be read.</summary>
    public async Task<string> ReadAsync(string name, string node)
    {
        var value = "";
        var match = Uri.EscapeDataString($$"""{__name__="{{name}}",node="{{node}}",hall=""}""");
        await UntilAsync(async () =>
        {
            await http.GetStringAsync(new Uri(Url + "/internal/force_flush"));
            var text = await http.GetStringAsync(new Uri($"{Url}/api/v1/export?match[]={match}"));
            value = text.Length == 0 ? "" : JsonDocument.Parse(text).RootElement.GetProperty("values")[0].GetRawText();
            return value.Length > 0;
        });
        return value;
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        http.Dispose();
        folder.Dispose();
    }

    private async Task UntilAsync(Func<Task<bool>> holds)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if (await holds())
                {
                    return;
                }
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                // It does not listen yet.
            }

            Assert.True(clock.Elapsed < Patience, $"{Program} does not get there");
            await Task.Delay(TimeSpan.FromMilliseconds(50)); // another process gets there by itself
        }
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}
