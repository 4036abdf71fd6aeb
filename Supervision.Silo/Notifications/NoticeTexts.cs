using System.Collections;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;

namespace Supervision.Silo.Notifications;

/// <summary>
/// Writes messages from templates: <c>{name}</c> stands for a value, and where a value is a code
/// (<c>rung.sectionHead</c>) for its text. Chinese, with English beside it in the resource; the configuration may
/// replace any of them. Safe for concurrent use.
/// </summary>
internal sealed partial class NoticeTexts(NotificationOptions options)
{
    private const int PatienceMs = 1000;

    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    private static readonly ResourceManager Texts = new(
        "Supervision.Silo.Notifications.Texts.Notices", typeof(NoticeTexts).Assembly);

    /// <summary>Values any template may use.</summary>
    private static readonly string[] Names =
    [
        "no", "unit", "about", "source", "step", "rung", "state", "due", "was", "outcome", "level", "clock",
        "job", "attempt", "result", "count", "title", "text", "titles",
    ];

    /// <summary>The text of one notice.</summary>
    public MessageText Of(string kind, IReadOnlyDictionary<string, string> values, bool inEnglish)
    {
        var culture = inEnglish ? English : CultureInfo.InvariantCulture;
        return new(Fill($"{kind}.title", values, culture), Fill($"{kind}.text", values, culture));
    }

    /// <summary>What is wrong with templates from the configuration, each beginning with its name.</summary>
    public static IEnumerable<string> Faults(IReadOnlyDictionary<string, string> templates)
    {
        var known = Texts.GetResourceSet(CultureInfo.InvariantCulture, createIfNotExists: true, tryParents: false)!
            .Cast<DictionaryEntry>().Select(entry => (string)entry.Key)
            .Where(key => key.EndsWith(".title", StringComparison.Ordinal)
                || key.EndsWith(".text", StringComparison.Ordinal))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var (name, template) in templates)
        {
            if (!known.Contains(name))
            {
                var names = string.Join(", ", known.Order(StringComparer.Ordinal));
                yield return $"{name}: no such text; known are {names}";
            }

            foreach (var value in Value().Matches(template).Select(match => match.Groups["name"].Value).Except(Names))
            {
                yield return $"{name}: there is no value {{{value}}}; known are {string.Join(", ", Names)}";
            }
        }
    }

    private string Fill(string name, IReadOnlyDictionary<string, string> values, CultureInfo culture)
    {
        var template = options.Templates.GetValueOrDefault(name) ?? Texts.GetString(name, culture) ?? name;
        var text = Value().Replace(template, match => TextOf(match.Groups["name"].Value));
        return string.Concat(text.Select(one => char.IsControl(one) ? ' ' : one)); // one line, whatever names hold

        string TextOf(string value) => values.TryGetValue(value, out var code)
            ? Texts.GetString($"{value}.{code}", culture) ?? code
            : "";
    }

    [GeneratedRegex(@"\{(?<name>\w+)\}", RegexOptions.ExplicitCapture, PatienceMs)]
    private static partial Regex Value();
}
