using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Supervision.Silo.Hosting;
using Supervision.Silo.Runtime;

namespace Supervision.Silo.Cluster.Hosting;

/// <summary>
/// Runs the errands of a cluster while this process holds the lock to them (ADR 14). When the process ends or is cut
/// off, another takes the lock and goes on from where the journal and the shared files say; whatever both did is known
/// by its identity and counts once.
/// </summary>
internal sealed partial class ErrandKeeper(
    ClusterOptions options, IEnumerable<IErrand> errands, TimeProvider time, ILogger<ErrandKeeper> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly IErrand[] errands = [.. errands];

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

    /// <summary>Serves as long as the lock is held; whatever ends that is told and tried again.</summary>
    private async Task TryServeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var held = await ErrandLock.TryTakeAsync(options.Connection!, cancellationToken);
            if (held is not null)
            {
                await ServeAsync(held, cancellationToken);
            }
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogLost(logger, fault);
        }
    }

    private async Task ServeAsync(ErrandLock held, CancellationToken cancellationToken)
    {
        var begun = 0;
        try
        {
            for (; begun < errands.Length; begun++)
            {
                await errands[begun].StartAsync(CancellationToken.None);
            }

            LogTaken(logger);
            while (true)
            {
                await Task.Delay(LookEvery, time, cancellationToken);
                await held.RenewAsync(cancellationToken);
                foreach (var errand in errands.OfType<BackgroundService>())
                {
                    if (errand.ExecuteTask is { IsFaulted: true } ended)
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
                await errands[begun].StopAsync(CancellationToken.None);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "This process holds the errands of the cluster: reactions and notifications")]
    private static partial void LogTaken(ILogger logger);

    [LoggerMessage(LogLevel.Warning, "This process cannot hold the errands of the cluster for now")]
    private static partial void LogLost(ILogger logger, Exception fault);
}
