using Supervision.Core.Facts;
using Supervision.Silo.Hosting;

namespace Supervision.Silo.Cluster.Grains;

/// <summary>
/// Replay's watermark. It takes one batch at a time and gives each fact the watermark it is decided at, so every entity
/// sees the same instants as on the embedded host, however the entities are spread over silos.
/// </summary>
public sealed class WatermarkGrain(EntityFollower follower, ClusterOptions options) : Grain, IWatermarkGrain
{
    private DateTimeOffset watermark;

    /// <inheritdoc />
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await follower.CatchUpAsync();
        watermark = follower.Now;
    }

    /// <inheritdoc />
    public async Task<Replayed> SubmitAsync(Fact[] facts)
    {
        var nows = new DateTimeOffset[facts.Length];
        for (var i = 0; i < facts.Length; i++)
        {
            MoveTo(facts[i].OccurredAt);
            nows[i] = watermark;
        }

        var duplicates = await EntityGrains.DecideEachAsync(
            facts, nows, (stream, part) => GrainFactory.EntityOf(stream).DecideAsync(part));
        await FireAsync();
        return new Replayed(duplicates, watermark);
    }

    /// <inheritdoc />
    public async Task<DateTimeOffset> AdvanceAsync(DateTimeOffset now)
    {
        MoveTo(now);
        await FireAsync();
        return watermark;
    }

    /// <inheritdoc />
    public Task<DateTimeOffset> ReadAsync() => Task.FromResult(watermark);

    private void MoveTo(DateTimeOffset seen) => watermark = seen > watermark ? seen.ToUniversalTime() : watermark;

    private Task FireAsync() => Task.WhenAll(Enumerable.Range(0, options.DeadlineShards)
        .Select(shard => GrainFactory.GetGrain<IDeadlineShardGrain>(shard).FireAsync(watermark)));
}
