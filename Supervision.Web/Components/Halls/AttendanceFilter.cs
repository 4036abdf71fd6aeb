using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Supervision.Core.Reading;
using Supervision.Web.Components.Text;
using Supervision.Web.Identity;

namespace Supervision.Web.Components.Halls;

/// <summary>What the day sheet lists, as its address says it. Unknown values mean any.</summary>
/// <param name="Date">The day.</param>
/// <param name="Hall">Hall, by id.</param>
/// <param name="Status">Half days that stand so, in the contract's spelling.</param>
/// <param name="Staff">Member of staff, by id.</param>
internal sealed record AttendanceFilter(DateOnly Date, string? Hall, string? Status, string? Staff)
{
    /// <summary>Reads a filter from an address.</summary>
    public static AttendanceFilter Of(IQueryCollection query, DateOnly today) => new(
        DateOnly.TryParseExact(
            query["date"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && day.Year is >= 1990 and <= 2100 ? day : today,
        Value(query["hall"]), Value(query["status"]), Value(query["staff"]));

    /// <summary>The question to the list; null when the caller may see nobody's attendance.</summary>
    public AttendanceQuery? Query(Caller caller, string? after = null, int limit = 100)
    {
        var staff = caller.Who == Who.Clerk ? caller.Person?.Staff : Staff;
        return caller.Who == Who.Clerk && staff is null
            ? null
            : new(Date, Date, staff, Hall, Spelling.Parse<AttendanceStatus>(Status), after, limit, caller.Scope);
    }

    /// <summary>An address with this filter.</summary>
    public string Address(string path, string? after = null, string? format = null) => QueryHelpers.AddQueryString(
        path, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["date"] = Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["hall"] = Hall,
            ["status"] = Status,
            ["staff"] = Staff,
            ["after"] = after,
            ["format"] = format,
        }.Where(pair => pair.Value is not null));

    private static string? Value(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
