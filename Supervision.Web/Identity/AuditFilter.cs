using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Supervision.Silo.Auditing;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Identity;

/// <summary>What the audit page lists, as its address says it. Unknown values mean any.</summary>
/// <param name="Kind">Kind, in the spelling of addresses.</param>
/// <param name="Text">Part of a name, a subject or a detail.</param>
/// <param name="From">First day, <c>yyyy-MM-dd</c> in the hall's zone.</param>
/// <param name="To">Last day.</param>
internal sealed record AuditFilter(string? Kind, string? Text, string? From, string? To)
{
    /// <summary>Reads a filter from an address.</summary>
    public static AuditFilter Of(IQueryCollection query) =>
        new(Value(query["kind"]), Value(query["q"]), Value(query["from"]), Value(query["to"]));

    /// <summary>The question to the audit.</summary>
    public AuditQuery Query(HallTime time) => new(
        Spelling.Parse<AuditKind>(Kind), Text, Day(From) is { } from ? time.StartOf(from) : null,
        Day(To) is { } to ? time.StartOf(to.AddDays(1)) : null);

    /// <summary>An address with this filter.</summary>
    public string Address(string path, string? after = null, string? format = null)
    {
        var query = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["kind"] = Kind,
            ["q"] = Text,
            ["from"] = From,
            ["to"] = To,
            ["after"] = after,
            ["format"] = format,
        };
        return QueryHelpers.AddQueryString(path, query.Where(pair => !string.IsNullOrEmpty(pair.Value)));
    }

    /// <summary>A cursor of this list; null for none and for nonsense.</summary>
    public static long? Cursor(string? after) =>
        long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var before) ? before : null;

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year is >= 1990 and <= 2100 ? day : null;

    private static string? Value(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
