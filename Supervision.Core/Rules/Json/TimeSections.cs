using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Supervision.Core.Calendars;

namespace Supervision.Core.Rules.Json;

/// <summary>Reads zone, office hours and calendar.</summary>
internal static class TimeSections
{
    private const int SegmentsMax = 12;
    private const int OverlaysMax = 10_000;

    /// <summary>An IANA zone this machine knows; the default with a fault otherwise.</summary>
    public static string ReadZone(Place? place)
    {
        if (place is not { } given || given.Text(Fields.IdMax) is not { } zone) return RuleDefaults.Zone;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) && found.HasIanaId) return zone;
        given.Fault($"'{zone}' is no zone this machine knows", $"Write an IANA name such as {RuleDefaults.Zone}");
        return RuleDefaults.Zone;
    }

    /// <summary>Office hours: at least one segment, in order, not overlapping; null with a fault.</summary>
    public static OfficeHours? ReadHours(Place? place)
    {
        if (place is not { } list) return null;
        var segments = ImmutableArray.CreateBuilder<OfficeSegment>();
        var faultsBefore = list.Faults.Count;
        foreach (var element in list.Elements(SegmentsMax))
        {
            if (ReadSegment(element) is not { } segment) continue;
            if (segments.Count > 0 && segment.From < segments[^1].To)
                element.Fault($"begins before {segments[^1].To:HH:mm}", "Put the segments in order, without overlap");
            else
                segments.Add(segment);
        }

        if (list.Faults.Count > faultsBefore) return null;
        if (segments.Count > 0) return new(segments.ToImmutable());
        list.Fault("holds no office hours, so no time would ever count", "Write at least one segment");
        return null;
    }

    /// <summary>Office hours by hall.</summary>
    public static FrozenDictionary<string, OfficeHours> ReadHallHours(Place? place, IReadOnlySet<string> halls)
    {
        var byHall = new Dictionary<string, OfficeHours>(StringComparer.Ordinal);
        if (place is not { } given) return byHall.ToFrozenDictionary(StringComparer.Ordinal);
        if (given.Element.ValueKind != JsonValueKind.Object)
        {
            given.Fault("should be an object", "Write hall ids with their office hours");
            return byHall.ToFrozenDictionary(StringComparer.Ordinal);
        }

        foreach (var (hall, value) in new Fields(given, known: null).All)
        {
            if (!halls.Contains(hall))
                value.Fault($"'{hall}' is no hall of the organisation", "Add the hall or remove its hours");
            if (ReadHours(value) is { } hours) byHall[hall] = hours;
        }

        return byHall.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The calendar and its local exceptions.</summary>
    public static CalendarRules ReadCalendar(
        Place? place, IReadOnlySet<string> halls, IReadOnlySet<string> knownCalendars)
    {
        if (place?.Object("calendar") is not { } fields) return RuleDefaults.Calendar;
        var notices = RuleDefaults.Notices;
        if (fields.Optional("notices") is { } given && given.Text(Fields.IdMax) is { } name)
        {
            if (knownCalendars.Contains(name)) notices = name;
            else given.Fault($"there is no calendar '{name}'", $"Choose one of {string.Join(", ", knownCalendars)}");
        }

        var overlays = ImmutableArray.CreateBuilder<CalendarOverlay>();
        var taken = new HashSet<(DateOnly, string)>();
        foreach (var element in fields.Optional("overlays")?.Elements(OverlaysMax) ?? [])
        {
            if (ReadOverlay(element, halls) is not { } overlay) continue;
            string[] concerned = overlay.Halls.IsEmpty ? ["*"] : [.. overlay.Halls];
            if (Array.Exists(concerned, hall => !taken.Add((overlay.Date, hall))))
                element.Fault($"says {overlay.Date:yyyy-MM-dd} a second time for the same hall", "Keep one of them");
            else
                overlays.Add(overlay);
        }

        return new(notices, overlays.ToImmutable());
    }

    private static OfficeSegment? ReadSegment(Place place)
    {
        if (place.Object("segment") is not { } fields) return null;
        var from = ReadTime(fields.Required("from", "Write the opening, such as 09:00"));
        var to = ReadTime(fields.Required("to", "Write the close, such as 12:00"));
        if (from is not { } opening || to is not { } close) return null;
        if (opening < close) return new(opening, close);
        place.Fault(
            $"closes at {close:HH:mm}, not after its opening at {opening:HH:mm}", "Close later than it opens");
        return null;
    }

    /// <summary>A time of day; null with a fault.</summary>
    public static TimeOnly? ReadTime(Place? place)
    {
        if (place is not { } given || given.Text(Fields.IdMax) is not { } text) return null;
        if (TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return time;
        given.Fault($"'{text}' is no time of day", "Write hours and minutes, such as 13:30");
        return null;
    }

    private static CalendarOverlay? ReadOverlay(Place place, IReadOnlySet<string> halls)
    {
        if (place.Object("overlay") is not { } fields) return null;
        var date = ReadDate(fields.Required("date", "Write the day, such as 2026-05-08"));
        var working = fields.Required("working", "Say whether the halls work on that day")?.Flag();
        var reason = fields.Required("reason", "Say why, for the explanation of a clock")?.Text(Fields.NameMax);
        var concerned = fields.Ids("halls", OrganisationSection.HallsMax);
        foreach (var hall in concerned.Where(hall => !halls.Contains(hall)))
            place.Fault($"'{hall}' is no hall of the organisation", "Add the hall or leave it out");
        return date is { } d && working is { } w && reason is not null ? new(d, w, concerned, reason) : null;
    }

    private static DateOnly? ReadDate(Place? place)
    {
        if (place is not { } given || given.Text(Fields.IdMax) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date.Year is >= 1990 and <= 2100) return date;
        given.Fault($"'{text}' is no day from 1990 to 2100", "Write it as 2026-05-08");
        return null;
    }
}
