using System.Text;

namespace Supervision.Core.Facts;

/// <summary>
/// Gives equal short texts the same string, so that a million cases at window W01 share one "W01". Bounded: two places
/// per hash; a text seen once lives in the second and is pushed out by the next, a text seen again moves to the first.
/// Safe for concurrent use without locks: a lost race costs one more copy of a text, never a wrong one.
/// </summary>
public sealed class TextPool
{
    /// <summary>Longer texts are hardly identifiers and are not pooled.</summary>
    public const int BytesMax = 64;

    private const int Slots = 1 << 14;
    private readonly string?[] proven = new string?[Slots];
    private readonly string?[] fresh = new string?[Slots];

    /// <summary>The text of valid UTF-8 bytes, shared when it is at most <see cref="BytesMax"/> long.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > BytesMax) return Encoding.UTF8.GetString(utf8);
        Span<char> room = stackalloc char[BytesMax];
        ReadOnlySpan<char> text = room[..Encoding.UTF8.GetChars(utf8, room)];
        var slot = string.GetHashCode(text, StringComparison.Ordinal) & (Slots - 1);
        if (proven[slot] is { } known && text.SequenceEqual(known)) return known;
        if (fresh[slot] is { } seen && text.SequenceEqual(seen))
        {
            proven[slot] = seen;
            return seen;
        }

        return fresh[slot] = text.ToString();
    }
}
