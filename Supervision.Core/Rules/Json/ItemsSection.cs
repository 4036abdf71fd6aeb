using System.Collections.Frozen;
using System.Collections.Immutable;
using Supervision.Core.Clocks;
using Supervision.Core.Facts;

namespace Supervision.Core.Rules.Json;

/// <summary>Reads the service items against the sections they refer to.</summary>
internal sealed class ItemsSection(
    Organisation organisation, FrozenSet<string> stageNames, FrozenDictionary<string, RiskPoint> riskPoints,
    Limit? immediateLimit)
{
    private const int ItemsMax = 100_000;
    private const int StagesMax = 50;
    private const int HandlersMax = 1000;

    public FrozenDictionary<string, ServiceItem> Read(Place? place)
    {
        if (place is not { } list) return FrozenDictionary<string, ServiceItem>.Empty;
        var before = list.Faults.Count;
        var items = OrganisationSection.ById(list, ItemsMax, ReadItem, item => item.Id);
        if (items.Count == 0 && list.Faults.Count == before) list.Fault("is empty", "List at least one service item");
        return items;
    }

    private ServiceItem? ReadItem(Place place)
    {
        if (place.Object("item") is not { } fields) return null;
        var before = place.Faults.Count;
        var (id, name) = (fields.Id("id"), fields.Name("name"));
        var item = new ServiceItem
        {
            Id = id ?? "",
            Name = name ?? "",
            Department = OrganisationSection.Reference(
                fields.Optional("department"), organisation.Departments, "department"),
            CaseType = fields.Optional("caseType")?.Choice<CaseType>() ?? CaseType.Promised,
            Promised = LimitSections.Read(fields.Optional("promised")),
            Statutory = LimitSections.Read(fields.Optional("statutory")),
            Immediate = LimitSections.ReadImmediate(fields.Optional("immediate")),
            Convention = fields.Optional("convention")?.Choice<Convention>(),
            Stages = ReadStages(fields.Optional("stages")),
            Fee = fields.Optional("fee")?.Money(),
            Investment = fields.Optional("investment")?.Flag() ?? false,
            RiskPoints = ReadRiskPoints(fields),
        };
        if (item.CaseType == CaseType.Immediate && fields.Optional("immediate") is null)
            item = item with { Immediate = immediateLimit };
        // A limit that could not be read is one fault already; saying that it is missing would be a second, false one.
        if (place.Faults.Count == before) CheckLimits(place, item);
        return id is null ? null : item;
    }

    private static void CheckLimits(Place place, ServiceItem item)
    {
        if (item.CaseType == CaseType.Immediate)
        {
            if (item.Immediate is null)
                place.Fault(
                    $"'{item.Id}' is immediate without a limit", "Give it 'immediate', or set limits.immediate");
        }
        else if (item.Promised is null && item.Statutory is null)
        {
            place.Fault(
                $"'{item.Id}' has no limit, so no card could ever be raised", "Give it 'promised' or 'statutory'");
        }

        if (item is { Promised: { } promised, Statutory: { } statutory } && IsLonger(promised, statutory))
            place.Fault(
                $"'{item.Id}' promises {promised.Amount} {promised.Unit}, "
                    + $"more than the law's {statutory.Amount} {statutory.Unit}",
                "Promise at most the statutory limit");
    }

    /// <summary>
    /// Whether a promise is longer than the law allows. Unlike units compare at 5 working days in 7 calendar days,
    /// 30 calendar days in a month and 6.5 office hours in a day, with half a day to spare.
    /// </summary>
    private static bool IsLonger(Limit promised, Limit statutory) => promised.Unit == statutory.Unit
        ? promised.Amount > statutory.Amount
        : WorkingDays(promised) > WorkingDays(statutory) + 0.5;

    private static double WorkingDays(Limit limit) => limit.Unit switch
    {
        LimitUnit.CalendarDay => limit.Amount * 5 / 7.0,
        LimitUnit.Month => limit.Amount * 30 * 5 / 7.0,
        LimitUnit.WorkingHour => limit.Amount / 6.5,
        LimitUnit.Minute => limit.Amount / 390.0,
        _ => limit.Amount,
    };

    private ImmutableArray<StageRule> ReadStages(Place? place)
    {
        var stages = ImmutableArray.CreateBuilder<StageRule>();
        foreach (var element in place?.Elements(StagesMax) ?? [])
        {
            if (ReadStage(element) is not { } stage) continue;
            if (stages.Any(other => other.Name == stage.Name))
                element.Fault($"repeats the stage '{stage.Name}'", "List each stage once");
            else
                stages.Add(stage);
        }

        return stages.ToImmutable();
    }

    private StageRule? ReadStage(Place place)
    {
        if (place.Object("stage") is not { } fields) return null;
        var name = fields.Name("name");
        if (name is not null && !stageNames.Contains(name))
            place.Fault($"'{name}' is not a known stage", "Add it to stageNames or use one of those");
        var limit = LimitSections.Read(fields.Optional("limit"));
        var required = fields.Optional("required")?.Flag() ?? true;
        var handlers = fields.Ids("handlers", HandlersMax);
        foreach (var handler in handlers.Where(handler => !organisation.Staff.ContainsKey(handler)))
            place.Fault($"'{handler}' is no member of staff", "Add the member or leave it out");
        return name is null ? null : new(name, limit, required, handlers);
    }

    private ImmutableArray<string> ReadRiskPoints(Fields fields)
    {
        var codes = fields.Ids("riskPoints", 100);
        foreach (var code in codes.Where(code => !riskPoints.ContainsKey(code)))
            fields.Self.Fault($"'{code}' is not a known risk point", "Add it to riskPoints or leave it out");
        return codes;
    }
}
