using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Supervision.Core.Draws;

/// <summary>
/// Writes JSON in the one form of RFC 8785: no blanks, members in the order of their names (UTF-16 code units), strings
/// escaped only where they must be. What a draw publishes and hashes is written with it, so that any language that has
/// a JSON library gets the same bytes. Numbers are whole and within ±2^53.
/// </summary>
/// <param name="output">Takes the bytes.</param>
public sealed class CanonicalWriter(IBufferWriter<byte> output)
{
    private const long WholeMax = 1L << 53;
    private const int ShortLength = 256;
    private const int BytesPerCharacterMax = 3;

    private readonly Stack<string?> lastNames = [];
    private bool needsComma;

    /// <summary>Begins an object.</summary>
    public CanonicalWriter BeginObject() => Begin((byte)'{');

    /// <summary>Ends it.</summary>
    public CanonicalWriter EndObject() => End((byte)'}');

    /// <summary>Begins an array.</summary>
    public CanonicalWriter BeginArray() => Begin((byte)'[');

    /// <summary>Ends it.</summary>
    public CanonicalWriter EndArray() => End((byte)']');

    /// <summary>The name of the member whose value comes next.</summary>
    /// <exception cref="InvalidOperationException">It comes before a name already written.</exception>
    public CanonicalWriter Name(string name)
    {
        if (lastNames.Pop() is { } last && string.CompareOrdinal(last, name) >= 0)
        {
            throw new InvalidOperationException($"'{name}' is not where RFC 8785 wants it.");
        }

        lastNames.Push(name);
        String(name);
        Raw((byte)':');
        needsComma = false;
        return this;
    }

    /// <summary>A string, or null.</summary>
    public CanonicalWriter Text(string? value) => value is null ? Token("null"u8) : String(value);

    /// <summary>A truth value.</summary>
    public CanonicalWriter Truth(bool value) => Token(value ? "true"u8 : "false"u8);

    /// <summary>A whole number within ±2^53.</summary>
    public CanonicalWriter Whole(long value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(value), WholeMax);
        Separate();
        Utf8Formatter.TryFormat(value, output.GetSpan(20), out var written);
        output.Advance(written);
        return this;
    }

    /// <summary>Null.</summary>
    public CanonicalWriter Null() => Token("null"u8);

    private CanonicalWriter Begin(byte bracket)
    {
        Separate();
        Raw(bracket);
        lastNames.Push(null);
        needsComma = false;
        return this;
    }

    private CanonicalWriter End(byte bracket)
    {
        lastNames.Pop();
        Raw(bracket);
        needsComma = true;
        return this;
    }

    private CanonicalWriter Token(ReadOnlySpan<byte> token)
    {
        Separate();
        output.Write(token);
        return this;
    }

    private CanonicalWriter String(string value)
    {
        Separate();
        WriteString(output, value);
        return this;
    }

    /// <summary>One string and nothing around it: for those who write a million of them.</summary>
    internal static void WriteString(IBufferWriter<byte> output, string value)
    {
        ReadOnlySpan<char> rest = value;
        if (rest.Length <= ShortLength && !rest.ContainsAny(MustEscape))
        {
            var target = output.GetSpan(rest.Length * BytesPerCharacterMax + 2);
            target[0] = (byte)'"';
            var bytes = Encoding.UTF8.GetBytes(rest, target[1..]);
            target[bytes + 1] = (byte)'"';
            output.Advance(bytes + 2);
            return;
        }

        output.Write("\""u8);
        while (!rest.IsEmpty)
        {
            var plain = rest.IndexOfAny(MustEscape);
            plain = plain < 0 ? rest.Length : plain;
            Encoding.UTF8.GetBytes(rest[..plain], output);
            rest = rest[plain..];
            if (!rest.IsEmpty)
            {
                Escape(output, rest[0]);
                rest = rest[1..];
            }
        }

        output.Write("\""u8);
    }

    private static readonly SearchValues<char> MustEscape = SearchValues.Create(
        "\"\\" + new string([.. Enumerable.Range(0, 0x20).Select(code => (char)code)]));

    private static void Escape(IBufferWriter<byte> output, char character)
    {
        var letter = character switch
        {
            '"' => '"',
            '\\' => '\\',
            '\b' => 'b',
            '\f' => 'f',
            '\n' => 'n',
            '\r' => 'r',
            '\t' => 't',
            _ => 'u',
        };
        output.Write([(byte)'\\', (byte)letter]);
        if (letter == 'u')
        {
            Encoding.UTF8.GetBytes(((int)character).ToString("x4", null), output);
        }
    }

    private void Separate()
    {
        if (needsComma)
        {
            Raw((byte)',');
        }

        needsComma = true;
    }

    private void Raw(byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }
}
