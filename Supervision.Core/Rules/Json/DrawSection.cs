using System.Collections.Immutable;
using Supervision.Core.Draws;
using Supervision.Core.Reading;

namespace Supervision.Core.Rules.Json;

/// <summary>Reads the yearly plan of spot-checks.</summary>
internal static class DrawSection
{
    private const int LinesMax = 200;
    private const int TimesMax = 12;
    private const int PerObjectDefault = 2;
    private const decimal PercentMin = 0.0001m;

    /// <summary>The lines in the order of the text; none by default.</summary>
    public static ImmutableArray<DrawLine> Read(Place? place)
    {
        var lines = ImmutableArray.CreateBuilder<DrawLine>();
        foreach (var element in place?.Elements(LinesMax) ?? [])
        {
            if (ReadLine(element) is not { } line) continue;
            if (lines.Any(other => other.Id == line.Id)) element.Fault($"repeats '{line.Id}'", "List each line once");
            else lines.Add(line);
        }

        return lines.ToImmutable();
    }

    private static DrawLine? ReadLine(Place place)
    {
        if (place.Object("drawLine") is not { } fields) return null;
        var (id, name) = (fields.Id("id"), fields.Name("name"));
        var kind = fields.Required("kind", "Say what is drawn from, such as windows")?.Choice<DrawKind>();
        var grade = fields.Optional("grade")?.Choice("A", "B", "C");
        if (grade is not null && kind is not null and not DrawKind.Cases)
            place.Fault("has a grade without cases", "Leave 'grade' out, or draw from cases");
        var times = fields.Required("timesPerYear", "Say how often a year")?.Whole(1, TimesMax);
        if (times is { } given && TimesMax % given != 0)
            place.Fault($"{given} draws do not divide the year", "Choose 1, 2, 3, 4, 6 or 12");
        var percent = fields.Required("percent", "Say which share of the pool is drawn")?.Decimal(PercentMin, 100);
        var perObject = fields.Optional("perObject")?.Whole(0, DrawRule.PerObjectMax) ?? PerObjectDefault;
        return id is null ? null : new(id, name ?? "", kind ?? default, grade, times ?? 1, percent ?? 1, perObject);
    }
}
