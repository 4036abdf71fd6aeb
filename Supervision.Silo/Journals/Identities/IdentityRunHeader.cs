using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Supervision.Silo.Journals.Identities;

/// <summary>The part of the journal a run covers.</summary>
/// <param name="From">First sequence, inclusive.</param>
/// <param name="To">Last sequence, inclusive.</param>
/// <param name="Hash">Chain hash of the last: it ties the run to one journal.</param>
internal sealed record IdentityRange(long From, long To, ReadOnlyMemory<byte> Hash);

/// <summary>First bytes of a run file. Keys and filter follow, each at a multiple of 4096 bytes.</summary>
internal sealed record IdentityRunHeader(IdentityRange Range, long Count, ReadOnlyMemory<byte> ContentDigest)
{
    /// <summary>Where the keys begin.</summary>
    public const int KeysAt = 4096;

    /// <summary>Bytes of one key.</summary>
    public const int KeyBytes = 16;

    private const int Bytes = 32 + 3 * SHA256.HashSizeInBytes;
    private const int CheckedBytes = Bytes - SHA256.HashSizeInBytes;

    private static ReadOnlySpan<byte> Magic => "SVIDRUN1"u8;

    /// <summary>Where the filter begins.</summary>
    public long FilterAt => (KeysAt + Count * KeyBytes + KeysAt - 1) / KeysAt * KeysAt;

    /// <summary>Blocks of the filter.</summary>
    public long Blocks => IdentityFilter.BlocksFor(Count);

    /// <summary>Length of the whole file.</summary>
    public long FileBytes => FilterAt + Blocks * IdentityFilter.BlockWords * sizeof(ulong);

    /// <summary>The header's bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Bytes];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(8), Range.From);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(16), Range.To);
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(24), Count);
        Range.Hash.Span.CopyTo(bytes.AsSpan(32));
        ContentDigest.Span.CopyTo(bytes.AsSpan(64));
        SHA256.HashData(bytes.AsSpan(0, CheckedBytes), bytes.AsSpan(CheckedBytes));
        return bytes;
    }

    /// <summary>Reads a header; null when it is not one.</summary>
    public static IdentityRunHeader? Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < Bytes || !file.StartsWith(Magic)
            || !SHA256.HashData(file[..CheckedBytes]).AsSpan().SequenceEqual(file[CheckedBytes..Bytes]))
        {
            return null;
        }

        var range = new IdentityRange(
            BinaryPrimitives.ReadInt64BigEndian(file[8..]), BinaryPrimitives.ReadInt64BigEndian(file[16..]),
            file.Slice(32, SHA256.HashSizeInBytes).ToArray());
        var count = BinaryPrimitives.ReadInt64BigEndian(file[24..]);
        return new(range, count, file.Slice(64, SHA256.HashSizeInBytes).ToArray());
    }
}
