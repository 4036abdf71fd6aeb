using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Supervision.Core.Draws;

/// <summary>
/// Tickets of one draw: SHA-256 over canonical JSON of <c>["ticket", seed, draw, id]</c>, or of
/// <c>["inspector", seed, draw, object, inspector]</c>. The smallest win (consistent sampling): whether somebody is
/// drawn depends on the seed and on the others, not on where they stand in a list. For one thread.
/// </summary>
/// <param name="seed">Seed of the draw.</param>
/// <param name="draw">Number of the draw.</param>
public sealed class Tickets(string seed, string draw)
{
    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly byte[] objects = Beginning("ticket", seed, draw);
    private readonly byte[] inspectors = Beginning("inspector", seed, draw);

    /// <summary>The ticket of an object.</summary>
    public Ticket Of(string id) => Hash(objects, id, null);

    /// <summary>The ticket of an inspector for an object.</summary>
    public Ticket Of(string id, string inspector) => Hash(inspectors, id, inspector);

    /// <summary>What the tickets of a draw have in common: a million of them begin so.</summary>
    private static byte[] Beginning(string what, string seed, string draw)
    {
        var output = new ArrayBufferWriter<byte>();
        new CanonicalWriter(output).BeginArray().Text(what).Text(seed).Text(draw);
        output.Write(","u8);
        return output.WrittenSpan.ToArray();
    }

    private Ticket Hash(byte[] beginning, string id, string? inspector)
    {
        buffer.ResetWrittenCount();
        buffer.Write(beginning);
        CanonicalWriter.WriteString(buffer, id);
        if (inspector is not null)
        {
            buffer.Write(","u8);
            CanonicalWriter.WriteString(buffer, inspector);
        }

        buffer.Write("]"u8);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.WrittenSpan, hash);
        return Ticket.Of(hash);
    }
}

/// <summary>A ticket, a number of 256 binary digits; its text is 64 hexadecimal digits.</summary>
/// <param name="High">Its upper half.</param>
/// <param name="Low">Its lower half.</param>
public readonly record struct Ticket(UInt128 High, UInt128 Low) : IComparable<Ticket>
{
    /// <summary>Reads the bytes of a hash.</summary>
    public static Ticket Of(ReadOnlySpan<byte> hash) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));

    /// <summary>
    /// The key of an object of some weight: −log2(u)/w, where u is 1 − ticket / 2^256 to 64 digits. Growing with the
    /// ticket; the heavier, the smaller.
    /// </summary>
    /// <param name="weight">From 1 to <see cref="PoolObject.WeightMax"/>.</param>
    public UInt128 KeyFor(int weight)
    {
        var x = unchecked(0UL - (ulong)(High >> 64)); // 2^64 − the first 64 digits
        return ((UInt128)FixedLog.MinusLog2(x) << 40) / (uint)weight;
    }

    /// <inheritdoc />
    public int CompareTo(Ticket other)
    {
        var high = High.CompareTo(other.High);
        return high != 0 ? high : Low.CompareTo(other.Low);
    }

    /// <inheritdoc />
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[16..], Low);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>Whether one is smaller.</summary>
    public static bool operator <(Ticket one, Ticket other) => one.CompareTo(other) < 0;

    /// <summary>Whether one is larger.</summary>
    public static bool operator >(Ticket one, Ticket other) => one.CompareTo(other) > 0;

    /// <summary>Whether one is smaller or equal.</summary>
    public static bool operator <=(Ticket one, Ticket other) => one.CompareTo(other) <= 0;

    /// <summary>Whether one is larger or equal.</summary>
    public static bool operator >=(Ticket one, Ticket other) => one.CompareTo(other) >= 0;
}
