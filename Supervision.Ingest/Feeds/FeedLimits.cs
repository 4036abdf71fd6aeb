using Supervision.Core.Ports;

namespace Supervision.Ingest.Feeds;

/// <summary>Bounds of the feed door (configuration section <c>Supervision:Feeds</c>).</summary>
public sealed class FeedLimits
{
    /// <summary>
    /// Largest single event in bytes, inclusive; a larger one is rejected while the rest is read on. Default 256 KB.
    /// </summary>
    public int EventBytesMax { get; init; } = 256 * 1024;

    /// <summary>
    /// Largest body in bytes, inclusive, of the two media types that are not streamed; a larger one is answered 413.
    /// The whole body's facts are held in memory until they are durable. Default 16 MB.
    /// </summary>
    public long BodyBytesMax { get; init; } = 16 * 1024 * 1024;

    /// <summary>
    /// Facts that a stream hands to the engine at a time, at most <see cref="IEngine.FactsMax"/>. Default 500: what is
    /// under way lives on in memory until it is durable, and more of it costs more to collect than larger commits save.
    /// </summary>
    public int BatchFactsMax { get; init; } = 500;

    /// <summary>
    /// Batches of one stream that may wait for durability while the next is read; 1 keeps strict order across streams,
    /// which a Replay clock wants. Default 2.
    /// </summary>
    public int BatchesInFlightMax { get; init; } = 2;

    /// <summary>Rejections an answer spells out; the rest is counted only. Default 1000.</summary>
    public int RejectionsToldMax { get; init; } = 1000;

    /// <summary>What a sender under back-pressure is asked to wait, in seconds. Default 1.</summary>
    public int RetryAfterSeconds { get; init; } = 1;

    /// <summary>Every fault with its configuration key; empty when the limits can be used.</summary>
    public IEnumerable<string> Faults()
    {
        if (EventBytesMax is < 1024 or > 512 * 1024)
            yield return "Supervision:Feeds:EventBytesMax: must be 1024 to 524288 bytes (the server buffers 1 MB)";
        if (BodyBytesMax < EventBytesMax || BodyBytesMax > 1024 * 1024 * 1024)
            yield return "Supervision:Feeds:BodyBytesMax: must be EventBytesMax to 1073741824 bytes";
        if (BatchFactsMax is < 1 or > IEngine.FactsMax)
            yield return $"Supervision:Feeds:BatchFactsMax: must be 1 to {IEngine.FactsMax}";
        if (BatchesInFlightMax is < 1 or > 64)
            yield return "Supervision:Feeds:BatchesInFlightMax: must be 1 to 64";
        if (RejectionsToldMax is < 0 or > 100_000)
            yield return "Supervision:Feeds:RejectionsToldMax: must be 0 to 100000";
        if (RetryAfterSeconds is < 1 or > 3600)
            yield return "Supervision:Feeds:RetryAfterSeconds: must be 1 to 3600";
    }
}
