using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Supervision.Core.Reading;
using Supervision.Silo.Cluster.Metrics;
using Supervision.Silo.Metrics;
using Supervision.Tests.Metrics;
using Supervision.Tests.Support;

namespace Supervision.Tests.Cluster;

/// <summary>What InfluxDB's client is given to send, and what becomes of it while the server does not answer.</summary>
public sealed class InfluxExportTests : IDisposable
{
    private readonly MetricsStory story = new();
    private readonly int perLook;

    public InfluxExportTests()
    {
        using var source = new LineProtocol(story.Instruments.Meter, "other");
        perLook = source.Collect(story.Time.GetUtcNow()).Count + 2; // and points that wait, and those dropped
        story.Time.Advance(story.Options.Every); // so that the next look is another
    }

    public void Dispose() => story.Dispose();

    [Fact]
    public async Task Figures_AreSentForTheCityAndEachHall()
    {
        await using var server = await MetricsServer.StartAsync();
        using var export = ExportTo(server.Url);
        story.Board.Set(InMemoryBoard.Empty with { Open = 7, OnTimeRate = new Rate(3, 4) });
        story.Board.Set(InMemoryBoard.Empty with { Open = 5 }, "H1");
        await export.RunOnceAsync(CancellationToken.None);
        var post = Assert.Single(server.Taken);
        var lines = Encoding.UTF8.GetString(post.Body).Split('\n');
        var at = story.Time.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.Equal("/api/v2/write?org=supervision&bucket=supervision&precision=ms", post.Path);
        Assert.Equal("influxdb-client-csharp/5.1.0.0", post.Agent);
        Assert.Contains($"supervision.cases.open,node=web\\ 1 value=7 {at}", lines);
        Assert.Contains($"supervision.cases.open,node=web\\ 1,hall=H1 value=5 {at}", lines);
        Assert.Contains($"supervision.rates.on_time,node=web\\ 1 value=0.75 {at}", lines);
        Assert.Contains($"supervision.engine.faults,node=web\\ 1 value=0 {at}", lines);
        Assert.DoesNotContain("supervision.rates.satisfaction", string.Join('\n', lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_IsReadAgainEachTime()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("token");
        await File.WriteAllTextAsync(file, "one\n", TestContext.Current.CancellationToken);
        await using var server = await MetricsServer.StartAsync();
        using var export = ExportTo(server.Url, tokenFile: file);
        await PassAsync(export, 1);
        await File.WriteAllTextAsync(file, "two", TestContext.Current.CancellationToken);
        await PassAsync(export, 2);
        File.Delete(file);
        await PassAsync(export, 3);
        Assert.Equal(["Token one", "Token two"], server.Taken.Select(post => post.Authorization));
        Assert.Equal(0, export.Dropped);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("120")]
    [InlineData("Fri, 31 Dec 2027 23:59:59 GMT")] // InfluxDB's client cannot read it
    public async Task Server_ThatIsAwayForAWhile_GetsEveryPointOnceAndInOrder(string? retryAfter)
    {
        await using var server = await MetricsServer.StartAsync();
        using var export = ExportTo(server.Url, batchMax: 10);
        (server.Status, server.RetryAfter) = (StatusCodes.Status503ServiceUnavailable, retryAfter);
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
    public async Task Server_ThatDoesNotListen_IsAskedAgain()
    {
        var server = await MetricsServer.StartAsync();
        var url = server.Url;
        await server.DisposeAsync();
        using var export = ExportTo(url);
        await PassAsync(export, 1);
        Assert.Equal(0, export.Dropped);
        Assert.Equal(perLook, export.Waiting);
    }

    [Fact]
    public async Task Export_ThatIsStopped_IsNotAFaultOfTheServer()
    {
        await using var server = await MetricsServer.StartAsync();
        using var export = ExportTo(server.Url);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => export.RunOnceAsync(new CancellationToken(canceled: true)));
        Assert.Equal(0, server.Asked);
    }

    [Fact]
    public async Task Queue_ThatIsFull_DropsTheOldestAndCountsThem()
    {
        await using var server = await MetricsServer.StartAsync();
        using var export = ExportTo(server.Url, queueMax: 2 * perLook);
        server.Status = StatusCodes.Status503ServiceUnavailable;
        for (var open = 1; open <= 3; open++)
        {
            await PassAsync(export, open);
        }

        Assert.Equal(perLook, export.Dropped);
        server.Status = StatusCodes.Status204NoContent;
        story.Time.Advance(TimeSpan.FromMinutes(1));
        await export.RunOnceAsync(CancellationToken.None);
        Assert.Equal([3, 3], OpenIn(server));
        Assert.Equal(2 * perLook, export.Dropped);
    }

    [Theory]
    [InlineData(StatusCodes.Status400BadRequest)]
    [InlineData(StatusCodes.Status413PayloadTooLarge)]
    [InlineData(StatusCodes.Status422UnprocessableEntity)]
    public async Task Points_TheServerCallsWrong_AreDroppedAndCounted(int status)
    {
        await using var server = await MetricsServer.StartAsync();
        using var export = ExportTo(server.Url);
        server.Status = status;
        await PassAsync(export, 1);
        Assert.Equal(perLook, export.Dropped);
        server.Status = StatusCodes.Status204NoContent;
        await PassAsync(export, 2);
        Assert.Equal([2], OpenIn(server));
    }

    [Fact]
    public async Task Server_OfMetrics_GivesBackWhatItWasSent()
    {
        using var server = await VictoriaMetrics.StartAsync();
        using var export = new InfluxExport(
            OptionsFor(server.Url), story.Instruments, "web", TimeProvider.System, NullLogger<InfluxExport>.Instance);
        story.Board.Set(InMemoryBoard.Empty with { Open = 42 });
        await export.RunOnceAsync(CancellationToken.None);
        Assert.Equal("42", await server.ReadAsync("supervision.cases.open_value", "web"));
        Assert.Equal(0, export.Dropped);
    }

    private InfluxExport ExportTo(
        string url, int batchMax = 5000, int queueMax = 100_000, string? tokenFile = null) => new(
        OptionsFor(url, batchMax, queueMax, tokenFile), story.Instruments, "web 1", story.Time,
        NullLogger<InfluxExport>.Instance);

    private MetricsOptions OptionsFor(
        string url, int batchMax = 5000, int queueMax = 100_000, string? tokenFile = null)
    {
        story.Options.Influx = new InfluxOptions
        {
            Url = url,
            BatchMax = batchMax,
            QueueMax = queueMax,
            TokenFile = tokenFile,
        };
        return story.Options;
    }

    private async Task PassAsync(InfluxExport export, long open)
    {
        story.Pass(open);
        await export.RunOnceAsync(CancellationToken.None);
    }

    /// <summary>Open cases of the city as the server was told, one after another.</summary>
    private static IEnumerable<int> OpenIn(MetricsServer server) => server.Taken
        .SelectMany(taken => Encoding.UTF8.GetString(taken.Body).Split('\n'))
        .Where(line => line.StartsWith("supervision.cases.open,", StringComparison.Ordinal)
            && !line.Contains("hall=", StringComparison.Ordinal))
        .Select(line => int.Parse(line.Split("value=")[1].Split(' ')[0], CultureInfo.InvariantCulture));
}
