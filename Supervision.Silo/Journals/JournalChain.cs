using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Supervision.Silo.Journals;

/// <summary>One entry's columns as bytes, in the order of the canonical encoding.</summary>
internal readonly ref struct EntryColumns
{
    public required long Sequence { get; init; }
    public required long Version { get; init; }
    public required long Previous { get; init; }
    public required long OccurredTicks { get; init; }
    public required long RecordedTicks { get; init; }

    /// <summary>16 bytes, or none when no fact caused the entry.</summary>
    public required ReadOnlySpan<byte> Identity { get; init; }

    /// <summary>The stream's name in UTF-8.</summary>
    public required ReadOnlySpan<byte> Stream { get; init; }
    public required ReadOnlySpan<byte> Body { get; init; }
}

/// <summary>
/// The hash chain: hash = SHA-256(previous hash ‖ SHA-256(entry bytes)). The entry goes in as a digest so that a proof
/// of one entry need not show its neighbours (docs/adr/0004). Entry bytes are, big-endian: sequence, version, previous
/// sequence, occurred and recorded in UTC ticks of 100 ns (8 bytes each), then identity, stream and body, each after
/// its length in 4 bytes.
/// </summary>
internal static class JournalChain
{
    /// <summary>Bytes of a hash or digest.</summary>
    public const int HashBytes = SHA256.HashSizeInBytes;

    /// <summary>Bytes of an identity.</summary>
    public const int IdentityBytes = 16;

    private const int NumbersBytes = 5 * sizeof(long);

    /// <summary>Length of an entry's canonical encoding.</summary>
    public static int EncodedLength(int identityBytes, int streamBytes, int bodyBytes) =>
        checked(NumbersBytes + 3 * sizeof(int) + identityBytes + streamBytes + bodyBytes);

    /// <summary>Writes the canonical encoding into a buffer that grows as needed; gives the written part.</summary>
    public static ReadOnlySpan<byte> Encode(scoped EntryColumns entry, ref byte[] buffer)
    {
        var length = EncodedLength(entry.Identity.Length, entry.Stream.Length, entry.Body.Length);
        if (buffer.Length < length)
            buffer = new byte[Math.Max(length, buffer.Length * 2)];

        var rest = buffer.AsSpan(0, length);
        BinaryPrimitives.WriteInt64BigEndian(rest, entry.Sequence);
        BinaryPrimitives.WriteInt64BigEndian(rest[8..], entry.Version);
        BinaryPrimitives.WriteInt64BigEndian(rest[16..], entry.Previous);
        BinaryPrimitives.WriteInt64BigEndian(rest[24..], entry.OccurredTicks);
        BinaryPrimitives.WriteInt64BigEndian(rest[32..], entry.RecordedTicks);
        rest = rest[NumbersBytes..];
        Put(entry.Identity, ref rest);
        Put(entry.Stream, ref rest);
        Put(entry.Body, ref rest);
        return buffer.AsSpan(0, length);
    }

    /// <summary>The digest that stands for an entry in the chain.</summary>
    public static void Digest(scoped EntryColumns entry, ref byte[] buffer, Span<byte> digest) =>
        SHA256.HashData(Encode(entry, ref buffer), digest);

    /// <summary>Advances the chain over one entry digest, in place.</summary>
    public static void Link(Span<byte> hash, ReadOnlySpan<byte> digest)
    {
        Span<byte> pair = stackalloc byte[2 * HashBytes];
        hash.CopyTo(pair);
        digest.CopyTo(pair[HashBytes..]);
        SHA256.HashData(pair, hash);
    }

    private static void Put(scoped ReadOnlySpan<byte> field, ref Span<byte> rest)
    {
        BinaryPrimitives.WriteInt32BigEndian(rest, field.Length);
        field.CopyTo(rest[sizeof(int)..]);
        rest = rest[(sizeof(int) + field.Length)..];
    }
}
