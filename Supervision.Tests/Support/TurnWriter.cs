using System.Collections.Immutable;
using Supervision.Core.Entities;
using Supervision.Core.Ports;

namespace Supervision.Tests.Support;

/// <summary>Makes turns that follow each other, as an engine would.</summary>
public sealed class TurnWriter
{
    private readonly Dictionary<StreamId, (long Version, long Sequence)> streams = [];
    private long sequence;

    /// <summary>Entries of a stream so far, and the newest one's sequence.</summary>
    public (long Version, long Sequence) Of(StreamId stream) => streams.GetValueOrDefault(stream);

    /// <summary>The next turn of a case; it takes the next sequence.</summary>
    public JournalTurn Next(string key, string text = "note", UInt128 identity = default)
    {
        var stream = new StreamId(EntityKind.Case, key);
        var (version, previous) = Of(stream);
        streams[stream] = (version + 1, ++sequence);
        ImmutableArray<DomainEvent> events = [new Noted(text)];
        var at = new DateTimeOffset(2026, 10, 8, 9, 0, 0, TimeSpan.FromHours(8)).AddSeconds(sequence);
        return new(stream, version + 1, previous, at, at.AddSeconds(2), identity, NoteCodec.BodyOf(events), events);
    }

    /// <summary>
    /// Many turns over a few cases; each carries the identity of its sequence, or counted from
    /// <paramref name="firstIdentity"/>.
    /// </summary>
    public JournalTurn[] Many(int count, int bodyBytes = 100, int cases = 50, long? firstIdentity = null)
    {
        var first = firstIdentity ?? sequence + 1;
        return
        [
            .. Enumerable.Range(0, count).Select(index => Next(
                $"2026-{index * 7 % cases:D6}", new string((char)('a' + index % 26), bodyBytes),
                Scattered(first + index))),
        ];
    }

    /// <summary>An identity as evenly spread as a real one.</summary>
    public static UInt128 Scattered(long number)
    {
        var high = unchecked((ulong)number * 0x9E3779B97F4A7C15);
        return new UInt128(unchecked((high ^ (high >> 29)) * 0xBF58476D1CE4E5B9), (ulong)number);
    }
}
