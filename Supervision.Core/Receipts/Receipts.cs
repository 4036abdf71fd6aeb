using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Supervision.Core.Receipts;

/// <summary>
/// Codes by which applicants find their case without giving their name: an HMAC-SHA256 of the case number under a key
/// of the installation, of which 100 bits are written in 20 letters and digits. Nobody can guess one or tell which
/// case it is for without the key. Safe for concurrent use.
/// </summary>
/// <param name="key">Key of the installation, 32 bytes.</param>
public sealed class ReceiptCodes(byte[] key)
{
    /// <summary>Letters and digits of a code, without its hyphens.</summary>
    public const int Length = 20;

    /// <summary>Without I, L, O and U, which are misread (Crockford's base 32).</summary>
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private const int BitsPerLetter = 5;
    private const int GroupLength = 5;

    /// <summary>The code of a case, in four groups: <c>7K3MQ-X9P2D-…</c>.</summary>
    public string Of(string caseNumber) => Write(HashOf(caseNumber));

    /// <summary>The first 63 bits, by which the case is looked up.</summary>
    public long HandleOf(string caseNumber) => HandleOf(HashOf(caseNumber));

    /// <summary>Reads a code as people type it; null when it cannot be one.</summary>
    /// <returns>The code as it is written, and the handle by which its case is looked up.</returns>
    public static (string Code, long Handle)? Read(string? typed)
    {
        if (typed is null || typed.Length > 2 * Length)
        {
            return null;
        }

        Span<byte> bits = stackalloc byte[32];
        var letters = 0;
        foreach (var typedLetter in typed)
        {
            if (typedLetter is '-' or ' ')
            {
                continue;
            }

            var value = Alphabet.IndexOf(Meant(typedLetter), StringComparison.Ordinal);
            if (value < 0 || letters == Length)
            {
                return null;
            }

            for (var bit = 0; bit < BitsPerLetter; bit++)
            {
                var place = letters * BitsPerLetter + bit;
                if ((value >> (BitsPerLetter - 1 - bit) & 1) != 0)
                {
                    bits[place / 8] |= (byte)(0x80 >> place % 8);
                }
            }

            letters++;
        }

        return letters == Length ? (Write(bits), HandleOf(bits)) : null;
    }

    private static char Meant(char typed) => char.ToUpperInvariant(typed) switch
    {
        'O' => '0',
        'I' or 'L' => '1',
        var letter => letter,
    };

    private byte[] HashOf(string caseNumber) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(caseNumber));

    private static long HandleOf(ReadOnlySpan<byte> hash) =>
        (long)(BinaryPrimitives.ReadUInt64BigEndian(hash) >> 1);

    private static string Write(ReadOnlySpan<byte> hash)
    {
        var text = new StringBuilder(Length + Length / GroupLength);
        for (var letter = 0; letter < Length; letter++)
        {
            if (letter > 0 && letter % GroupLength == 0)
            {
                text.Append('-');
            }

            var value = 0;
            for (var bit = letter * BitsPerLetter; bit < (letter + 1) * BitsPerLetter; bit++)
            {
                value = value << 1 | hash[bit / 8] >> (7 - bit % 8) & 1;
            }

            text.Append(Alphabet[value]);
        }

        return text.ToString();
    }
}
