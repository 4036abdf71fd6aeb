using System.Net;
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

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient http;
    private readonly LentServer server;

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
        server = LentServer.Start(Program, "-config", folder.File("influxdb.conf"));
    }

    public static async Task<InfluxServer> StartAsync()
    {
        LentServer.Require(Program);
        var influx = new InfluxServer(Ports.Free(), Ports.Free());
        await influx.server.UntilAsync(async () =>
        {
            using var answer = await influx.http.GetAsync(new Uri("/ping", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        });
        await influx.AskAsync($"CREATE DATABASE {Database}");
        return influx;
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
        server.Dispose();
        http.Dispose();
        folder.Dispose();
    }
}

/// <summary>One series of an answer: what it is of, and the first value of each row; null where none is.</summary>
internal sealed record InfluxSeries(Dictionary<string, string> Tags, JsonNode?[] Values)
{
    public double[] Numbers =>
        [.. Values.Where(value => value is not null).Select(value => value!.GetValue<double>())];
}
