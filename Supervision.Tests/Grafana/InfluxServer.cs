using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Supervision.Tests.Support;

namespace Supervision.Tests.Grafana;

/// <summary>
/// A private InfluxDB of this machine, to ask it in InfluxQL; where there is none, the test is skipped. Debian's is of
/// the first generation, whose query language the second answers in too.
/// </summary>
internal sealed class InfluxServer : IDisposable
{
    private const string Program = "influxd";
    private const string Database = "supervision";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http;
    private readonly Process process;

    private InfluxServer(int port, int backupPort)
    {
        http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        File.WriteAllText(folder.File("influxdb.conf"),
            $"""
            bind-address = "127.0.0.1:{backupPort}"
            reporting-disabled = true
            [meta]
            dir = "{folder.File("meta")}"
            [data]
            dir = "{folder.File("data")}"
            wal-dir = "{folder.File("wal")}"
            [http]
            bind-address = "127.0.0.1:{port}"
            log-enabled = false
            [monitor]
            store-enabled = false
            [logging]
            level = "error"
            """);
        process = Process.Start(new ProcessStartInfo(Program, ["-config", folder.File("influxdb.conf")])
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

    public static async Task<InfluxServer> StartAsync()
    {
        var isThere = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(place => File.Exists(Path.Combine(place, Program)));
        Assert.SkipUnless(isThere, $"no {Program} on this machine");
        var server = new InfluxServer(FreePort(), FreePort());
        await server.UntilItListensAsync();
        await server.AskAsync($"CREATE DATABASE {Database}");
        return server;
    }

    /// <summary>Writes lines with times in milliseconds.</summary>
    public async Task WriteAsync(IEnumerable<string> lines)
    {
        using var body = new StringContent(string.Join('\n', lines), Encoding.UTF8);
        using var answer = await http.PostAsync(new Uri($"/write?db={Database}&precision=ms", UriKind.Relative), body);
        Assert.Equal((HttpStatusCode.NoContent, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    /// <summary>The series of an answer; a fault fails the test with what the server says.</summary>
    public async Task<InfluxSeries[]> AskAsync(string query)
    {
        using var body = new FormUrlEncodedContent([new("q", query), new("db", Database), new("epoch", "ms")]);
        using var answer = await http.PostAsync(new Uri("/query", UriKind.Relative), body);
        var result = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        var statement = result["results"]?[0];
        Assert.True(statement is not null && statement["error"] is null, $"{query}: {result}");
        return
        [
            .. GrafanaFiles.Items(statement, "series").Select(series => new InfluxSeries(
                series["tags"]?.AsObject().ToDictionary(tag => tag.Key, tag => tag.Value!.GetValue<string>()) ?? [],
                [.. GrafanaFiles.Items(series, "values").Select(row => row[1])])),
        ];
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        http.Dispose();
        folder.Dispose();
    }

    private async Task UntilItListensAsync()
    {
        for (var clock = Stopwatch.StartNew(); ;)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/ping", UriKind.Relative));
                return;
            }
            catch (HttpRequestException) when (!process.HasExited && clock.Elapsed < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50)); // another process gets there by itself
            }
        }
    }

    private static int FreePort()
    {
        using var probe = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port;
    }
}

/// <summary>One series of an answer: what it is of, and the first value of each row; null where none is.</summary>
internal sealed record InfluxSeries(Dictionary<string, string> Tags, JsonNode?[] Values)
{
    public double[] Numbers =>
        [.. Values.Where(value => value is not null).Select(value => value!.GetValue<double>())];
}
