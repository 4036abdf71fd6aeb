using Supervision.Core.Entities;
using Supervision.Core.Facts;

namespace Supervision.Core.Ports;

/// <summary>
/// Where facts are decided. Implemented by the embedded host and by the cluster. Safe for concurrent use.
/// </summary>
public interface IEngine
{
    /// <summary>
    /// Decides every fact and returns once all that followed is durable. Facts of one stream are decided in the order
    /// given; the same (source, id) again is a duplicate and changes nothing.
    /// </summary>
    /// <param name="facts">From 1 to <see cref="FactsMax"/> facts.</param>
    /// <param name="patience">Whether to wait for room or to fail at once when the queues are full.</param>
    /// <returns>How many were new and how many were known.</returns>
    /// <exception cref="EngineBusyException">
    /// Back-pressure with <see cref="Patience.Fail"/>: nothing was taken, try later.
    /// </exception>
    /// <exception cref="JournalUnavailableException">
    /// Not durable, outcome unknown; sending it all again is safe.
    /// </exception>
    ValueTask<SubmitReceipt> SubmitAsync(
        IReadOnlyList<Fact> facts, Patience patience, CancellationToken cancellationToken);

    /// <summary>
    /// Has an entity carry out a command, and returns once what followed is durable. The same (source, id) again is
    /// known and changes nothing; a refused command leaves no trace and may be sent again.
    /// </summary>
    /// <param name="stream">Whom it is for; an entity nothing is known about is a new one.</param>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">Gives up waiting; it may still be carried out.</param>
    /// <returns>The refusal, or null when it was carried out, now or before.</returns>
    /// <exception cref="JournalUnavailableException">
    /// Not durable, outcome unknown; sending it again is safe.
    /// </exception>
    ValueTask<Refusal?> CommandAsync(StreamId stream, Command command, CancellationToken cancellationToken);

    /// <summary>Reads an entity as it is now, or null when nothing is known about it.</summary>
    ValueTask<EntitySnapshot?> ReadAsync(StreamId stream, CancellationToken cancellationToken);

    /// <summary>
    /// Has entities read all their facts again, because the calendar changed under them; returns once what followed is
    /// durable. Those for which nothing changes write nothing.
    /// </summary>
    /// <param name="streams">From 1 to <see cref="FactsMax"/> entities.</param>
    /// <param name="reason">Why, as reversal entries name it.</param>
    /// <param name="cancellationToken">Gives up waiting; the entities may still be read again.</param>
    /// <exception cref="JournalUnavailableException">Not durable, outcome unknown; asking again is safe.</exception>
    ValueTask RecomputeAsync(IReadOnlyList<StreamId> streams, string reason, CancellationToken cancellationToken);

    /// <summary>The engine's now: the wall clock, or the watermark in Replay.</summary>
    DateTimeOffset Now { get; }

    /// <summary>In Replay, moves the watermark on and fires what it passes; it never goes back.</summary>
    /// <returns>Now, after every deadline up to it has been decided and is durable.</returns>
    /// <exception cref="InvalidOperationException">The clock is live.</exception>
    ValueTask<DateTimeOffset> AdvanceAsync(DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The largest batch one call takes.</summary>
    const int FactsMax = 4096;
}

/// <summary>What to do when the queues are full.</summary>
public enum Patience
{
    /// <summary>Wait for room; reading from the sender slows down.</summary>
    Wait,
    /// <summary>Fail at once with <see cref="EngineBusyException"/>.</summary>
    Fail,
}

/// <summary>What became of a batch.</summary>
/// <param name="Accepted">Facts that were new and are durable now.</param>
/// <param name="Duplicates">Facts whose (source, id) was durable already.</param>
public readonly record struct SubmitReceipt(int Accepted, int Duplicates);

/// <summary>An entity as one moment knew it.</summary>
/// <param name="Stream">Its stream.</param>
/// <param name="State">Fold of all its entries.</param>
/// <param name="Version">Entries in the stream.</param>
/// <param name="LastSequence">Sequence of the newest entry, from which the stream can be walked back.</param>
public sealed record EntitySnapshot(StreamId Stream, EntityState State, long Version, long LastSequence);

/// <summary>The engine has no room: nothing was taken. Retry after a pause.</summary>
public sealed class EngineBusyException() : Exception("The engine has no room for more facts right now.");
