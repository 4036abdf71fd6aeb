using System.Buffers;

namespace Supervision.Ingest.Feeds;

/// <summary>Cuts NDJSON at line feeds. Blank lines are passed over; the last line needs no line feed.</summary>
internal sealed class LineFramer(int eventBytesMax) : IFramer
{
    private bool skipping;

    public Framed Next(ref ReadOnlySequence<byte> buffer, bool isComplete, out ReadOnlySequence<byte> frame)
    {
        while (true)
        {
            frame = default;
            if (!TryTakeLine(ref buffer, isComplete, out var line)) return Framed.NeedMore;
            var isTooLarge = skipping;
            skipping = false;
            frame = Frames.Trimmed(line);
            if (isTooLarge || frame.Length > eventBytesMax) return Framed.TooLarge;
            if (!frame.IsEmpty) return Framed.Event;
        }
    }

    private bool TryTakeLine(ref ReadOnlySequence<byte> buffer, bool isComplete, out ReadOnlySequence<byte> line)
    {
        line = default;
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }

        if (isComplete)
        {
            line = buffer;
            buffer = buffer.Slice(buffer.End);
            return skipping || !line.IsEmpty;
        }

        if (skipping || buffer.Length > eventBytesMax)
        {
            skipping = true;
            buffer = buffer.Slice(buffer.End);
        }

        return false;
    }
}
