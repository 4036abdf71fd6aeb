using System.Buffers;

namespace Supervision.Ingest.Feeds;

/// <summary>
/// Cuts a JSON array into its elements by counting brackets outside of texts. It does not parse elements: one that is
/// not valid JSON but closes its brackets becomes a fault of its own and the others still land.
/// </summary>
internal sealed class ArrayFramer(int eventBytesMax) : IFramer
{
    private Place place = Place.BeforeArray;
    private int depth;
    private bool inText;
    private bool afterBackslash;
    private bool skipping;
    private bool isFirst = true;

    /// <summary>Bytes at the start of the buffer that have been looked at already.</summary>
    private long looked;

    private enum Place { BeforeArray, InArray, AfterArray }

    public Framed Next(ref ReadOnlySequence<byte> buffer, bool isComplete, out ReadOnlySequence<byte> frame)
    {
        frame = default;
        if (place == Place.BeforeArray) Open(ref buffer);
        while (place == Place.InArray && FindSeparator(buffer, out var separator))
        {
            var element = Frames.Trimmed(buffer.Slice(0, looked - 1));
            buffer = buffer.Slice(looked);
            looked = 0;
            var isTooLarge = skipping || element.Length > eventBytesMax;
            skipping = false;
            var wasFirst = isFirst;
            isFirst = false;
            if (separator == ']') place = Place.AfterArray;
            if (isTooLarge) return Framed.TooLarge;
            if (!element.IsEmpty)
            {
                frame = element;
                return Framed.Event;
            }

            if (!wasFirst || separator == ',')
                throw new UnreadableBodyException("The array has an element with nothing in it.");
        }

        Close(ref buffer, isComplete);
        return Framed.NeedMore;
    }

    private void Open(ref ReadOnlySequence<byte> buffer)
    {
        buffer = Frames.Trimmed(buffer) is { IsEmpty: false } rest
            ? buffer.Slice(rest.Start)
            : buffer.Slice(buffer.End);
        if (buffer.IsEmpty) return;
        if (buffer.FirstSpan[0] != '[') throw new UnreadableBodyException("The body is not a JSON array of events.");
        buffer = buffer.Slice(1);
        place = Place.InArray;
    }

    private void Close(ref ReadOnlySequence<byte> buffer, bool isComplete)
    {
        if (place == Place.AfterArray)
        {
            if (!Frames.Trimmed(buffer).IsEmpty) throw new UnreadableBodyException("Something follows the array.");
            buffer = buffer.Slice(buffer.End);
            return;
        }

        if (isComplete)
            throw new UnreadableBodyException(
                place == Place.BeforeArray ? "The body is empty." : "The body ends before the array is closed.");
        if (place != Place.InArray || (!skipping && buffer.Length <= eventBytesMax)) return;
        skipping = true;
        buffer = buffer.Slice(buffer.End);
        looked = 0;
    }

    /// <summary>
    /// Looks for the comma or bracket that ends the element; everything looked at counts as looked at.
    /// </summary>
    private bool FindSeparator(ReadOnlySequence<byte> buffer, out byte separator)
    {
        var reader = new SequenceReader<byte>(buffer);
        reader.Advance(looked);
        while (reader.TryAdvanceToAny(inText ? "\"\\"u8 : "\"[]{},"u8, advancePastDelimiter: false, ref afterBackslash))
        {
            reader.TryRead(out separator);
            if (!IsSeparator(separator)) continue;
            looked = reader.Consumed;
            return true;
        }

        looked = buffer.Length;
        separator = 0;
        return false;
    }

    private bool IsSeparator(byte found)
    {
        switch (found)
        {
            case (byte)'"':
                inText = !inText;
                return false;
            case (byte)'\\':
                afterBackslash = true;
                return false;
            case (byte)'[' or (byte)'{':
                depth++;
                return false;
            case (byte)',':
                return depth == 0;
            default:
                if (depth-- > 0) return false;
                depth = 0;
                if (found == ']') return true;
                throw new UnreadableBodyException("A bracket closes that was never opened.");
        }
    }
}

/// <summary>Moving over texts that may break off right after a backslash.</summary>
internal static class EscapedTexts
{
    /// <summary>
    /// Moves to the next of <paramref name="wanted"/>, first passing the character behind a backslash. False, at the
    /// end, when there is none.
    /// </summary>
    public static bool TryAdvanceToAny(
        this ref SequenceReader<byte> reader, ReadOnlySpan<byte> wanted, bool advancePastDelimiter,
        ref bool afterBackslash)
    {
        if (afterBackslash)
        {
            if (!reader.TryRead(out _)) return false;
            afterBackslash = false;
        }

        return reader.TryAdvanceToAny(wanted, advancePastDelimiter);
    }
}
