using System.Globalization;

namespace Supervision.Core.Alerts;

/// <summary>
/// Writes why an alert was raised or revoked as <c>name=value; name=value</c>: readable in the journal, exact for
/// programs, and translated name by name where people read it.
/// </summary>
public static class Because
{
    private const string Separator = "; ";

    /// <summary>Writes reasons; a value's own separators are replaced, so that reading back is exact.</summary>
    public static string Of(params ReadOnlySpan<(string Name, string? Value)> reasons)
    {
        var text = new System.Text.StringBuilder();
        foreach (var (name, value) in reasons)
        {
            text.Append(text.Length == 0 ? "" : Separator).Append(name).Append('=').Append(value?.Replace(';', ','));
        }

        return text.ToString();
    }

    /// <summary>An instant to the second, with its offset.</summary>
    public static string Instant(DateTimeOffset at) =>
        at.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>Reads the reasons back in order; text of another form comes as one reason without a name.</summary>
    public static IEnumerable<(string Name, string Value)> Read(string because)
    {
        foreach (var part in because.Split(Separator, StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            yield return equals < 0 ? ("", part) : (part[..equals], part[(equals + 1)..]);
        }
    }
}
