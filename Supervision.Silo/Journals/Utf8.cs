using System.Text;
using Supervision.Core.Entities;

namespace Supervision.Silo.Journals;

/// <summary>Stream names as the journal stores them.</summary>
internal static class Utf8
{
    /// <summary>Writes a name into a buffer that grows as needed; gives the written part.</summary>
    public static ReadOnlySpan<byte> Of(StreamId stream, ref byte[] buffer)
    {
        var text = stream.ToString();
        var bytesMax = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (buffer.Length < bytesMax)
            buffer = new byte[bytesMax];

        return buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, buffer));
    }
}
