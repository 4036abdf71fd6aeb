using System.Globalization;
using System.Text;

namespace Supervision.Silo.Attachments;

/// <summary>Names of files as people send them.</summary>
internal static class FileNames
{
    /// <summary>
    /// The last part of a path without what cannot be seen: control characters, and those that turn the direction of
    /// writing, which make <c>exe.pdf</c> of <c>fdp.exe</c>.
    /// </summary>
    public static string Plain(string name)
    {
        var last = name[(name.AsSpan().LastIndexOfAny('/', '\\') + 1)..];
        var plain = new StringBuilder(last.Length);
        foreach (var rune in last.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate))
            {
                plain.Append(rune);
            }
        }

        return plain.ToString().Trim();
    }
}
