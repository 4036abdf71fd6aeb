using System.Globalization;

namespace Supervision.Ingest.Devices;

/// <summary>Terminals write wall time without a zone.</summary>
internal static class WallTime
{
    private const string Format = "yyyy-MM-dd HH:mm:ss";

    /// <summary>Reads a wall time.</summary>
    /// <param name="text">Such as <c>2026-11-20 08:55:07</c>.</param>
    /// <param name="zone">Zone the terminal was told to live in.</param>
    /// <param name="offsetSeconds">Its own offset from UTC, in seconds, when it tells one.</param>
    public static bool TryRead(
        string text, TimeZoneInfo zone, string? offsetSeconds, out DateTimeOffset instant)
    {
        instant = default;
        if (!DateTime.TryParseExact(
            text.Trim(), Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
            || local.Year < 1970)
        {
            return false;
        }

        const int dayHalf = 14 * 3600;
        var offset = int.TryParse(offsetSeconds, CultureInfo.InvariantCulture, out var seconds)
            && seconds is >= -dayHalf and <= dayHalf && seconds % 60 == 0
                ? TimeSpan.FromSeconds(seconds)
                : zone.GetUtcOffset(local);
        instant = new DateTimeOffset(local, offset);
        return true;
    }

    /// <summary>Writes an instant as a terminal of that zone reads it.</summary>
    public static string Write(DateTimeOffset instant, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(instant, zone).ToString(Format, CultureInfo.InvariantCulture);
}
