using System.Globalization;
using System.Resources;

namespace Supervision.Web.Components.Text;

/// <summary>
/// What pages say, in the language of the request and beside it in the other one. The texts are in <c>Words.resx</c>
/// (Chinese, the neutral language) and <c>Words.en.resx</c>. Safe for concurrent use.
/// </summary>
public static class Words
{
    /// <summary>The first language.</summary>
    public static CultureInfo Chinese { get; } = CultureInfo.GetCultureInfo("zh-CN");

    /// <summary>The language beside it.</summary>
    public static CultureInfo English { get; } = CultureInfo.GetCultureInfo("en");

    private static readonly ResourceManager Texts = new(typeof(Words));

    /// <summary>Whether the request asked for English.</summary>
    public static bool InEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <summary>The language of the request.</summary>
    public static CultureInfo First => InEnglish ? English : Chinese;

    /// <summary>The other language.</summary>
    public static CultureInfo Second => InEnglish ? Chinese : English;

    /// <summary>The text in the language of the request; the key itself when there is none.</summary>
    public static string Of(string key) => In(First, key);

    /// <summary>
    /// The text in the language of the request with values put in, numbers grouped as people read them.
    /// </summary>
    public static string Of(string key, params object?[] values) => string.Format(First, Of(key), values);

    /// <summary>The text in the other language.</summary>
    public static string Beside(string key) => In(Second, key);

    /// <summary>The text in one language; the key itself when there is none.</summary>
    public static string In(CultureInfo culture, string key) => Texts.GetString(key, culture) ?? key;

    /// <summary>Whether there is such a text.</summary>
    public static bool Has(string key) => Texts.GetString(key, Chinese) is not null;

    /// <summary>
    /// The text of a code that may carry a detail after a colon: <c>stage:审核</c> under <c>clock</c> is the text of
    /// <c>clock.stage</c> and the detail. An unknown code is shown as it is.
    /// </summary>
    public static string OfCode(string family, string code) => InCode(First, family, code);

    /// <summary>The same in the other language.</summary>
    public static string BesideCode(string family, string code) => InCode(Second, family, code);

    /// <summary>What an alert says in one line: which clock, if any, and what is wrong.</summary>
    public static string OfAlert(string? clock, string code) =>
        clock is null
            ? InCode(First, "code", code)
            : $"{InCode(First, "clock", clock)} · {InCode(First, "code", code)}";

    /// <summary>
    /// Texts whose keys begin with one of <paramref name="families"/>, for scripts: the language of the request, then
    /// the other.
    /// </summary>
    public static IReadOnlyDictionary<string, string[]> Both(params string[] families)
    {
        var keys = Texts.GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!
            .Cast<System.Collections.DictionaryEntry>()
            .Select(entry => (string)entry.Key)
            .Where(key => families.Any(family => key.StartsWith(family + ".", StringComparison.Ordinal)));
        return keys.ToDictionary(key => key, key => new[] { Of(key), Beside(key) }, StringComparer.Ordinal);
    }

    private static string InCode(CultureInfo culture, string family, string code)
    {
        var colon = code.IndexOf(':', StringComparison.Ordinal);
        var (name, detail) = colon < 0 ? (code, "") : (code[..colon], code[(colon + 1)..]);
        if (!Has($"{family}.{name}"))
        {
            return code;
        }

        var text = In(culture, $"{family}.{name}");
        return detail.Length == 0 ? text : $"{text} · {DetailOf(culture, detail)}";
    }

    private static string DetailOf(CultureInfo culture, string detail) =>
        Has($"fact.{detail}") ? In(culture, $"fact.{detail}")
        : Has($"suspension.{detail}") ? In(culture, $"suspension.{detail}")
        : detail;
}
