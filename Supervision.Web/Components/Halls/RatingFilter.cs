using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Supervision.Core.Reading;
using Supervision.Web.Components.Text;

namespace Supervision.Web.Components.Halls;

/// <summary>Which satisfaction the page shows, as its address says it.</summary>
/// <param name="Side">By what it is told apart.</param>
/// <param name="From">First day, inclusive.</param>
/// <param name="To">Last day, inclusive; not after what the caller may know of.</param>
/// <param name="Hall">Hall, by id; null means all.</param>
internal sealed record RatingFilter(RatingSide Side, DateOnly From, DateOnly To, string? Hall)
{
    private const int UsualDays = 30;

    /// <summary>Reads a filter from an address.</summary>
    public static RatingFilter Of(IQueryCollection query, DateOnly last)
    {
        var to = Day(query["to"]) is { } asked && asked < last ? asked : last;
        var from = Day(query["from"]) is { } first && first <= to ? first : to.AddDays(1 - UsualDays);
        return new(
            Spelling.Parse<RatingSide>(query["by"]) ?? RatingSide.Hall, from, to,
            query["hall"] is [{ Length: > 0 } hall] ? hall : null);
    }

    /// <summary>The question to the list.</summary>
    public RatingQuery Query(ReadingScope? scope) => new(Hall: Hall, From: From, To: To, Scope: scope);

    /// <summary>An address with this filter.</summary>
    public string Address(string path, RatingSide? by = null, string? format = null) => QueryHelpers.AddQueryString(
        path, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["by"] = Spelling.Of(by ?? Side),
            ["from"] = From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["to"] = To.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["hall"] = Hall,
            ["format"] = format,
        }.Where(pair => pair.Value is not null));

    private static DateOnly? Day(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year is >= 1990 and <= 2100 ? day : null;
}
