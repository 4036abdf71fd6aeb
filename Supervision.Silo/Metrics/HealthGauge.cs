using System.Diagnostics.Metrics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Supervision.Silo.Metrics;

/// <summary>
/// What health says of each part, with the tag <c>part</c>: 0 well, 1 degraded, 2 unhealthy. Nothing before it was
/// asked for the first time.
/// </summary>
internal sealed class HealthGauge : IHealthCheckPublisher
{
    private volatile HealthReport? newest;

    public HealthGauge(Instruments instruments) =>
        instruments.Meter.CreateObservableGauge("supervision.health.severity", Measure, "1");

    /// <inheritdoc />
    public Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
    {
        newest = report;
        return Task.CompletedTask;
    }

    private IEnumerable<Measurement<int>> Measure() =>
        newest is { } report
            ? report.Entries.Select(entry => new Measurement<int>(
                HealthStatus.Healthy - entry.Value.Status, new KeyValuePair<string, object?>("part", entry.Key)))
            : [];
}
