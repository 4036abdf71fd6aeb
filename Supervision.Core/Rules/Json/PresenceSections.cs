using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Supervision.Core.Rules.Json;

/// <summary>Reads when somebody is late, a window unstaffed, and how ratings are followed up.</summary>
internal static class PresenceSections
{
    private const int MinutesMax = 480;
    private const int DevicesMax = 10_000;
    private const int SlotsMax = 24;
    private const int HallKindsMax = 4;
    private const int TimesMax = 100;
    private const int InspectorsMax = 100;

    private static readonly string[] PatrolKinds = ["patrol", "video", "visit", "unannounced"];

    /// <summary>The rules of presence, over the defaults.</summary>
    public static PresenceRules ReadPresence(Place? place)
    {
        var defaults = RuleDefaults.Presence;
        if (place?.Object("presence") is not { } fields) return defaults;
        var rules = new PresenceRules
        {
            Late = Minutes("lateMinutes", defaults.Late),
            Early = Minutes("earlyMinutes", defaults.Early),
            Absent = Minutes("absentMinutes", defaults.Absent),
            Unstaffed = Minutes("unstaffedMinutes", defaults.Unstaffed),
            Pause = Minutes("pauseMinutes", defaults.Pause),
            PauseOfDay = Minutes("pauseMinutesOfDay", defaults.PauseOfDay),
            ServedWithoutCaseMany =
                fields.Optional("servedWithoutCaseMany")?.Whole(1, 1000) ?? defaults.ServedWithoutCaseMany,
            PatrolledKinds = fields.Optional("patrolledKinds") is { } kinds
                ? ReadHallKinds(kinds)
                : defaults.PatrolledKinds,
            Patrols = fields.Optional("patrols") is { } patrols ? ReadPatrols(patrols) : defaults.Patrols,
            Rounds = fields.Optional("rounds") is { } rounds ? ReadRounds(rounds) : defaults.Rounds,
        };
        if (rules.Absent < rules.Late)
            fields.Self.Fault("counts as absent before it counts as late", "Let absentMinutes be at least lateMinutes");
        return rules;

        TimeSpan Minutes(string key, TimeSpan otherwise) => fields.Optional(key)?.Whole(0, MinutesMax) is { } minutes
            ? TimeSpan.FromMinutes(minutes)
            : otherwise;
    }

    /// <summary>Timetables by kind of window.</summary>
    public static FrozenDictionary<string, Timetable> ReadTimetables(Place? place)
    {
        var byKind = new Dictionary<string, Timetable>(StringComparer.Ordinal);
        foreach (var (kind, value) in place?.Object("timetables")?.All ?? [])
        {
            if (value.Object("timetable") is not { } fields) continue;
            var hours = TimeSections.ReadHours(fields.Required("hours", "Write its hours"));
            var weekdays = ReadWeekdays(fields.Optional("weekdays"));
            if (hours is not null) byKind[kind] = new(hours, weekdays);
        }

        return byKind.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The rules of ratings, over the defaults.</summary>
    public static RatingRules ReadRatings(Place? place)
    {
        var defaults = RuleDefaults.Ratings;
        if (place?.Object("ratings") is not { } fields) return defaults;
        return new()
        {
            Callback = LimitSections.Read(fields.Optional("callback")) ?? defaults.Callback,
            BurstMany = fields.Optional("burstMany")?.Whole(2, 100) ?? defaults.BurstMany,
            BurstWindow = fields.Optional("burstMinutes")?.Whole(1, MinutesMax) is { } minutes
                ? TimeSpan.FromMinutes(minutes)
                : defaults.BurstWindow,
            StaffDevices = fields.Ids("staffDevices", DevicesMax).ToFrozenSet(StringComparer.Ordinal),
        };
    }

    private static ImmutableArray<PatrolSlot> ReadPatrols(Place list)
    {
        var slots = ImmutableArray.CreateBuilder<PatrolSlot>();
        foreach (var element in list.Elements(SlotsMax))
        {
            if (element.Object("patrolSlot") is not { } fields) continue;
            var from = TimeSections.ReadTime(fields.Required("from", "Write its beginning, such as 09:00"));
            var to = TimeSections.ReadTime(fields.Required("to", "Write its end, such as 10:30"));
            var kinds = ReadKinds(element, fields);
            if (from is not { } opening || to is not { } close) continue;
            if (opening >= close)
                element.Fault($"ends at {close:HH:mm}, not after {opening:HH:mm}", "End later than it begins");
            else if (slots.Count > 0 && opening < slots[^1].To)
                element.Fault($"begins before {slots[^1].To:HH:mm}", "Put the slots in order, without overlap");
            else
                slots.Add(new(opening, close, kinds));
        }

        return slots.ToImmutable();
    }

    private static ImmutableArray<PatrolRound> ReadRounds(Place list)
    {
        var rounds = ImmutableArray.CreateBuilder<PatrolRound>();
        foreach (var element in list.Elements(SlotsMax))
        {
            if (element.Object("patrolRound") is not { } fields) continue;
            var every = fields.Required("every", "Write week or month")?.Choice(["week", "month"]);
            var times = fields.Optional("times") is { } count ? count.Whole(1, TimesMax) : 1;
            var kinds = ReadKinds(element, fields);
            if (every is null || times is not { } many) continue;
            rounds.Add(new(
                every == "week" ? RoundPeriod.Week : RoundPeriod.Month, many, kinds,
                fields.Ids("inspectors", InspectorsMax)));
        }

        return rounds.ToImmutable();
    }

    private static FrozenSet<string> ReadHallKinds(Place list) => list.Elements(HallKindsMax)
        .Select(element => element.Choice("hall", "branch", "town", "village")).OfType<string>()
        .ToFrozenSet(StringComparer.Ordinal);

    private static ImmutableArray<string> ReadKinds(Place element, Fields fields)
    {
        var kinds = fields.Ids("kinds", PatrolKinds.Length);
        foreach (var kind in kinds.Where(kind => !PatrolKinds.Contains(kind)))
            element.Fault($"'{kind}' is no kind of patrol", $"Choose from {string.Join(", ", PatrolKinds)}");
        return kinds;
    }

    private static ImmutableArray<int> ReadWeekdays(Place? place)
    {
        if (place is not { } list) return [];
        var days = ImmutableArray.CreateBuilder<int>();
        foreach (var element in list.Elements(7))
        {
            if (element.Whole(1, 7) is not { } day) continue;
            if (days.Contains(day)) element.Fault($"repeats {day}", "Name it once");
            else days.Add(day);
        }

        return days.ToImmutable();
    }
}
