namespace Supervision.Silo.Embedded;

/// <summary>How now moves.</summary>
public enum ClockMode
{
    /// <summary>Now is the wall clock.</summary>
    Live,

    /// <summary>Now is the watermark: the latest event time seen.</summary>
    Replay,
}

/// <summary>Where entities live.</summary>
public enum EngineKind
{
    /// <summary>In shards of this process.</summary>
    Embedded,

    /// <summary>In grains of an Orleans cluster; only in a build with the Cluster profile.</summary>
    Orleans,
}

/// <summary>Limits of the engine, bound from <c>Supervision:Engine</c>.</summary>
public sealed class EngineOptions
{
    /// <summary>Default Embedded.</summary>
    public EngineKind Kind { get; set; } = EngineKind.Embedded;

    /// <summary>
    /// Default Live. In Replay one shard decides everything, so that equal facts give an equal journal.
    /// </summary>
    public ClockMode Clock { get; set; } = ClockMode.Live;

    /// <summary>Loops that decide in parallel, 1 to 64. Default: one per core.</summary>
    public int Shards { get; set; } = Math.Clamp(Environment.ProcessorCount, 1, 64);

    /// <summary>
    /// Batches of facts under way at once, 1 to 1024; beyond it senders wait or are told to. Default 16, of at most
    /// 4096 facts each: more only lengthens the queue.
    /// </summary>
    public int BatchesMax { get; set; } = 16;

    /// <summary>Turns in one group commit, 1 to 100 000. Default 8192; larger groups answer later.</summary>
    public int GroupMax { get; set; } = 8192;

    /// <summary>Entities kept in memory over all shards, at least 1000. Default 100 000, about 1.5 KB each.</summary>
    public int CacheMax { get; set; } = 100_000;

    /// <summary>
    /// Entities whose newest state is not in the entity index yet, at least 100. Default 50 000. A restart replays what
    /// they did since the last checkpoint, about a second for each 100 000.
    /// </summary>
    public int DirtyMax { get; set; } = 50_000;

    /// <summary>Longest time between checkpoints while something changes. Default 10 s.</summary>
    public TimeSpan CheckpointEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How far ahead deadlines are held in memory. Default 3 days, about 100 bytes each.</summary>
    public TimeSpan Horizon { get; set; } = TimeSpan.FromDays(3);
}
