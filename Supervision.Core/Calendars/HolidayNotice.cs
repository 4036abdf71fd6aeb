using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Supervision.Core.Calendars;

/// <summary>
/// A notice of the State Council on the days off of one year. A year changed during its course has two.
/// </summary>
/// <param name="Year">The year it arranges.</param>
/// <param name="Address">Where it is published.</param>
/// <param name="PublishedOn">Day of publication; null when neither the address nor the table below tells it.</param>
public sealed partial record HolidayNotice(int Year, string Address, DateOnly? PublishedOn)
{
    // Since 2023 an address names only the month; these are the dates the notices themselves carry.
    private static readonly FrozenDictionary<string, DateOnly> KnownDates = new Dictionary<string, DateOnly>(
        StringComparer.Ordinal)
    {
        ["https://www.gov.cn/zhengce/zhengceku/202310/content_6911528.htm"] = new(2023, 10, 25),
        ["https://www.gov.cn/zhengce/zhengceku/202411/content_6986383.htm"] = new(2024, 11, 12),
        ["https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm"] = new(2025, 11, 4),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>
    /// The notice at <paramref name="address"/>, with its date where the address or the table tells it.
    /// </summary>
    public static HolidayNotice At(int year, string address)
    {
        if (KnownDates.TryGetValue(address, out var known)) return new(year, address, known);
        var match = DatedPath().Match(address);
        return DateOnly.TryParseExact(
            match.Value, "'/'yyyy-MM'/'dd'/'", CultureInfo.InvariantCulture, DateTimeStyles.None, out var dated)
            ? new(year, address, dated)
            : new(year, address, PublishedOn: null);
    }

    [GeneratedRegex("/[0-9]{4}-[0-9]{2}/[0-9]{2}/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DatedPath();
}
