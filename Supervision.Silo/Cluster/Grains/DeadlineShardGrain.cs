using Microsoft.Extensions.Logging;
using Supervision.Core.Entities;
using Supervision.Silo.Embedded;
using Supervision.Silo.Hosting;
using Supervision.Silo.Runtime;

namespace Supervision.Silo.Cluster.Grains;

/// <summary>
/// Watches over the deadlines of one share of all entities. When it comes to life, after a fault on another silo, it
/// reads every deadline its silo knows and so catches up on what came due meanwhile: a reminder's missed ticks are not
/// played again, so its one reminder does no more than bring it back.
/// </summary>
public sealed partial class DeadlineShardGrain(
    EntityFollower follower, EngineOptions engine, ClusterOptions cluster, ILogger<DeadlineShardGrain> logger)
    : Grain, IDeadlineShardGrain, IRemindable
{
    private const string Reminder = "keep-alive";

    /// <summary>Entities woken at once, so that a storm does not fill every queue of the cluster.</summary>
    private const int WakesMax = 1024;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReminderEvery = TimeSpan.FromMinutes(1);

    private DueHints hints = new(0, 1);
    private DeadlineQueue due = new(DateTimeOffset.MinValue);

    private bool IsLive => engine.Clock == ClockMode.Live;

    /// <inheritdoc />
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await follower.CatchUpAsync();
        due = new DeadlineQueue(IsLive ? follower.Now + engine.Horizon : DateTimeOffset.MaxValue);
        hints = follower.Subscribe((int)this.GetPrimaryKeyLong(), cluster.DeadlineShards, due.Horizon);
        await this.RegisterOrUpdateReminder(Reminder, ReminderEvery, ReminderEvery);
        if (IsLive)
        {
            this.RegisterGrainTimer(LookAsync, new GrainTimerCreationOptions(LookEvery, LookEvery)
            {
                KeepAlive = true,
            });
        }
    }

    /// <inheritdoc />
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        follower.Unsubscribe(hints);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task KeepAliveAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    /// <inheritdoc />
    public async Task FireAsync(DateTimeOffset now)
    {
        await follower.CatchUpAsync();
        while (await WakeSomeAsync(now, now))
        {
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        ExtendHorizon();
        while (!cancellationToken.IsCancellationRequested && await WakeSomeAsync(follower.Now, null))
        {
        }
    }

    private void ExtendHorizon()
    {
        var from = due.Horizon;
        var to = follower.Now + engine.Horizon;
        if (to - from >= engine.Horizon / 4)
        {
            due.Extend(to);
            follower.Extend(hints, from, to);
        }
    }

    /// <summary>Wakes some of what is due; false when nothing is.</summary>
    private async Task<bool> WakeSomeAsync(DateTimeOffset now, DateTimeOffset? watermark)
    {
        while (hints.TryTake(out var stream, out var at))
        {
            due.Add(stream, at);
        }

        HashSet<StreamId> woken = [];
        while (woken.Count < WakesMax && due.TryTake(now, out var stream, out _))
        {
            woken.Add(stream);
        }

        await Task.WhenAll(woken.Select(stream => WakeAsync(stream, now, watermark)));
        return woken.Count > 0;
    }

    /// <summary>An entity that could not be woken is due still, and is woken again after a pause.</summary>
    private async Task WakeAsync(StreamId stream, DateTimeOffset now, DateTimeOffset? watermark)
    {
        try
        {
            if (!await GrainFactory.EntityOf(stream).WakeAsync(watermark))
            {
                due.Add(stream, now + PauseAfterFault);
            }
        }
        catch (Exception exception) when (IsLive)
        {
            LogNotWoken(logger, stream, exception);
            due.Add(stream, now + PauseAfterFault);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Stream} is due and could not be woken; it is tried again")]
    private static partial void LogNotWoken(ILogger logger, StreamId stream, Exception exception);
}
