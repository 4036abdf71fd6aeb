using System.Globalization;
using System.Text;
using Supervision.Core.Alerts;
using Supervision.Core.Rules;

namespace Supervision.Web.Components;

/// <summary>
/// The colours of the levels as a style sheet, from the rule book in force: cities differ in what a colour means.
/// <c>--red</c> is the colour of the level named red, <c>--on-red</c> black or white, whichever is read better on it.
/// Safe for concurrent use.
/// </summary>
/// <param name="current">The newest rule book, asked each time; null when there is none.</param>
public sealed class LevelColours(Func<RuleBook?> current)
{
    /// <summary>Address of the style sheet.</summary>
    public const string Path = "/looks.css";

    private const string Dark = "#111111";
    private const string Light = "#FFFFFF";

    /// <summary>The style sheet.</summary>
    public string Css
    {
        get
        {
            var looks = current()?.Looks ?? RuleDefaults.Looks;
            var css = new StringBuilder(":root {\n");
            foreach (var look in looks.Values.OrderBy(look => look.Level))
            {
                var name = Alert.LevelName(look.Level);
                var on = Contrast(look.Colour, Light) >= Contrast(look.Colour, Dark) ? Light : Dark;
                css.Append(CultureInfo.InvariantCulture, $"  --{name}: {look.Colour};\n  --on-{name}: {on};\n");
            }

            return css.Append("}\n").ToString();
        }
    }

    /// <summary>Contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio").</summary>
    private static double Contrast(string one, string other)
    {
        var (first, second) = (Luminance(one), Luminance(other));
        return (Math.Max(first, second) + 0.05) / (Math.Min(first, second) + 0.05);
    }

    /// <summary>Relative luminance of <c>#RRGGBB</c> (WCAG 2.2).</summary>
    private static double Luminance(string colour) =>
        (0.2126 * Channel(colour, 1)) + (0.7152 * Channel(colour, 3)) + (0.0722 * Channel(colour, 5));

    private static double Channel(string colour, int at)
    {
        var share = Convert.ToInt32(colour.Substring(at, 2), 16) / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }
}
