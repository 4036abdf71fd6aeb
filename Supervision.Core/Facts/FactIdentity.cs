using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Supervision.Core.Facts;

/// <summary>
/// Turns (source, id) into a 128-bit key: SHA-256 of both, cut to 16 bytes. Two different pairs collide with a chance
/// of 1e-19 among ten billion facts, and nobody can construct such a pair on purpose for less than 2^64 work.
/// </summary>
public static class FactIdentity
{
    private const int StackBytesMax = 512;

    /// <summary>The key of a pair; never zero, so that zero can stand for "no fact".</summary>
    public static UInt128 Of(string source, string id)
    {
        var maxBytes = Encoding.UTF8.GetMaxByteCount(source.Length + id.Length) + 1;
        Span<byte> text = maxBytes <= StackBytesMax ? stackalloc byte[StackBytesMax] : new byte[maxBytes];
        var length = Encoding.UTF8.GetBytes(source, text);
        text[length++] = 0xFF; // no UTF-8 text holds this byte, so ("a", "bc") and ("ab", "c") differ
        length += Encoding.UTF8.GetBytes(id, text[length..]);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..length], digest);
        var key = BinaryPrimitives.ReadUInt128BigEndian(digest);
        return key == UInt128.Zero ? UInt128.One : key;
    }
}
