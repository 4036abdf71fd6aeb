using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Core.Reading;
using Supervision.Silo.Metrics;
using Supervision.Tests.Engine;
using Supervision.Tests.Support;

namespace Supervision.Tests.Metrics;

/// <summary>What is sent to metrics servers, and what becomes of it while they do not answer.</summary>
public sealed class MetricsTests : IDisposable
{
    private const int Figures = 11 + 5 + 1; // of the city without rates; of the system; dropped points
    private readonly EngineStory story = new();
    private readonly ManualTime time = new(ClockSamples.At("2018-10-15 10:00"));
    private readonly MetricsOptions options = new();
    private readonly HttpClient http = new();
    private readonly InMemoryBoard board;
    private readonly Instruments instruments;

    public MetricsTests()
    {
        board = new InMemoryBoard(time);
        instruments = new Instruments(
            board, story.System.Journal, story.System.Views, story.System.Rules, story.Engine, time);
    }

    public void Dispose()
    {
        instruments.Dispose();
        http.Dispose();
        story.Dispose();
    }

    [Fact]
    public async Task Figures_AreSentForTheCityAndEachHall()
    {
        await using var server = await MetricsServer.StartAsync();
        using var export = ExportTo(server.Url);
        board.Set(InMemoryBoard.Empty with { Open = 7, OnTimeRate = new Rate(3, 4) });
        board.Set(InMemoryBoard.Empty with { Open = 5 }, "H1");
        await export.RunOnceAsync(CancellationToken.None);
        var (path, body) = Assert.Single(server.Taken);
        var lines = Encoding.UTF8.GetString(body).Split('\n');
        var at = time.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.Equal("/api/v2/write?org=supervision&bucket=supervision&precision=ms", path);
        Assert.Contains($"supervision.cases.open,node=web\\ 1 value=7 {at}", lines);
        Assert.Contains($"supervision.cases.open,node=web\\ 1,hall=H1 value=5 {at}", lines);
        Assert.Contains($"supervision.rates.on_time,node=web\\ 1 value=0.75 {at}", lines);
        Assert.Contains($"supervision.engine.faults,node=web\\ 1 value=0 {at}", lines);
        Assert.DoesNotContain("supervision.rates.satisfaction", string.Join('\n', lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_ThatIsAwayForAWhile_GetsEveryPointOnceAndInOrder()
    {
        await using var server = await MetricsServer.StartAsync();
        using var export = ExportTo(server.Url, batchMax: 10);
        server.Status = StatusCodes.Status503ServiceUnavailable;
        for (var open = 1; open <= 7; open++)
        {
            await PassAsync(export, open);
        }

        Assert.Equal(3, server.Asked); // at 10, 20 and 40 s: the pauses grow
        server.Status = StatusCodes.Status204NoContent;
        await PassAsync(export, 8);
        Assert.Equal(Enumerable.Range(1, 8), OpenIn(server));
        Assert.Equal(0, export.Dropped);
    }

    [Fact]
    public async Task Queue_ThatIsFull_DropsTheOldestAndCountsThem()
    {
        await using var server = await MetricsServer.StartAsync();
        var perLook = PointsPerLook();
        using var export = ExportTo(server.Url, queueMax: 2 * perLook);
        server.Status = StatusCodes.Status503ServiceUnavailable;
        for (var open = 1; open <= 3; open++)
        {
            await PassAsync(export, open);
        }

        Assert.Equal(perLook, export.Dropped);
        server.Status = StatusCodes.Status204NoContent;
        time.Advance(TimeSpan.FromMinutes(1));
        await export.RunOnceAsync(CancellationToken.None);
        Assert.Equal([3, 3], OpenIn(server));
        Assert.Equal(2 * perLook, export.Dropped);
    }

    [Fact]
    public async Task Points_TheServerCallsWrong_AreDroppedAndCounted()
    {
        await using var server = await MetricsServer.StartAsync();
        using var export = ExportTo(server.Url);
        server.Status = StatusCodes.Status400BadRequest;
        await PassAsync(export, 1);
        Assert.Equal(PointsPerLook(), export.Dropped);
        server.Status = StatusCodes.Status204NoContent;
        await PassAsync(export, 2);
        Assert.Equal([2], OpenIn(server));
    }

    [Fact]
    public async Task Collector_GetsTheSameInstruments()
    {
        await using var server = await MetricsServer.StartAsync();
        options.OtlpUrl = server.Url + "/v1/metrics";
        using (var export = new OtlpExport(options, instruments))
        {
            await export.StartAsync(CancellationToken.None); // and what is there at its end is sent
        }

        var body = Encoding.UTF8.GetString(
            await server.First.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Contains("supervision.cases.open", body, StringComparison.Ordinal);
        Assert.Contains("supervision.journal.entries", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_OfMetrics_GivesBackWhatItWasSent()
    {
        using var server = await VictoriaMetrics.StartAsync();
        using var export = new InfluxExport(
            OptionsFor(server.Url), instruments, "web", http, TimeProvider.System, NullLogger<InfluxExport>.Instance);
        board.Set(InMemoryBoard.Empty with { Open = 42 });
        await export.RunOnceAsync(CancellationToken.None);
        Assert.Equal("42", await server.ReadAsync("supervision.cases.open_value", "web"));
        Assert.Equal(0, export.Dropped);
    }

    [Fact]
    public void Options_OutOfBounds_AreTold() => Assert.Equal(
        ["M:Every", "M:OtlpUrl", "M:Influx:Url", "M:Influx:TokenFile", "M:Influx:BatchMax", "M:Influx:QueueMax"],
        new MetricsOptions
        {
            Every = TimeSpan.Zero,
            OtlpUrl = "collector",
            Influx = { Url = "ftp://x", TokenFile = "/none", BatchMax = 0, QueueMax = 2_000_000 },
        }.Faults("M").Select(fault => fault[..fault.IndexOf(": ", StringComparison.Ordinal)]));

    private InfluxExport ExportTo(string url, int batchMax = 5000, int queueMax = 100_000) => new(
        OptionsFor(url, batchMax, queueMax), instruments, "web 1", http, time, NullLogger<InfluxExport>.Instance);

    private MetricsOptions OptionsFor(string url, int batchMax = 5000, int queueMax = 100_000)
    {
        options.Influx = new InfluxOptions { Url = url, BatchMax = batchMax, QueueMax = queueMax };
        return options;
    }

    private async Task PassAsync(InfluxExport export, long open)
    {
        time.Advance(options.Every);
        board.Set(InMemoryBoard.Empty with { Open = open });
        await export.RunOnceAsync(CancellationToken.None);
    }

    private int PointsPerLook() => Figures + (11 * story.System.Rules.Current.Organisation.Halls.Count);

    /// <summary>Open cases of the city as the server was told, one after another.</summary>
    private static IEnumerable<int> OpenIn(MetricsServer server) => server.Taken
        .SelectMany(taken => Encoding.UTF8.GetString(taken.Body).Split('\n'))
        .Where(line => line.StartsWith("supervision.cases.open,", StringComparison.Ordinal)
            && !line.Contains("hall=", StringComparison.Ordinal))
        .Select(line => int.Parse(line.Split("value=")[1].Split(' ')[0], CultureInfo.InvariantCulture));
}
