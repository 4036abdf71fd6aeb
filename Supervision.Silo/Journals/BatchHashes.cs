using System.Buffers.Binary;
using System.Security.Cryptography;
using Supervision.Core.Ports;

namespace Supervision.Silo.Journals;

/// <summary>
/// Chain hashes of one batch. Hashing costs half as much as inserting and needs nothing from it, so a large batch is
/// hashed by another thread, a little ahead of the insert. Reused from batch to batch; not safe for concurrent use.
/// </summary>
internal sealed class BatchHashes : IDisposable
{
    private const int InlineMax = 64; // smaller batches are done before another thread would start
    private const int BufferKeptBytes = 1 << 20;
    private readonly IncrementalHash sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private byte[] hashes = [];
    private byte[] buffer = new byte[4096];
    private byte[] name = new byte[256];
    private IReadOnlyList<JournalTurn> turns = [];
    private long firstSequence;
    private int done;
    private Task ahead = Task.CompletedTask;

    /// <summary>Begins with a batch that continues the chain at <paramref name="head"/>.</summary>
    public void Start(JournalHead head, IReadOnlyList<JournalTurn> batch)
    {
        (turns, firstSequence, done) = (batch, head.Sequence + 1, 0);
        var bytes = (batch.Count + 1) * JournalChain.HashBytes;
        if (hashes.Length < bytes)
            hashes = new byte[bytes];

        head.Hash.Span.CopyTo(hashes);
        if (batch.Count > InlineMax)
            ahead = Task.Run(HashAll);
        else
            HashAll();
    }

    /// <summary>The hash of an entry of the batch; waits until it is there.</summary>
    public ReadOnlySpan<byte> Of(int index)
    {
        if (Volatile.Read(ref done) <= index)
            WaitFor(index);

        return hashes.AsSpan((index + 1) * JournalChain.HashBytes, JournalChain.HashBytes);
    }

    /// <summary>Waits until nothing is under way, whatever became of the batch.</summary>
    public void Finish()
    {
        ahead.GetAwaiter().GetResult();
        turns = [];
        if (buffer.Length > BufferKeptBytes)
            buffer = new byte[4096];
    }

    public void Dispose() => sha.Dispose();

    private void WaitFor(int index)
    {
        var spin = new SpinWait();
        while (Volatile.Read(ref done) <= index)
        {
            if (ahead.IsCompleted && Volatile.Read(ref done) <= index)
                ahead.GetAwaiter().GetResult(); // throws what stopped it

            spin.SpinOnce(sleep1Threshold: -1);
        }
    }

    private void HashAll()
    {
        Span<byte> digest = stackalloc byte[JournalChain.HashBytes];
        for (var index = 0; index < turns.Count; index++)
        {
            sha.AppendData(Encode(firstSequence + index, turns[index]));
            sha.GetHashAndReset(digest);
            sha.AppendData(hashes, index * JournalChain.HashBytes, JournalChain.HashBytes);
            sha.AppendData(digest);
            sha.GetHashAndReset(hashes.AsSpan((index + 1) * JournalChain.HashBytes, JournalChain.HashBytes));
            Volatile.Write(ref done, index + 1);
        }
    }

    private ReadOnlySpan<byte> Encode(long sequence, JournalTurn turn)
    {
        Span<byte> identity = stackalloc byte[JournalChain.IdentityBytes];
        BinaryPrimitives.WriteUInt128BigEndian(identity, turn.Identity);
        return JournalChain.Encode(
            new EntryColumns
            {
                Sequence = sequence,
                Version = turn.Version,
                Previous = turn.PreviousSequence,
                OccurredTicks = turn.OccurredAt.UtcTicks,
                RecordedTicks = turn.RecordedAt.UtcTicks,
                Identity = turn.Identity == UInt128.Zero ? [] : identity,
                Stream = Utf8.Of(turn.Stream, ref name),
                Body = turn.Body.Span,
            },
            ref buffer);
    }
}
