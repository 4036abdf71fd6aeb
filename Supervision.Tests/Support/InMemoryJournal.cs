using System.Text;
using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Silo.Journals;

namespace Supervision.Tests.Support;

/// <summary>A journal's entries as a disk keeps them: they outlive every process that opened it.</summary>
public sealed class JournalDisk
{
    internal List<JournalTurn> Turns { get; } = [];

    internal HashSet<UInt128> Identities { get; } = [];

    internal JournalHead Head { get; set; } = JournalHead.Empty;
}

/// <summary>The journal port with every promise but the disk. Entries come back decoded from their bytes.</summary>
public sealed class InMemoryJournal(JournalDisk disk, IEventCodec codec) : IJournal
{
    private readonly Lock gate = new();

    public JournalHead Head
    {
        get
        {
            lock (gate) return disk.Head;
        }
    }

    public ValueTask<JournalHead> RefreshAsync(CancellationToken cancellationToken) => new(Head);

    public ValueTask<long> AppendAsync(IReadOnlyList<JournalTurn> turns, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var first = disk.Head.Sequence + 1;
            turns = TurnCheck.Require(turns, first);
            var hash = disk.Head.Hash.ToArray();
            foreach (var turn in turns)
            {
                Link(hash, disk.Turns.Count + 1, turn);
                disk.Turns.Add(turn with { Events = default });
                if (turn.Identity != UInt128.Zero) disk.Identities.Add(turn.Identity);
            }

            disk.Head = new(disk.Turns.Count, hash);
            return new(first);
        }
    }

    public ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(
        long afterSequence, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 10_000);
        lock (gate)
        {
            var first = (int)Math.Min(afterSequence, disk.Turns.Count);
            var turns = disk.Turns.Skip(first).Take(limit);
            return new([.. turns.Select((turn, index) => EntryOf(first + index + 1, turn))]);
        }
    }

    public ValueTask<IReadOnlyList<JournalEntry>> ReadStreamAsync(
        StreamId stream, long lastSequence, long afterVersion, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return new([.. disk.Turns
                .Select((turn, index) => (Turn: turn, Sequence: index + 1L))
                .Where(row => row.Turn.Stream == stream && row.Turn.Version > afterVersion)
                .Select(row => EntryOf(row.Sequence, row.Turn))]);
        }
    }

    public bool Knows(UInt128 identity)
    {
        lock (gate) return disk.Identities.Contains(identity);
    }

    public ValueTask DisposeAsync() => default;

    private JournalEntry EntryOf(long sequence, JournalTurn turn) =>
        new(sequence, turn with { Events = codec.Decode(turn.Body) });

    private static void Link(byte[] hash, long sequence, JournalTurn turn)
    {
        Span<byte> identity = stackalloc byte[JournalChain.IdentityBytes];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(identity, turn.Identity);
        var entry = new EntryColumns
        {
            Sequence = sequence,
            Version = turn.Version,
            Previous = turn.PreviousSequence,
            OccurredTicks = turn.OccurredAt.UtcTicks,
            RecordedTicks = turn.RecordedAt.UtcTicks,
            Identity = turn.Identity == UInt128.Zero ? [] : identity,
            Stream = Encoding.UTF8.GetBytes(turn.Stream.ToString()),
            Body = turn.Body.Span,
        };
        byte[] buffer = [];
        var digest = new byte[JournalChain.HashBytes];
        JournalChain.Digest(entry, ref buffer, digest);
        JournalChain.Link(hash, digest);
    }
}
