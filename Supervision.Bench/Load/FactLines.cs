using System.Globalization;
using System.Text;
using System.Text.Json;
using Supervision.Core.Entities;
using Supervision.Core.Facts;

namespace Supervision.Bench.Load;

/// <summary>
/// Writes the facts of a mix as NDJSON. Everything but numbers and times is rendered beforehand, so that the sender
/// costs next to nothing on a machine it shares with the server.
/// </summary>
internal sealed class FactLines
{
    /// <summary>More than any line of a mix takes.</summary>
    public const int LineBytesMax = 1024;

    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";

    private readonly FactMix mix;
    private readonly byte[] beforeId;
    private readonly byte[][][] beforeSubject;
    private readonly byte[] beforeTime = "\",\"time\":\""u8.ToArray();
    private readonly byte[][][] afterTime;

    public FactLines(FactMix mix)
    {
        this.mix = mix;
        beforeId = Encoding.UTF8.GetBytes("{\"specversion\":\"1.0\",\"id\":\"2026-" + mix.Lane);
        beforeSubject = Fragments(data =>
            $"\",\"source\":\"{mix.Source}\",\"type\":\"{FactTypes.NameOf(data)}\",\"subject\":\"2026-{mix.Lane}");
        afterTime = Fragments(data => "\",\"datacontenttype\":\"application/json\",\"data\":"
            + JsonSerializer.Serialize(data, data.GetType(), StoredJson.Storage) + "}\n");
    }

    /// <summary>Writes one line and returns its length.</summary>
    public int Write(long index, Span<byte> target)
    {
        var (number, course, step) = mix.PlaceOf(index);
        var length = 0;
        Put(beforeId, target, ref length);
        Put(number, "00000000", target, ref length);
        target[length++] = (byte)'-';
        Put(step, "0", target, ref length);
        Put(beforeSubject[course][step], target, ref length);
        Put(number, "00000000", target, ref length);
        Put(beforeTime, target, ref length);
        mix.TimeOf(index).TryFormat(target[length..], out var written, TimeFormat, CultureInfo.InvariantCulture);
        length += written;
        Put(afterTime[course][step], target, ref length);
        return length;
    }

    private byte[][][] Fragments(Func<FactData, string> text) =>
    [
        .. mix.Courses.Select(course => course.Steps.Select(data => Encoding.UTF8.GetBytes(text(data))).ToArray()),
    ];

    private static void Put(byte[] fragment, Span<byte> target, ref int length)
    {
        fragment.CopyTo(target[length..]);
        length += fragment.Length;
    }

    private static void Put(long number, string format, Span<byte> target, ref int length)
    {
        number.TryFormat(target[length..], out var written, format, CultureInfo.InvariantCulture);
        length += written;
    }
}
