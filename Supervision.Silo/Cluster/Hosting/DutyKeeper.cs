using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Supervision.Silo.Hosting;
using Supervision.Silo.Runtime;

namespace Supervision.Silo.Cluster.Hosting;

/// <summary>
/// Runs the duties of a cluster while this process holds the lease to them (ADR 14). When the process ends or is cut
/// off, another takes the lease and goes on from where the journal and the shared files say; whatever both did is known
/// by its identity and counts once.
/// </summary>
internal sealed partial class DutyKeeper(
    ClusterOptions options, IEnumerable<IDuty> duties, TimeProvider time, ILogger<DutyKeeper> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly IDuty[] duties = [.. duties];

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await TryServeAsync(stoppingToken);
                await Task.Delay(LookEvery, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping.
        }
    }

    /// <summary>Serves as long as the lease is held; whatever ends that is told and tried again.</summary>
    private async Task TryServeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var lease = await DutyLease.TryTakeAsync(options.Connection!, cancellationToken);
            if (lease is not null)
            {
                await ServeAsync(lease, cancellationToken);
            }
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogLost(logger, fault);
        }
    }

    private async Task ServeAsync(DutyLease lease, CancellationToken cancellationToken)
    {
        var begun = 0;
        try
        {
            for (; begun < duties.Length; begun++)
            {
                await duties[begun].StartAsync(CancellationToken.None);
            }

            LogTaken(logger);
            while (true)
            {
                await Task.Delay(LookEvery, time, cancellationToken);
                await lease.RenewAsync(cancellationToken);
                foreach (var duty in duties.OfType<BackgroundService>())
                {
                    if (duty.ExecuteTask is { IsFaulted: true } ended)
                    {
                        await ended; // so that what ended it is told, and it begins anew here or elsewhere
                    }
                }
            }
        }
        finally
        {
            while (begun-- > 0)
            {
                await duties[begun].StopAsync(CancellationToken.None);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "This process holds the duties of the cluster: reactions and notifications")]
    private static partial void LogTaken(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "This process cannot hold the duties of the cluster for now")]
    private static partial void LogLost(ILogger logger, Exception fault);
}
