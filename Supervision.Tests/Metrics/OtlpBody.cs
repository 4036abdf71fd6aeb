using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Supervision.Tests.Metrics;

/// <summary>What a body of OpenTelemetry's protocol says, as lines <c>name{tags} value</c>.</summary>
internal static class OtlpBody
{
    private const int Varint = 0, Eight = 1, Bytes = 2, Four = 5;

    /// <summary>One line for each point of each gauge and sum, in the order sent.</summary>
    public static IReadOnlyList<string> Lines(byte[] body) =>
    [
        .. from resource in Parts(body, 1)
        from scope in Parts(resource, 2)
        from metric in Parts(scope, 2)
        let name = Text(Parts(metric, 1).Single())
        from kind in Parts(metric, 5).Concat(Parts(metric, 7))
        from point in Parts(kind, 1)
        let tags = Parts(point, 7).Select(Tag).Order(StringComparer.Ordinal)
        select $"{name}{{{string.Join(',', tags)}}} {Value(point)}",
    ];

    private static string Tag(byte[] pair) =>
        $"{Text(Parts(pair, 1).Single())}={Text(Parts(Parts(pair, 2).Single(), 1).Single())}";

    private static string Value(byte[] point)
    {
        var (field, bits) = Fields(point).Where(found => found.Number is 4 or 6)
            .Select(found => (found.Number, BinaryPrimitives.ReadInt64LittleEndian(found.Value))).Single();
        return field == 6
            ? bits.ToString(CultureInfo.InvariantCulture)
            : BitConverter.Int64BitsToDouble(bits).ToString("R", CultureInfo.InvariantCulture);
    }

    private static string Text(byte[] value) => Encoding.UTF8.GetString(value);

    private static IEnumerable<byte[]> Parts(byte[] message, int number) =>
        Fields(message).Where(field => field.Number == number).Select(field => field.Value);

    private static IEnumerable<(int Number, byte[] Value)> Fields(byte[] message)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Read(message, ref at);
            var length = (key & 7) switch
            {
                Varint => 0,
                Eight => 8,
                Bytes => (int)Read(message, ref at),
                Four => 4,
                _ => throw new FormatException($"wire type of {key}"),
            };
            if ((key & 7) == Varint)
            {
                Read(message, ref at);
            }

            yield return ((int)(key >> 3), message[at..(at + length)]);
            at += length;
        }
    }

    private static ulong Read(byte[] message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[at++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }
}
