using System.Diagnostics.CodeAnalysis;

namespace Supervision.Ingest.Feeds;

/// <summary>
/// Reads RFC 3339 instants strictly: the offset is mandatory (<c>Z</c> or <c>±hh:mm</c>), fractions beyond 100 ns are
/// cut off, years run from 1970 to 2199 inclusive, and what a .NET instant cannot hold is refused with its reason.
/// </summary>
public static class Instants
{
    private const int YearMin = 1970;
    private const int YearMax = 2199;
    private const int TextBytesMax = 64;
    private const int OffsetHoursMax = 14;

    /// <summary>Reads one instant.</summary>
    /// <param name="text">ASCII, such as <c>2026-11-20T09:31:05.123+08:00</c>.</param>
    /// <param name="at">The instant with the offset as given.</param>
    /// <param name="reason">Why it cannot be read; null on success.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, out DateTimeOffset at, [NotNullWhen(false)] out string? reason)
    {
        at = default;
        reason = text.Length > TextBytesMax ? "is too long for an instant" : Parse(text, out at);
        return reason is null;
    }

    private static string? Parse(ReadOnlySpan<byte> text, out DateTimeOffset at)
    {
        at = default;
        if (text.Length < 19 || text[4] != '-' || text[7] != '-' || (text[10] | 0x20) != 't'
            || text[13] != ':' || text[16] != ':'
            || !Number(text[..4], out var year) || !Number(text[5..7], out var month)
            || !Number(text[8..10], out var day) || !Number(text[11..13], out var hour)
            || !Number(text[14..16], out var minute) || !Number(text[17..19], out var second))
            return "is not an RFC 3339 instant such as 2026-11-20T09:31:05+08:00";
        if (year is < YearMin or > YearMax) return $"year {year} is outside {YearMin} to {YearMax}";
        if (month is < 1 or > 12) return $"month {month} does not exist";
        if (day < 1 || day > DateTime.DaysInMonth(year, month)) return $"day {day} does not exist in that month";
        if (hour > 23) return $"hour {hour} does not exist; midnight is 00:00 of the next day";
        if (minute > 59) return $"minute {minute} does not exist";
        if (second == 60) return "second 60 (a leap second) cannot be kept; send second 59";
        if (second > 59) return $"second {second} does not exist";
        var rest = text[19..];
        if (!Fraction(ref rest, out var ticks)) return "has a dot without digits after it";
        if (Offset(rest, out var offset) is { } fault) return fault;
        at = new DateTimeOffset(new DateTime(year, month, day, hour, minute, second).AddTicks(ticks), offset);
        return null;
    }

    private static bool Fraction(ref ReadOnlySpan<byte> rest, out long ticks)
    {
        ticks = 0;
        if (rest.IsEmpty || rest[0] != '.') return true;
        var digits = 0;
        var unit = TimeSpan.TicksPerSecond;
        while (digits + 1 < rest.Length && char.IsAsciiDigit((char)rest[digits + 1]))
        {
            unit /= 10; // reaches zero after seven digits: what is finer than a tick is cut off
            ticks += (rest[digits + 1] - '0') * unit;
            digits++;
        }

        rest = rest[(digits + 1)..];
        return digits > 0;
    }

    private static string? Offset(ReadOnlySpan<byte> rest, out TimeSpan offset)
    {
        offset = TimeSpan.Zero;
        if (rest.IsEmpty) return "has no offset; add Z or an offset such as +08:00";
        if (rest.Length == 1 && (rest[0] | 0x20) == 'z') return null;
        if (rest.Length != 6 || rest[0] is not ((byte)'+' or (byte)'-') || rest[3] != ':'
            || !Number(rest[1..3], out var hours) || !Number(rest[4..6], out var minutes))
            return "does not end in an offset: Z or ±hh:mm";
        if (minutes > 59 || hours > OffsetHoursMax || (hours == OffsetHoursMax && minutes > 0))
            return $"offset is beyond ±{OffsetHoursMax}:00";
        offset = new TimeSpan(hours, minutes, 0);
        if (rest[0] == '-') offset = -offset;
        return null;
    }

    private static bool Number(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit)) return false;
            number = (number * 10) + digit - '0';
        }

        return true;
    }
}
