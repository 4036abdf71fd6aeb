using System.Text.RegularExpressions;

namespace Supervision.Ingest.Feeds;

/// <summary>
/// Masks identity numbers and mobile numbers that people write into texts, such as the words of a rating. Names in
/// running text cannot be told from other words.
/// </summary>
internal static partial class PersonalText
{
    private const string Mask = "***";
    private const int TimeoutMs = 1000;
    private const int ShortestLength = 11;

    /// <summary>The same text without such numbers.</summary>
    public static string Masked(string text) => text.Length < ShortestLength
        ? text
        : Mobile().Replace(Identity().Replace(text, Mask), Mask);

    /// <summary>Whether a text holds such a number.</summary>
    public static bool IsIn(string text) =>
        text.Length >= ShortestLength && (Identity().IsMatch(text) || Mobile().IsMatch(text));

    /// <summary>GB 11643: area, date of birth, sequence, check character; digits of any width.</summary>
    [GeneratedRegex(@"(?<!\d)[1-9１-９]\d{5}(19|20|１９|２０)\d{2}[01０１]\d[0-3０-３]\d{4}[\dXxＸｘ](?!\d)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, TimeoutMs)]
    private static partial Regex Identity();

    /// <summary>Eleven digits from 13 to 19, in groups or not, with or without the country's code.</summary>
    [GeneratedRegex(@"(?<!\d)((\+|00)86[ -]?)?[1１][3-9３-９]\d[ -]?\d{4}[ -]?\d{4}(?!\d)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, TimeoutMs)]
    private static partial Regex Mobile();
}
