using Microsoft.AspNetCore.WebUtilities;
using Supervision.Core.Reading;

namespace Supervision.Web.Components.Halls;

/// <summary>What the list of complaints shows, as its address says it. Unknown values mean any.</summary>
/// <param name="Open"><c>true</c> or <c>false</c>.</param>
/// <param name="Overdue"><c>true</c> or <c>false</c>.</param>
/// <param name="Hall">Hall, by id.</param>
/// <param name="Text">Part of the number.</param>
internal sealed record ComplaintFilter(string? Open, string? Overdue, string? Hall, string? Text)
{
    /// <summary>Reads a filter from an address.</summary>
    public static ComplaintFilter Of(IQueryCollection query) =>
        new(Value(query["open"]), Value(query["overdue"]), Value(query["hall"]), Value(query["q"]));

    /// <summary>The question to the list.</summary>
    public ComplaintQuery Query(ReadingScope? scope) => new(
        bool.TryParse(Open, out var open) ? open : null, bool.TryParse(Overdue, out var overdue) ? overdue : null,
        Hall, Text, Scope: scope);

    /// <summary>An address with this filter.</summary>
    public string Address(string path, string? after = null, string? format = null) => QueryHelpers.AddQueryString(
        path, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["open"] = Open,
            ["overdue"] = Overdue,
            ["hall"] = Hall,
            ["q"] = Text,
            ["after"] = after,
            ["format"] = format,
        }.Where(pair => pair.Value is not null));

    private static string? Value(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
