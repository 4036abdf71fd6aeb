using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Supervision.Silo.Cluster.History;

/// <summary>
/// Whether the history store is written, where this process writes it; never worse than degraded, as supervision goes
/// on without it.
/// </summary>
internal sealed class HistoryHealth(HistoryWriter writer) : IHealthCheck
{
    /// <summary>Entries the store may be behind before it is worth a word.</summary>
    private const long BehindMax = 200_000;

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(writer switch
        {
            { Behind: null } => HealthCheckResult.Healthy("Another process writes it."),
            { Fault: { } fault } => HealthCheckResult.Degraded(
                "The history store is no longer written: restart this process.", fault),
            { Behind: var behind, WaitsBecause: { } why } => HealthCheckResult.Degraded(
                $"The history store is {behind} entries behind and is tried again: {why}"),
            { Behind: > BehindMax and var behind } => HealthCheckResult.Degraded(
                $"The history store is {behind} entries behind and is catching up."),
            _ => HealthCheckResult.Healthy(),
        });
}
