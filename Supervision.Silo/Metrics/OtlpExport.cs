using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Supervision.Silo.Metrics;

/// <summary>Sends the instruments to a collector by OpenTelemetry's protocol.</summary>
internal sealed class OtlpExport(MetricsOptions options, Instruments instruments) : IHostedService, IDisposable
{
    private MeterProvider? provider;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        provider = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService("supervision"))
            .AddMeter(instruments.Meter.Name)
            .AddOtlpExporter((exporter, reader) =>
            {
                exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
                exporter.Endpoint = new Uri(options.OtlpUrl!);
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds =
                    (int)options.Every.TotalMilliseconds;
            })
            .Build();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public void Dispose() => provider?.Dispose();
}
