using System.Text.RegularExpressions;

namespace Supervision.Tests.Support;

/// <summary>What a page says, without what is drawn by chance: tokens and pictures hold any few letters.</summary>
public static partial class PageText
{
    /// <summary>Reads a page for a check that something is <em>not</em> there.</summary>
    public static async Task<string> ReadAsync(this HttpClient http, string path) =>
        Of(await http.GetStringAsync(path));

    /// <summary>A page's text without runs of 48 and more base64 characters.</summary>
    public static string Of(string html) => Chance().Replace(html, "");

    [GeneratedRegex("[A-Za-z0-9+/_-]{48,}=*", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Chance();
}
