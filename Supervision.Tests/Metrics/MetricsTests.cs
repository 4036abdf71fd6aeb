using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Supervision.Core.Reading;
using Supervision.Silo.Metrics;
using Supervision.Tests.Support;

namespace Supervision.Tests.Metrics;

/// <summary>What every build sends to a collector by OpenTelemetry's protocol.</summary>
public sealed class MetricsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly MetricsStory story = new();

    public void Dispose() => story.Dispose();

    [Fact]
    public async Task Collector_GetsTheFiguresOfTheCityAndOfEachHall()
    {
        await using var server = await MetricsServer.StartAsync();
        story.Board.Set(InMemoryBoard.Empty with { Open = 7, OnTimeRate = new Rate(3, 4) });
        story.Board.Set(InMemoryBoard.Empty with { Open = 5 }, "H1");
        await ExportAsync(server);
        var body = await server.First.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        var lines = OtlpBody.Lines(body);
        Assert.Equal("/v1/metrics", server.Taken.First().Path);
        Assert.Contains("supervision.cases.open{} 7", lines);
        Assert.Contains("supervision.cases.open{hall=H1} 5", lines);
        Assert.Contains("supervision.rates.on_time{} 0.75", lines);
        Assert.Contains("supervision.engine.faults{} 0", lines);
        Assert.Contains("supervision.journal.entries{} 0", lines);
        Assert.DoesNotContain("supervision.rates.satisfaction", string.Join('\n', lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collector_GetsHowLongSourcesAreSilentAndWhatHealthSays()
    {
        await using var server = await MetricsServer.StartAsync();
        var heard = story.Time.GetUtcNow();
        story.Board.Set(InMemoryBoard.Empty with
        {
            Sources = [new("/b", heard + TimeSpan.FromHours(1), heard, 2), new("/a", heard, heard.AddMinutes(-5), 1)],
        });
        story.Time.Advance(TimeSpan.FromSeconds(90));
        await new HealthGauge(story.Instruments).PublishAsync(
            ReportOf(("engine", HealthStatus.Healthy), ("views", HealthStatus.Degraded),
                ("journal", HealthStatus.Unhealthy)), CancellationToken.None);
        await ExportAsync(server);
        var body = await server.First.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(
            [
                "supervision.health.severity{part=engine} 0", "supervision.health.severity{part=journal} 2",
                "supervision.health.severity{part=views} 1", "supervision.sources.silence{source=/a} 390",
                "supervision.sources.silence{source=/b} 90",
            ],
            OtlpBody.Lines(body).Where(line => line.Contains(".severity{", StringComparison.Ordinal)
                || line.Contains(".silence{", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Collector_ThatTakesNothing_StopsNothing()
    {
        await using var server = await MetricsServer.StartAsync();
        server.Status = StatusCodes.Status400BadRequest;
        await ExportAsync(server);
        Assert.Equal(1, server.Asked);
        Assert.Empty(server.Taken);
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("http://collector:4318/v1/metrics", 1)]
    public void Health_IsAskedOnlyWhereSomebodyIsTold(string? url, int publishers)
    {
        var services = new ServiceCollection();
        services.AddSupervisionMetrics(new MetricsOptions { OtlpUrl = url });
        Assert.Equal(publishers, services.Count(service => service.ServiceType == typeof(IHealthCheckPublisher)));
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

    private static HealthReport ReportOf(params (string Part, HealthStatus Status)[] parts) => new(
        parts.ToDictionary(
            part => part.Part, part => new HealthReportEntry(part.Status, null, TimeSpan.Zero, null, null)),
        TimeSpan.Zero);

    /// <summary>Starts and ends it: what is there at its end is sent.</summary>
    private async Task ExportAsync(MetricsServer server)
    {
        story.Options.OtlpUrl = server.Url + "/v1/metrics";
        using var export = new OtlpExport(story.Options, story.Instruments);
        await export.StartAsync(CancellationToken.None);
    }
}
