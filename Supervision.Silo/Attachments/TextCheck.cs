using System.Text;

namespace Supervision.Silo.Attachments;

/// <summary>Plain text: UTF-8 without control characters, and without markup that a browser would act on.</summary>
internal static class TextCheck
{
    private static readonly UTF8Encoding Strict =
        new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether a file that begins so may be text.</summary>
    public static bool MayBe(ReadOnlySpan<byte> head) => head.Length > 0 && !head.ContainsAnyInRange((byte)0, (byte)8);

    public static string? Fault(Stream file)
    {
        using var reader = new StreamReader(
            file, Strict, detectEncodingFromByteOrderMarks: false, bufferSize: 64 * 1024, leaveOpen: true);
        var buffer = new char[64 * 1024];
        var before = "";
        try
        {
            for (var count = reader.Read(buffer); count > 0; count = reader.Read(buffer))
            {
                var text = before + new string(buffer, 0, count); // markup may lie across two pieces
                if (text.Any(letter => char.IsControl(letter) && letter is not ('\t' or '\r' or '\n' or '\f')))
                {
                    return "It holds control characters: it is no plain text.";
                }

                if (Markup.IsIn(text))
                {
                    return "It holds a web page or a script.";
                }

                before = text[Math.Max(0, text.Length - 16)..];
            }
        }
        catch (DecoderFallbackException)
        {
            return "It is not in UTF-8.";
        }

        return null;
    }
}
