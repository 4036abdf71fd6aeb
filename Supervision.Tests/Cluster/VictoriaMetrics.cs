using System.Text.Json;
using Supervision.Tests.Support;

namespace Supervision.Tests.Cluster;

/// <summary>
/// A private server of this machine that takes InfluxDB 2's write protocol; where there is none, the test is skipped.
/// </summary>
internal sealed class VictoriaMetrics : IDisposable
{
    private const string Program = "victoria-metrics";
    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http = new();
    private readonly LentServer server;

    private VictoriaMetrics(int port)
    {
        Url = $"http://127.0.0.1:{port}";
        server = LentServer.Start(
            Program, $"-storageDataPath={folder.Path}", $"-httpListenAddr=127.0.0.1:{port}", "-loggerLevel=ERROR");
    }

    public string Url { get; }

    public static async Task<VictoriaMetrics> StartAsync()
    {
        LentServer.Require(Program);
        var metrics = new VictoriaMetrics(Ports.Free());
        await metrics.server.UntilAsync(async () =>
        {
            using var answer = await metrics.http.GetAsync(new Uri(metrics.Url + "/health"));
            return answer.IsSuccessStatusCode;
        });
        return metrics;
    }

    /// <summary>The newest value of a series; waits until it can be read.</summary>
    public async Task<string> ReadAsync(string name, string node)
    {
        var value = "";
        var match = Uri.EscapeDataString($$"""{__name__="{{name}}",node="{{node}}",hall=""}""");
        await server.UntilAsync(async () =>
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
        server.Dispose();
        http.Dispose();
        folder.Dispose();
    }
}
