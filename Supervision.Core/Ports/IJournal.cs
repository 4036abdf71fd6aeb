using System.Collections.Immutable;
using Supervision.Core.Entities;

namespace Supervision.Core.Ports;

/// <summary>
/// The only truth: an append-only sequence of entries, each one turn of one entity, hash-chained.
/// Safe for concurrent use. Some journals have one writing process at a time, some are shared by several.
/// </summary>
public interface IJournal : IAsyncDisposable
{
    /// <summary>
    /// Sequence and hash of the newest entry this process knows to be durable; sequence 0 and a zero hash when empty.
    /// Never goes back. What others append to a shared journal shows a moment later.
    /// </summary>
    JournalHead Head { get; }

    /// <summary>
    /// Asks the storage what is durable: afterwards <see cref="Head"/> and <see cref="Knows"/> reflect everything that
    /// was durable when this was called, whatever became of earlier appends of this process.
    /// </summary>
    /// <exception cref="JournalUnavailableException">It does not answer. Ask again later.</exception>
    ValueTask<JournalHead> RefreshAsync(CancellationToken cancellationToken);

    /// <summary>Appends all of <paramref name="turns"/> durably, in order, or none.</summary>
    /// <returns>The sequence of the first; the others follow without a gap.</returns>
    /// <exception cref="JournalConflictException">Another writer came first. Reload, decide again.</exception>
    /// <exception cref="JournalDuplicateException">
    /// Others appended some of these facts first, which only a shared journal looks for. Count them as duplicates,
    /// and append the rest again.
    /// </exception>
    /// <exception cref="JournalUnavailableException">
    /// The outcome is unknown. Refresh and reload before any retry.
    /// </exception>
    ValueTask<long> AppendAsync(IReadOnlyList<JournalTurn> turns, CancellationToken cancellationToken);

    /// <summary>Reads entries in sequence order.</summary>
    /// <param name="afterSequence">Exclusive; 0 starts at the beginning.</param>
    /// <param name="limit">From 1 to 10 000 entries.</param>
    ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(
        long afterSequence, int limit, CancellationToken cancellationToken);

    /// <summary>Reads one stream, oldest first.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="lastSequence">Its newest entry as the entity index knows it; 0 when unknown, which may be
    /// slower.</param>
    /// <param name="afterVersion">Exclusive; 0 reads it whole.</param>
    ValueTask<IReadOnlyList<JournalEntry>> ReadStreamAsync(
        StreamId stream, long lastSequence, long afterVersion, CancellationToken cancellationToken);

    /// <summary>
    /// Whether a fact with this identity has been appended, ever. In a shared journal this is a question to the server
    /// and true of one moment: there the answer that counts is the append's.
    /// </summary>
    bool Knows(UInt128 identity);
}

/// <summary>The end of the chain.</summary>
/// <param name="Sequence">Of the newest entry.</param>
/// <param name="Hash">Its chain hash, 32 bytes.</param>
public sealed record JournalHead(long Sequence, ReadOnlyMemory<byte> Hash)
{
    /// <summary>The head of an empty journal.</summary>
    public static JournalHead Empty { get; } = new(0, new byte[32]);
}

/// <summary>What one turn of one entity wants written.</summary>
/// <param name="Stream">The entity.</param>
/// <param name="Version">The stream's version after this turn, from 1.</param>
/// <param name="PreviousSequence">
/// Sequence of the stream's entry before this one; 0 for the first; <see cref="Unnumbered"/> when that entry is in the
/// same append and the caller cannot know its number.
/// </param>
/// <param name="OccurredAt">Event time: of the fact, or of the deadline that fired.</param>
/// <param name="RecordedAt">Recording time: the engine's now.</param>
/// <param name="Identity">Of the fact that caused the turn; zero when none did.</param>
/// <param name="Body">The events, encoded.</param>
/// <param name="Events">The same events, decoded, for readers that follow at once.</param>
public sealed record JournalTurn(
    StreamId Stream, long Version, long PreviousSequence, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt,
    UInt128 Identity, ReadOnlyMemory<byte> Body, ImmutableArray<DomainEvent> Events)
{
    /// <summary>Stands for the number of an entry that has none yet; the journal fills the right one in.</summary>
    public const long Unnumbered = -1;
}

/// <summary>A durable turn.</summary>
/// <param name="Sequence">Global position, from 1 without gaps.</param>
/// <param name="Turn">What was written.</param>
public sealed record JournalEntry(long Sequence, JournalTurn Turn);

/// <summary>Another writer extended a stream first; nothing was written.</summary>
/// <param name="message">Says which stream, and what is there.</param>
/// <param name="turns">Positions in the append of the turns that cannot follow, ascending.</param>
public sealed class JournalConflictException(string message, IReadOnlyList<int> turns) : Exception(message)
{
    /// <summary>Positions in the append of the turns that cannot follow, ascending; every other one could.</summary>
    public IReadOnlyList<int> Turns { get; } = turns;
}

/// <summary>Some facts are in the journal already, or twice in one append; nothing was written.</summary>
/// <param name="message">Says how many.</param>
/// <param name="turns">Positions in the append of the turns caused by such facts, ascending.</param>
public sealed class JournalDuplicateException(string message, IReadOnlyList<int> turns) : Exception(message)
{
    /// <summary>
    /// Positions in the append of the turns caused by such facts, ascending; of two in one append, the later.
    /// </summary>
    public IReadOnlyList<int> Turns { get; } = turns;
}

/// <summary>
/// The journal could not say that the append is durable: disk full, connection lost. Retryable after a reload.
/// </summary>
public sealed class JournalUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// The journal is not one this process can use: corrupt, of another program, newer, or in use. Not retryable.
/// </summary>
public sealed class JournalUnusableException(string message, Exception? inner = null) : Exception(message, inner);
