using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Supervision.Silo.Cluster.Boards;
using Supervision.Silo.Cluster.Grains;
using Supervision.Silo.Hosting;

namespace Supervision.Silo.Cluster.Hosting;

/// <summary>
/// Sees to it that the grains that work without being asked are alive somewhere. After a fault they are back as soon as
/// the silo that held them is given up; their reminders would do the same within a minute or two.
/// </summary>
internal sealed partial class GrainKeeper(
    IGrainFactory grains, ClusterOptions options, TimeProvider time, ILogger<GrainKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        try
        {
            do
            {
                await Task.WhenAll(
                [
                    KeepAliveAsync("the city's board", () => grains.GetGrain<ICityBoardGrain>(0).KeepAliveAsync()),
                    .. Enumerable.Range(0, options.DeadlineShards).Select(shard => KeepAliveAsync(
                        $"deadline shard {shard}", () => grains.GetGrain<IDeadlineShardGrain>(shard).KeepAliveAsync())),
                ]);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo is stopping.
        }
    }

    private async Task KeepAliveAsync(string what, Func<Task> keepAlive)
    {
        try
        {
            await keepAlive();
        }
        catch (Exception exception)
        {
            LogNotAlive(logger, what, exception);
        }
    }

    [LoggerMessage(LogLevel.Warning, "On this try {What} did not answer; it is tried again")]
    private static partial void LogNotAlive(ILogger logger, string what, Exception exception);
}
