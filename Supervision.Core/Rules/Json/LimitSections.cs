using System.Collections.Frozen;
using System.Collections.Immutable;
using Supervision.Core.Alerts;
using Supervision.Core.Clocks;

namespace Supervision.Core.Rules.Json;

/// <summary>Reads limits and the levels that hang on them.</summary>
internal static class LimitSections
{
    private const int LevelDaysMax = 60;

    /// <summary>The largest amount by unit: ten years of days, so that no due instant leaves the calendar.</summary>
    private static readonly FrozenDictionary<LimitUnit, int> AmountMax = new Dictionary<LimitUnit, int>
    {
        [LimitUnit.WorkingDay] = 2500,
        [LimitUnit.CalendarDay] = 3660,
        [LimitUnit.Month] = 120,
        [LimitUnit.WorkingHour] = Limit.AmountMax,
        [LimitUnit.Minute] = Limit.AmountMax,
    }.ToFrozenDictionary();

    /// <summary>One limit, both keys required; null with a fault.</summary>
    public static Limit? Read(Place? place)
    {
        if (place?.Object("limit") is not { } fields) return null;
        var unit = fields.Required("unit", "Say which unit the amount counts, such as workingDay")?.Choice<LimitUnit>();
        var max = unit is { } known ? AmountMax[known] : Limit.AmountMax;
        var amount = fields.Required("amount", $"Write a whole number from 1 to {max}")?.Whole(1, max);
        return amount is { } a && unit is { } u ? new(a, u) : null;
    }

    /// <summary>A limit of an immediate case: minutes or working hours.</summary>
    public static Limit? ReadImmediate(Place? place)
    {
        if (place is not { } given || Read(given) is not { } limit) return null;
        if (limit.Unit is LimitUnit.Minute or LimitUnit.WorkingHour) return limit;
        given.Fault("counts days", "An immediate case (即办件) is measured in minute or workingHour");
        return null;
    }

    /// <summary>Limits that belong to no item, over the defaults.</summary>
    public static FrozenDictionary<ClockKind, Limit> ReadAll(Place? place)
    {
        var limits = RuleDefaults.Limits.ToDictionary();
        foreach (var (key, value) in place?.Object("limits")?.All ?? [])
        {
            if (!EnumSpelling<ClockKind>.TryParse(key, out var kind)) continue;
            var limit = kind == ClockKind.Immediate ? ReadImmediate(value) : Read(value);
            if (limit is not null) limits[kind] = limit;
        }

        return limits.ToFrozenDictionary();
    }

    /// <summary>Limits of complaints by class, over the defaults.</summary>
    public static FrozenDictionary<string, Limit> ReadComplaints(Place? place)
    {
        var limits = RuleDefaults.ComplaintLimits.ToDictionary();
        foreach (var (key, value) in place?.Object("complaintLimits")?.All ?? [])
        {
            if (Read(value) is { } limit) limits[key] = limit;
        }

        return limits.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>Levels by clock kind, over the defaults; an empty list switches a kind off.</summary>
    public static FrozenDictionary<ClockKind, ImmutableArray<LevelRule>> ReadLevels(Place? place)
    {
        var levels = RuleDefaults.Levels.ToDictionary();
        foreach (var (key, value) in place?.Object("levels")?.All ?? [])
        {
            if (EnumSpelling<ClockKind>.TryParse(key, out var kind)) levels[kind] = ReadLevels(kind, value);
        }

        return levels.ToFrozenDictionary();
    }

    private static ImmutableArray<LevelRule> ReadLevels(ClockKind kind, Place list)
    {
        var rules = new List<LevelRule>();
        foreach (var element in list.Elements(Enum.GetValues<AlertLevel>().Length))
        {
            if (ReadLevel(kind, element) is not { } rule) continue;
            if (rules.Exists(other => other.Level == rule.Level))
                element.Fault($"repeats the level {Alert.LevelName(rule.Level)}", "Keep one threshold per level");
            else if (rules.Find(other => Contradicts(other, rule)) is { } other)
                element.Fault(
                    $"puts {Describe(rule)} beside {Describe(other)}",
                    "Give the graver level the later day");
            else
                rules.Add(rule);
        }

        return [.. rules.OrderBy(rule => rule.Level)];
    }

    private static string Describe(LevelRule rule) => $"{Alert.LevelName(rule.Level)} at {rule.Days}";

    private static bool Contradicts(LevelRule one, LevelRule other) =>
        one.Enabled && other.Enabled && one.Level.CompareTo(other.Level) != one.Days.CompareTo(other.Days);

    private static LevelRule? ReadLevel(ClockKind kind, Place place)
    {
        if (place.Object("levelRule") is not { } fields) return null;
        // Minutes have no day before their limit: only crossing it can raise a card.
        var min = kind == ClockKind.Immediate ? 1 : -LevelDaysMax;
        var level = fields.Required("level", "Name the level")?.Choice<AlertLevel>();
        var days = fields.Required("days", "Write the days relative to the limit: −2 before it, 1 when over")
            ?.Whole(min, LevelDaysMax);
        var enabled = fields.Optional("enabled")?.Flag() ?? true;
        var confirmFirst = fields.Optional("confirmFirst")?.Flag() ?? false;
        return level is { } l && days is { } d ? new(l, d, enabled, confirmFirst) : null;
    }
}
