using System.Collections.Frozen;
using System.Collections.Immutable;
using Supervision.Core.Alerts;
using Supervision.Core.Clocks;

namespace Supervision.Core.Rules.Json;

/// <summary>Reads when orders are opened and how long their steps may take.</summary>
internal static class OrderSection
{
    private const int RungsWithLimit = 2;
    private const int ActsMax = 1000;

    /// <summary>The rules of orders, over the defaults.</summary>
    public static OrderRules Read(Place? place)
    {
        var defaults = RuleDefaults.Orders;
        if (place?.Object("orders") is not { } fields) return defaults;
        return new()
        {
            CardLevels = ReadLevels(fields.Optional("cardLevels")) ?? defaults.CardLevels,
            FindingLevels = ReadLevels(fields.Optional("findingLevels")) ?? defaults.FindingLevels,
            BadRatingMax = fields.Optional("badRatingMax")?.Whole(0, 4) ?? defaults.BadRatingMax,
            Limits = ReadLimits(fields.Optional("limits"), defaults.Limits),
            RatingLimits = ReadLimits(fields.Optional("ratingLimits"), defaults.RatingLimits),
            Ladder = ReadLadder(fields.Optional("ladder")) ?? defaults.Ladder,
            Appeal = LimitSections.Read(fields.Optional("appeal")) ?? defaults.Appeal,
            GroupWindow = fields.Optional("groupMinutes")?.Whole(0, 1440) is { } minutes
                ? TimeSpan.FromMinutes(minutes) : defaults.GroupWindow,
            GroupMax = fields.Optional("groupMax")?.Whole(1, 1000) ?? defaults.GroupMax,
            CauseDaysMax = fields.Optional("causeDaysMax")?.Whole(1, 2500) ?? defaults.CauseDaysMax,
            CatchUp = fields.Optional("catchUpMinutes")?.Whole(0, 1440) is { } catchUp
                ? TimeSpan.FromMinutes(catchUp) : defaults.CatchUp,
            Accountability = OrganisationSection.ById(
                fields.Optional("accountability"), ActsMax, ReadAct, act => act.Code),
        };
    }

    private static FrozenSet<AlertLevel>? ReadLevels(Place? place)
    {
        if (place is not { } list) return null;
        var levels = new HashSet<AlertLevel>();
        foreach (var element in list.Elements(Enum.GetValues<AlertLevel>().Length))
        {
            if (element.Choice<AlertLevel>() is { } level && !levels.Add(level))
                element.Fault($"repeats '{Alert.LevelName(level)}'", "Name it once");
        }

        return levels.ToFrozenSet();
    }

    private static OrderLimits ReadLimits(Place? place, OrderLimits defaults)
    {
        if (place?.Object("orderLimits") is not { } fields) return defaults;
        return new(
            LimitSections.Read(fields.Optional("acknowledge")) ?? defaults.Acknowledge,
            LimitSections.Read(fields.Optional("feedback")) ?? defaults.Feedback,
            LimitSections.Read(fields.Optional("rectify")) ?? defaults.Rectify,
            LimitSections.Read(fields.Optional("verify")) ?? defaults.Verify,
            LimitSections.Read(fields.Optional("decide")) ?? defaults.Decide);
    }

    private static ImmutableArray<Limit>? ReadLadder(Place? place)
    {
        if (place is not { } list) return null;
        var limits = list.Elements(RungsWithLimit).Select(element => LimitSections.Read(element)).ToArray();
        if (limits.Length == RungsWithLimit) return [.. limits.OfType<Limit>()];
        list.Fault(
            $"has {limits.Length} limits", "Write one for the section head (科室负责人), one for the centre leader (中心领导)");
        return null;
    }

    private static AccountabilityAct? ReadAct(Place place)
    {
        if (place.Object("accountabilityAct") is not { } fields) return null;
        var (code, name) = (fields.Id("code"), fields.Name("name"));
        var subject = fields.Required("subject", "Name the kind of subject")?.Text(Fields.NameMax);
        return code is null ? null : new(code, subject ?? "", name ?? "");
    }
}
