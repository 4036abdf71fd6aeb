using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Ports;
using Supervision.Silo.Cluster.Grains;
using Supervision.Silo.Embedded;
using Supervision.Silo.Hosting;

namespace Supervision.Silo.Cluster;

/// <summary>
/// The engine of a cluster as every process sees it, inside a silo or beside it: facts go to the grains of their
/// entities. While silos fail or move, calls are tried again; the journal takes each fact once however often it is
/// sent.
/// </summary>
public sealed partial class OrleansEngine(
    IGrainFactory grains, EngineOptions engine, ClusterOptions cluster, TimeProvider time,
    ILogger<OrleansEngine> logger) : BackgroundService, IEngine
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim room = new(engine.BatchesMax);
    private long watermarkTicks;

    private bool IsLive => engine.Clock == ClockMode.Live;

    /// <inheritdoc />
    public DateTimeOffset Now =>
        IsLive ? time.GetUtcNow() : new DateTimeOffset(Interlocked.Read(ref watermarkTicks), TimeSpan.Zero);

    private IWatermarkGrain Watermark => grains.GetGrain<IWatermarkGrain>(0);

    /// <inheritdoc />
    public async ValueTask<SubmitReceipt> SubmitAsync(
        IReadOnlyList<Fact> facts, Patience patience, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(facts.Count, IEngine.FactsMax);
        if (patience == Patience.Fail)
        {
            if (!await room.WaitAsync(0, cancellationToken))
            {
                throw new EngineBusyException();
            }
        }
        else
        {
            await room.WaitAsync(cancellationToken);
        }

        try
        {
            var duplicates = await (IsLive ? DecideAsync(facts) : ReplayAsync([.. facts]));
            return new SubmitReceipt(facts.Count - duplicates, duplicates);
        }
        finally
        {
            room.Release();
        }
    }

    /// <inheritdoc />
    public async ValueTask<Refusal?> CommandAsync(
        StreamId stream, Command command, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = IsLive ? null : await TryAsync(() => Watermark.ReadAsync());
        var message = EntityCommand.Of(command, now);
        var answer = await TryAsync(() => grains.EntityOf(stream).CommandAsync(message)).WaitAsync(cancellationToken);
        return answer.Read();
    }

    /// <inheritdoc />
    public async ValueTask<EntitySnapshot?> ReadAsync(StreamId stream, CancellationToken cancellationToken) =>
        await TryAsync(() => grains.EntityOf(stream).ReadAsync()).WaitAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask<DateTimeOffset> AdvanceAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (IsLive)
        {
            throw new InvalidOperationException("The clock is live; only in Replay can it be moved.");
        }

        return See(await TryAsync(() => Watermark.AdvanceAsync(now)).WaitAsync(cancellationToken));
    }

    /// <inheritdoc />
    public async ValueTask RecomputeAsync(
        IReadOnlyList<StreamId> streams, string reason, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = IsLive ? null : await TryAsync(() => Watermark.ReadAsync());
        await Task.WhenAll(streams.Select(stream => TryAsync(() => RecomputeAsync(stream))))
            .WaitAsync(cancellationToken);

        async Task<bool> RecomputeAsync(StreamId stream)
        {
            await grains.EntityOf(stream).RecomputeAsync(reason, now);
            return true;
        }
    }

    /// <summary>Replay: other processes move the watermark too, so it is looked at now and then.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!IsLive)
            {
                await LookAsync();
                await Task.Delay(LookEvery, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping.
        }
    }

    private async Task LookAsync()
    {
        try
        {
            See(await TryAsync(() => Watermark.ReadAsync()));
        }
        catch (JournalUnavailableException exception)
        {
            LogTriedAgain(logger, exception.Message);
        }
    }

    private Task<int> DecideAsync(IReadOnlyList<Fact> facts) => EntityGrains.DecideEachAsync(
        facts, null, (stream, part) => TryAsync(() => grains.EntityOf(stream).DecideAsync(part)));

    private async Task<int> ReplayAsync(Fact[] facts)
    {
        var replayed = await TryAsync(() => Watermark.SubmitAsync(facts));
        See(replayed.Now);
        return replayed.Duplicates;
    }

    private DateTimeOffset See(DateTimeOffset watermark)
    {
        Interlocked.Exchange(ref watermarkTicks, Math.Max(watermarkTicks, watermark.UtcTicks));
        return watermark;
    }

    /// <summary>
    /// Tries until it succeeds or <see cref="ClusterOptions.RetryFor"/> is over. A try that failed may have been
    /// decided all the same; its facts are duplicates in the next.
    /// </summary>
    private async Task<T> TryAsync<T>(Func<Task<T>> call)
    {
        var begun = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await call();
            }
            catch (Exception exception) when (exception is OrleansException or TimeoutException)
            {
                if (time.GetElapsedTime(begun) + pause > cluster.RetryFor)
                {
                    throw new JournalUnavailableException(
                        "The cluster does not answer. Sending this again is safe.", exception);
                }

                LogTriedAgain(logger, exception.Message);
                await Task.Delay(pause, time);
            }
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        room.Dispose();
        base.Dispose();
    }

    [LoggerMessage(LogLevel.Debug, "A silo does not answer, the call is tried again: {Why}")]
    private static partial void LogTriedAgain(ILogger logger, string why);
}
