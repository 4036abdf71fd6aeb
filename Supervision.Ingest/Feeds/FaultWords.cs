using System.Text.Json;
using System.Text.RegularExpressions;

namespace Supervision.Ingest.Feeds;

/// <summary>Puts what System.Text.Json found wrong into the contract's words: the field at fault, then why.</summary>
internal static partial class FaultWords
{
    private const RegexOptions Plain = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    /// <summary>
    /// The reason for data that could not be read, such as <c>data.promised.amount: must be a whole number</c>.
    /// </summary>
    public static string Of(JsonException fault)
    {
        var path = "data" + (fault.Path is { Length: > 1 } below ? below[1..] : "");
        var words = Sentence(fault);
        if (Missing().Match(words) is { Success: true } missing)
            return string.Join("; ", Quoted().Matches(missing.Groups["names"].Value)
                .Select(name => $"{path}.{name.Groups["name"].Value}: is required"));
        if (Null().Match(words) is { Success: true } part)
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(part.Groups["name"].Value);
            return $"{Below(path, name)}: must not be null";
        }

        if (Duplicate().Match(words) is { Success: true } twice)
            return $"{Below(path, twice.Groups["name"].Value)}: is given twice";
        if (Conversion().Match(words) is { Success: true } type)
            return $"{path}: {Expected(type.Groups["type"].Value, path)}";
        return $"{path}: {words}";
    }

    /// <summary>The exception's message without the position that the library appends.</summary>
    public static string Sentence(JsonException fault)
    {
        var end = fault.Message.IndexOf(" Path:", StringComparison.Ordinal);
        if (end < 0) end = fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? fault.Message : fault.Message[..end]).TrimEnd('.');
    }

    // A limit is read through its constructor, so its parts are reported as the whole; the path still tells them apart.
    private static string Expected(string type, string path) => type switch
    {
        _ when path.EndsWith(".amount", StringComparison.Ordinal)
            && type.EndsWith(".Limit", StringComparison.Ordinal) =>
            "must be a whole number that fits 32 bits",
        _ when path.EndsWith(".unit", StringComparison.Ordinal)
            || type.Contains("LimitUnit", StringComparison.Ordinal) =>
            "must be workingDay, calendarDay, month, workingHour or minute",
        _ when type.Contains("Int32", StringComparison.Ordinal) => "must be a whole number that fits 32 bits",
        _ when type.Contains("Decimal", StringComparison.Ordinal) => "must be a number of at most 28 digits",
        _ when type.Contains("Boolean", StringComparison.Ordinal) => "must be true or false",
        _ when type.Contains("CaseType", StringComparison.Ordinal) => "must be immediate, promised, joint or referred",
        _ when type.Contains("Outcome", StringComparison.Ordinal) => "must be granted or denied",
        _ when type.Contains("Limit", StringComparison.Ordinal) => "must be an object of amount and unit",
        _ when type.Contains("List", StringComparison.Ordinal) => "must be a list of texts",
        _ => "has the wrong kind of value",
    };

    private static string Below(string path, string name) =>
        path.EndsWith("." + name, StringComparison.Ordinal) ? path : $"{path}.{name}";

    [GeneratedRegex("missing required properties including: (?<names>.*)", Plain)]
    private static partial Regex Missing();

    [GeneratedRegex("'(?<name>[^']*)'", Plain)]
    private static partial Regex Quoted();

    [GeneratedRegex("'(?<name>[^']*)' on type .* doesn't allow (setting )?null", Plain)]
    private static partial Regex Null();

    [GeneratedRegex("Duplicate property '(?<name>[^']*)'", Plain)]
    private static partial Regex Duplicate();

    [GeneratedRegex("could not be converted to (?<type>.*)", Plain)]
    private static partial Regex Conversion();
}
