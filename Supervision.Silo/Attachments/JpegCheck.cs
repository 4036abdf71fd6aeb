namespace Supervision.Silo.Attachments;

/// <summary>
/// JPEG: segment after segment to the end mark, where the file ends, or where another whole JPEG begins, as cameras
/// write them (CIPA DC-007); texts in it hold no markup.
/// </summary>
internal static class JpegCheck
{
    private const int Mark = 0xFF;
    private const int Begin = 0xD8;
    private const int End = 0xD9;
    private const int Scan = 0xDA;

    public static string? Fault(Stream bytes)
    {
        do
        {
            if (bytes.ReadByte() != Mark || bytes.ReadByte() != Begin)
            {
                return "Something follows the end of the picture.";
            }

            if (FaultOfOne(bytes) is { } fault)
            {
                return fault;
            }

            SkipPadding(bytes);
        }
        while (bytes.Position < bytes.Length);
        return null;
    }

    /// <summary>Reads one picture after its begin mark, up to its end mark.</summary>
    private static string? FaultOfOne(Stream bytes)
    {
        const string broken = "It is not a whole JPEG picture.";
        var marker = NextMarker(bytes);
        while (marker != End)
        {
            if (marker is < 0xC0 or Begin or >= 0xD0 and <= 0xD7)
            {
                return broken; // no such segment, or the end of the file
            }

            var length = (bytes.ReadByte() << 8) | bytes.ReadByte();
            if (length < 2 || bytes.Position + length - 2 > bytes.Length)
            {
                return broken;
            }

            var segment = new byte[length - 2];
            bytes.ReadExactly(segment);
            if (Markup.IsIn(segment))
            {
                return "A web page is hidden in the picture.";
            }

            marker = marker == Scan ? SkipScan(bytes) : NextMarker(bytes);
        }

        return null;
    }

    /// <summary>The marker here, with fill bytes before it; -1 when there is none.</summary>
    private static int NextMarker(Stream bytes)
    {
        if (bytes.ReadByte() != Mark)
        {
            return -1;
        }

        int marker;
        do
        {
            marker = bytes.ReadByte();
        }
        while (marker == Mark);
        return marker;
    }

    /// <summary>The first marker after coded data, in which FF is followed by 00 or by a restart mark.</summary>
    private static int SkipScan(Stream bytes)
    {
        var isAfterMark = false;
        for (var next = bytes.ReadByte(); next >= 0; next = bytes.ReadByte())
        {
            if (isAfterMark && next is not (0 or Mark or >= 0xD0 and <= 0xD7))
            {
                return next;
            }

            isAfterMark = next == Mark;
        }

        return -1;
    }

    private static void SkipPadding(Stream bytes)
    {
        while (bytes.Position < bytes.Length)
        {
            if (bytes.ReadByte() != 0)
            {
                bytes.Position--;
                return;
            }
        }
    }
}
