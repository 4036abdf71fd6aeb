namespace Supervision.Silo.Attachments;

/// <summary>
/// PDF: the header is the first thing in the file, the end mark the last, nothing a browser would take for a page
/// stands where it looks. Scripts inside the PDF are its reader's affair.
/// </summary>
internal static class PdfCheck
{
    private const int SniffedBytes = 2048;
    private const int TailBytes = 1024;

    public static string? Fault(Stream file)
    {
        var head = new byte[Math.Min(file.Length, SniffedBytes)];
        file.ReadExactly(head);
        var tail = new byte[Math.Min(file.Length, TailBytes)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        var end = tail.AsSpan().LastIndexOf("%%EOF"u8);
        return head.Length < 8 || head[5] is not ((byte)'1' or (byte)'2') || head[6] != '.' ? "It has no PDF version."
            : end < 0 ? "It has no end: it was cut off, or something follows it."
            : tail.AsSpan(end + 5).ContainsAnyExcept("\r\n\t \0"u8) ? "Something follows the end of the PDF."
            : Markup.IsIn(head) ? "It begins like a web page."
            : null;
    }
}
