using System.Globalization;
using Microsoft.Extensions.Options;

namespace Supervision.Web.Components.Text;

/// <summary>Writes instants in the hall's zone, the same way everywhere. Safe for concurrent use.</summary>
public sealed class HallTime(IOptions<PageOptions> options)
{
    /// <summary>The hall's zone.</summary>
    public TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById(options.Value.Zone);

    /// <summary><c>2026-11-20 09:31</c>; a dash for null.</summary>
    public string Minute(DateTimeOffset? instant) => Format(instant, "yyyy-MM-dd HH:mm");

    /// <summary><c>2026-11-20 09:31:05</c>; a dash for null.</summary>
    public string Second(DateTimeOffset? instant) => Format(instant, "yyyy-MM-dd HH:mm:ss");

    /// <summary><c>11-20 09:31</c>, where the year is plain from its surroundings.</summary>
    public string Short(DateTimeOffset? instant) => Format(instant, "MM-dd HH:mm");

    /// <summary>Machine-readable, with the hall's offset.</summary>
    public string Iso(DateTimeOffset instant) =>
        TimeZoneInfo.ConvertTime(instant, Zone).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>What the hall's own clock showed, for spreadsheets.</summary>
    public DateTime Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone).DateTime;

    /// <summary>The first instant of a day.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(local, Zone.GetUtcOffset(local));
    }

    private string Format(DateTimeOffset? instant, string format) => instant is { } known
        ? TimeZoneInfo.ConvertTime(known, Zone).ToString(format, CultureInfo.InvariantCulture)
        : "—";
}
