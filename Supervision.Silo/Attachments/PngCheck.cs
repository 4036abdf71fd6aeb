using System.Buffers.Binary;

namespace Supervision.Silo.Attachments;

/// <summary>
/// PNG: chunk after chunk from IHDR to IEND, where the file ends; texts in it hold no markup.
/// </summary>
internal static class PngCheck
{
    private const int FrameBytes = 12; // length, type and checksum of a chunk
    private const int ScannedBytes = 1024 * 1024;

    public static byte[] Signature { get; } = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static string? Fault(Stream file)
    {
        Span<byte> header = stackalloc byte[8];
        for (var at = (long)Signature.Length; file.Length - at >= FrameBytes;)
        {
            file.Position = at;
            file.ReadExactly(header);
            var length = BinaryPrimitives.ReadUInt32BigEndian(header);
            var type = header[4..];
            var end = at + FrameBytes + length;
            if (end > file.Length || (at == Signature.Length && !type.SequenceEqual("IHDR"u8)))
            {
                break;
            }

            if (type.SequenceEqual("IEND"u8))
            {
                return end == file.Length && length == 0 ? null : "Something follows the end of the picture.";
            }

            if (!type.SequenceEqual("IDAT"u8) && HoldsMarkup(file, length))
            {
                return "A web page is hidden in the picture.";
            }

            at = end;
        }

        return "It is not a whole PNG picture.";
    }

    private static bool HoldsMarkup(Stream file, uint length)
    {
        var text = new byte[Math.Min(length, ScannedBytes)];
        file.ReadExactly(text);
        return length > ScannedBytes || Markup.IsIn(text); // texts beside a picture are short
    }
}
