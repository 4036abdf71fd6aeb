using System.Security.Cryptography;
using System.Text;
using Supervision.Core.Facts;

namespace Supervision.Ingest.Feeds;

/// <summary>Turns what a source says about a person into what the journal may keep. Safe for concurrent use.</summary>
public interface IPersonMarker
{
    /// <summary>Marks one person; null when nothing but blanks was given.</summary>
    PersonMark? Mark(string? name, string? identity, string? phone);
}

/// <summary>
/// Marks people by HMAC-SHA256 under a key of this installation. The hash is over the strongest thing given: identity
/// number, else phone number, else name; so equal identities have equal hashes, and nobody without the key can try
/// all eleven-digit phone numbers. The mask is the first character of the name and a star.
/// </summary>
public sealed class KeyedPersonMarker : IPersonMarker
{
    /// <summary>Shortest key in bytes.</summary>
    public const int KeyBytesMin = 16;

    private readonly byte[] key;

    /// <summary>Marks with a key that must stay the same for as long as hashes are to be compared.</summary>
    /// <exception cref="ArgumentException">The key is shorter than <see cref="KeyBytesMin"/> bytes.</exception>
    public KeyedPersonMarker(ReadOnlySpan<byte> key)
    {
        if (key.Length < KeyBytesMin)
            throw new ArgumentException($"The person key needs at least {KeyBytesMin} bytes.", nameof(key));
        this.key = key.ToArray();
    }

    /// <inheritdoc/>
    public PersonMark? Mark(string? name, string? identity, string? phone)
    {
        var who = Normal(name);
        var number = Normal(identity).ToUpperInvariant();
        var line = string.Concat(Normal(phone).Where(char.IsAsciiDigit));
        var subject = number.Length > 0 ? "id:" + number
            : line.Length > 0 ? "phone:" + line
            : who.Length > 0 ? "name:" + who
            : null;
        return subject is null ? null : new PersonMark(Hash(subject), Mask(who));
    }

    private string Hash(string subject) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(subject)));

    // A "name" that begins with a digit is most likely an identity or phone number: none of it is shown.
    private static string Mask(string name) =>
        name.Length == 0 || char.IsDigit(name[0]) ? "*" : name.EnumerateRunes().First() + "*";

    private static string Normal(string? text) =>
        string.IsNullOrWhiteSpace(text) ? "" : text.Trim().Normalize(NormalizationForm.FormKC);
}
