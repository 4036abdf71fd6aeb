using System.Collections.Immutable;
using Supervision.Core.Scores;
using Supervision.Core.Scores.Formulas;

namespace Supervision.Core.Rules.Json;

/// <summary>Reads how units are scored.</summary>
internal static class ScoreSection
{
    private const int AreasMax = 20;
    private const int IndicatorsMax = 50;
    private const int SampleMax = 10_000;
    private const int PointsMax = 100;
    private const int ExcellentMax = 1000;
    private const int Full = 100;

    /// <summary>The scheme, over the default.</summary>
    public static ScoreScheme Read(Place? place)
    {
        var defaults = DefaultScheme.Scheme;
        if (place?.Object("scores") is not { } fields) return defaults;
        return new()
        {
            SampleMin = fields.Optional("sampleMin")?.Whole(1, SampleMax) ?? defaults.SampleMin,
            AnnualDepartment = fields.Optional("annualDepartment")?.Whole(0, PointsMax) ?? defaults.AnnualDepartment,
            AnnualTown = fields.Optional("annualTown")?.Whole(0, PointsMax) ?? defaults.AnnualTown,
            ExcellentWindows = fields.Optional("excellentWindows")?.Whole(0, ExcellentMax) ?? defaults.ExcellentWindows,
            HonourMin = fields.Optional("honourMin")?.Whole(0, Full) ?? defaults.HonourMin,
            Areas = fields.Optional("areas") is { } areas ? ReadAreas(areas) : defaults.Areas,
        };
    }

    private static ImmutableArray<ScoreArea> ReadAreas(Place list)
    {
        var before = list.Faults.Count;
        var areas = list.Elements(AreasMax).Select(ReadArea).OfType<ScoreArea>().ToImmutableArray();
        if (list.Faults.Count > before) return areas; // what could not be read would make the sum a second, false fault
        var sum = areas.Sum(area => area.Weight);
        if (sum != Full) list.Fault($"has weights that sum to {sum}", $"Let the weights of the areas sum to {Full}");
        Repeated(list, "area", areas.Select(area => area.Id));
        Repeated(list, "indicator", areas.SelectMany(area => area.Indicators).Select(indicator => indicator.Id));
        return areas;
    }

    private static void Repeated(Place list, string what, IEnumerable<string> ids)
    {
        foreach (var id in ids.GroupBy(id => id, StringComparer.Ordinal).Where(same => same.Count() > 1))
            list.Fault($"repeats the {what} '{id.Key}'", "Give each its own identifier");
    }

    private static ScoreArea? ReadArea(Place place)
    {
        if (place.Object("area") is not { } fields) return null;
        var (id, name) = (fields.Id("id"), fields.Name("name"));
        var english = fields.Optional("nameEnglish")?.Text(Fields.NameMax);
        var weight = fields.Required("weight", $"Write its points out of {Full}")?.Whole(1, Full);
        var indicators = fields.Required("indicators", "List what the area consists of") is { } list
            ? list.Elements(IndicatorsMax).Select(ReadIndicator).OfType<ScoreIndicator>().ToImmutableArray()
            : [];
        return id is null || name is null || weight is null
            ? null
            : new(id, name, english ?? name, weight.Value, indicators);
    }

    private static ScoreIndicator? ReadIndicator(Place place)
    {
        if (place.Object("indicator") is not { } fields) return null;
        var (id, name) = (fields.Id("id"), fields.Name("name"));
        var english = fields.Optional("nameEnglish")?.Text(Fields.NameMax);
        var formula = ReadFormula(fields.Required("formula", "Write how it is computed, such as rate(a, b)"));
        var weight = fields.Optional("weight")?.Whole(1, Full) ?? 0;
        var min = fields.Optional("min")?.Decimal(-Full, Full) ?? (weight > 0 ? 0 : -Full);
        var max = fields.Optional("max")?.Decimal(-Full, Full) ?? (weight > 0 ? 1 : Full);
        if (min > max) place.Fault($"has the least value {min} above the greatest {max}", "Swap min and max");
        if (weight > 0 && (min < 0 || max > 1))
            place.Fault("is a share outside 0 to 1", "Keep min and max within 0 and 1, or leave out the weight");
        var of = ReadOf(fields.Optional("of"));
        return id is null || name is null || formula is null
            ? null
            : new(id, name, english ?? name, formula, min, max, weight, of);
    }

    private static Formula? ReadFormula(Place? place)
    {
        if (place is not { } given || given.Text(Formula.LengthMax) is not { } text) return null;
        var (formula, fault) = Formula.Read(text);
        if (fault is not null)
            given.Fault($"'{text}' has a fault at {fault}", "Mend it there");
        return formula;
    }

    private static ImmutableArray<ScoreOf> ReadOf(Place? place)
    {
        if (place is not { } list) return [.. Enum.GetValues<ScoreOf>()];
        var of = list.Elements(Enum.GetValues<ScoreOf>().Length).Select(element => element.Choice<ScoreOf>())
            .OfType<ScoreOf>().ToImmutableArray();
        if (of.IsEmpty) list.Fault("is empty", "Name who is scored by it, or leave it out for everybody");
        return of;
    }
}
