using System.Buffers;

namespace Supervision.Ingest.Feeds;

/// <summary>What a framer found.</summary>
internal enum Framed
{
    /// <summary>The bytes of one event.</summary>
    Event,
    /// <summary>The end of an event that was larger than the limit; its bytes are gone.</summary>
    TooLarge,
    /// <summary>No whole event is there yet, or, when the body is complete, none is left.</summary>
    NeedMore,
}

/// <summary>
/// Cuts a body into single events without understanding them. Holds the state between the segments of one body, and
/// never asks for more than the limit to be kept: the bytes of an event that grows beyond it are let go while it is
/// skipped.
/// </summary>
internal interface IFramer
{
    /// <summary>Finds the next event.</summary>
    /// <param name="buffer">Unread bytes; moved forward past whatever is not needed again.</param>
    /// <param name="isComplete">Whether the body ends with this buffer.</param>
    /// <param name="frame">The event's bytes; valid until the buffer is given back.</param>
    /// <exception cref="UnreadableBodyException">The body as a whole is not what its media type says.</exception>
    Framed Next(ref ReadOnlySequence<byte> buffer, bool isComplete, out ReadOnlySequence<byte> frame);
}

/// <summary>What framers share.</summary>
internal static class Frames
{
    /// <summary>JSON white space.</summary>
    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\n"u8);

    /// <summary>The sequence without JSON white space before and after it.</summary>
    public static ReadOnlySequence<byte> Trimmed(ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsSingleSegment)
        {
            var span = bytes.FirstSpan;
            var first = span.IndexOfAnyExcept(Blanks);
            return first < 0 ? default : bytes.Slice(first, span.LastIndexOfAnyExcept(Blanks) - first + 1);
        }

        var start = Start(bytes);
        if (start < 0) return default;
        return bytes.Slice(start, End(bytes) - start);
    }

    private static long Start(ReadOnlySequence<byte> bytes)
    {
        long passed = 0;
        foreach (var segment in bytes)
        {
            var first = segment.Span.IndexOfAnyExcept(Blanks);
            if (first >= 0) return passed + first;
            passed += segment.Length;
        }

        return -1;
    }

    private static long End(ReadOnlySequence<byte> bytes)
    {
        long passed = 0, end = 0;
        foreach (var segment in bytes)
        {
            var last = segment.Span.LastIndexOfAnyExcept(Blanks);
            if (last >= 0) end = passed + last + 1;
            passed += segment.Length;
        }

        return end;
    }
}
