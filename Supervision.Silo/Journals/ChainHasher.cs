using System.Buffers.Binary;
using System.Security.Cryptography;
using Supervision.Core.Ports;

namespace Supervision.Silo.Journals;

/// <summary>Carries the chain of hashes on, one entry after the other. Not safe for concurrent use.</summary>
internal sealed class ChainHasher : IDisposable
{
    private const int BufferKeptBytes = 1 << 20;
    private readonly IncrementalHash sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] hash = new byte[JournalChain.HashBytes];
    private byte[] buffer = new byte[4096];

    /// <summary>Hash of the newest entry; valid until the next.</summary>
    public ReadOnlySpan<byte> Hash => hash;

    /// <summary>Goes on from the end of a chain.</summary>
    public void Start(JournalHead head)
    {
        head.Hash.Span.CopyTo(hash);
        if (buffer.Length > BufferKeptBytes)
            buffer = new byte[4096];
    }

    /// <summary>Adds an entry.</summary>
    /// <param name="sequence">Its place.</param>
    /// <param name="turn">The entry.</param>
    /// <param name="stream">Its stream's name in UTF-8.</param>
    public void Add(long sequence, JournalTurn turn, ReadOnlySpan<byte> stream)
    {
        Span<byte> identity = stackalloc byte[JournalChain.IdentityBytes];
        BinaryPrimitives.WriteUInt128BigEndian(identity, turn.Identity);
        Span<byte> digest = stackalloc byte[JournalChain.HashBytes];
        sha.AppendData(JournalChain.Encode(
            new EntryColumns
            {
                Sequence = sequence,
                Version = turn.Version,
                Previous = turn.PreviousSequence,
                OccurredTicks = turn.OccurredAt.UtcTicks,
                RecordedTicks = turn.RecordedAt.UtcTicks,
                Identity = turn.Identity == UInt128.Zero ? [] : identity,
                Stream = stream,
                Body = turn.Body.Span,
            },
            ref buffer));
        sha.GetHashAndReset(digest);
        sha.AppendData(hash);
        sha.AppendData(digest);
        sha.GetHashAndReset(hash);
    }

    public void Dispose() => sha.Dispose();
}
