using Supervision.Core.Facts;
using Supervision.Core.Ports;

namespace Supervision.Silo.Cluster.Grains;

/// <summary>One entity; its key is the stream's key. Every call may be repeated.</summary>
public interface IEntityGrain : IGrainWithStringKey
{
    /// <summary>Decides facts in order and returns once all that followed is durable.</summary>
    /// <returns>How many were duplicates.</returns>
    Task<int> DecideAsync(EntityFacts message);

    /// <summary>Has the entity carry out a command; returns once what followed is durable.</summary>
    Task<CommandAnswer> CommandAsync(EntityCommand message);

    /// <summary>A deadline may have come: a hint that may be early, late or repeated.</summary>
    /// <param name="now">Replay: the watermark. Null when the clock is live.</param>
    /// <returns>False when it is due still, because its rule book is missing; to be woken again later.</returns>
    Task<bool> WakeAsync(DateTimeOffset? now);

    /// <summary>Has the entity read all its facts again, because calendar or rules changed under it.</summary>
    /// <param name="reason">Why, as reversal entries name it.</param>
    /// <param name="now">Replay: the watermark. Null when the clock is live.</param>
    Task RecomputeAsync(string reason, DateTimeOffset? now);

    /// <summary>The entity as it is now; null when nothing is known about it.</summary>
    Task<EntitySnapshot?> ReadAsync();
}

/// <summary>A case.</summary>
public interface ICaseGrain : IEntityGrain;

/// <summary>A window.</summary>
public interface IWindowGrain : IEntityGrain;

/// <summary>A staff member.</summary>
public interface IStaffGrain : IEntityGrain;

/// <summary>A complaint.</summary>
public interface IComplaintGrain : IEntityGrain;

/// <summary>A feed source or device.</summary>
public interface ISourceGrain : IEntityGrain;

/// <summary>A supervision order.</summary>
public interface IOrderGrain : IEntityGrain;

/// <summary>The register of one organisation's orders.</summary>
public interface IRegisterGrain : IEntityGrain;

/// <summary>A reaction: where in the journal it began.</summary>
public interface IReactionGrain : IEntityGrain;

/// <summary>A job and the period it is done for.</summary>
public interface IJobGrain : IEntityGrain;

/// <summary>A report of one period.</summary>
public interface IReportGrain : IEntityGrain;

/// <summary>A month of scores.</summary>
public interface IMonthGrain : IEntityGrain;

/// <summary>One draw.</summary>
public interface IDrawGrain : IEntityGrain;

/// <summary>Wakes the entities of one share of all streams at their deadlines; its key is the shard's number.</summary>
public interface IDeadlineShardGrain : IGrainWithIntegerKey
{
    /// <summary>Makes sure that it runs.</summary>
    Task KeepAliveAsync();

    /// <summary>Replay: wakes whatever is due, and returns once all that followed is durable.</summary>
    /// <param name="now">The watermark, inclusive.</param>
    [ResponseTimeout("00:10:00")]
    Task FireAsync(DateTimeOffset now);
}

/// <summary>Replay's watermark, which has one owner in the cluster; its key is 0.</summary>
public interface IWatermarkGrain : IGrainWithIntegerKey
{
    /// <summary>Decides a batch in order, each fact at its watermark, and then whatever the batch made due.</summary>
    [ResponseTimeout("00:10:00")]
    Task<Replayed> SubmitAsync([Immutable] Fact[] facts);

    /// <summary>Moves the watermark on, never back, and decides whatever it passes.</summary>
    /// <returns>The watermark.</returns>
    [ResponseTimeout("00:10:00")]
    Task<DateTimeOffset> AdvanceAsync(DateTimeOffset now);

    /// <summary>The watermark.</summary>
    Task<DateTimeOffset> ReadAsync();
}
