using System.Collections.Immutable;

namespace Supervision.Core.Scores;

/// <summary>
/// A score with everything it was computed from. Shares that have no value (nothing was rated, say) leave the account,
/// and the others take their place; points are added at the end. Rounded once, at the end, to a tenth, halves away from
/// zero (四舍五入).
/// </summary>
/// <param name="Unit">Whose.</param>
/// <param name="SchemeVersion">The scheme it was computed by.</param>
/// <param name="Score">From 0 to 100, a tenth exact; null when no share has a value.</param>
/// <param name="Areas">Areas with what they earned.</param>
public sealed record ScoreSheet(
    ScoreUnit Unit, string SchemeVersion, decimal? Score, ImmutableArray<AreaLine> Areas)
{
    private const decimal Full = 100;

    /// <summary>The score alone, for rankings: what <see cref="Of"/> gives, without the derivation.</summary>
    public static decimal? ScoreOf(ScoreScheme scheme, ScoreUnit unit, ReadOnlySpan<long> inputs)
    {
        decimal earned = 0, possible = 0, points = 0;
        foreach (var area in scheme.Areas)
        {
            decimal value = 0, weights = 0;
            foreach (var indicator in area.Indicators)
            {
                if (!indicator.Of.Contains(unit.Of) || Clamped(indicator, inputs) is not { } clamped)
                {
                    continue;
                }

                (value, weights, points) = indicator.IsShare
                    ? (value + indicator.Weight * clamped, weights + indicator.Weight, points)
                    : (value, weights, points + clamped);
            }

            if (weights > 0)
            {
                earned += area.Weight * value / weights;
                possible += area.Weight;
            }
        }

        return possible == 0 ? null : Rounded(Full * earned / possible + points);
    }

    /// <summary>The sheet of a unit.</summary>
    /// <param name="scheme">The scheme.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="inputs">Its figures by <see cref="ScoreInput.Slot"/>.</param>
    public static ScoreSheet Of(ScoreScheme scheme, ScoreUnit unit, ReadOnlySpan<long> inputs)
    {
        var areas = ImmutableArray.CreateBuilder<AreaLine>();
        var possible = 0m;
        foreach (var area in scheme.Areas)
        {
            var lines = ImmutableArray.CreateBuilder<IndicatorLine>();
            foreach (var indicator in area.Indicators.Where(one => one.Of.Contains(unit.Of)))
            {
                lines.Add(new(
                    indicator, InputsOf(indicator, inputs), indicator.Formula.Of(inputs),
                    Clamped(indicator, inputs), 0, 0));
            }

            var weights = lines.Where(line => line is { Indicator.IsShare: true, Clamped: not null })
                .Sum(line => line.Indicator.Weight);
            possible += weights > 0 ? area.Weight : 0;
            areas.Add(new(area, weights, lines.ToImmutable()));
        }

        var factor = possible == 0 ? 0 : Full / possible;
        return new(
            unit, scheme.Version, ScoreOf(scheme, unit, inputs), [.. areas.Select(area => area.Worth(factor))]);
    }

    private static decimal Rounded(decimal score) =>
        Math.Round(Math.Clamp(score, 0, Full), 1, MidpointRounding.AwayFromZero);

    private static decimal? Clamped(ScoreIndicator indicator, ReadOnlySpan<long> inputs) =>
        indicator.Formula.Of(inputs) is { } raw ? Math.Clamp(raw, indicator.Min, indicator.Max) : null;

    private static ImmutableArray<InputFigure> InputsOf(ScoreIndicator indicator, ReadOnlySpan<long> inputs)
    {
        var figures = ImmutableArray.CreateBuilder<InputFigure>(indicator.Formula.Inputs.Length);
        foreach (var input in indicator.Formula.Inputs)
        {
            figures.Add(new(input, inputs[input.Slot]));
        }

        return figures.MoveToImmutable();
    }
}

/// <summary>An area of a sheet.</summary>
/// <param name="Area">The area.</param>
/// <param name="Weights">Weights of its shares that have a value; 0 takes the area out of the account.</param>
/// <param name="Lines">Its indicators.</param>
public sealed record AreaLine(ScoreArea Area, int Weights, ImmutableArray<IndicatorLine> Lines)
{
    /// <summary>What its shares earned; exact, not rounded.</summary>
    public decimal Earned => Lines.Where(line => line.Indicator.IsShare).Sum(line => line.Points);

    /// <summary>What its shares could earn.</summary>
    public decimal Possible => Lines.Where(line => line.Indicator.IsShare).Sum(line => line.Worth);

    /// <summary>Points added or taken away.</summary>
    public decimal Points => Lines.Where(line => !line.Indicator.IsShare).Sum(line => line.Points);

    /// <summary>The area with what each line is worth.</summary>
    /// <param name="factor">What a point of a weight counts in this account, so that the worths sum to 100.</param>
    internal AreaLine Worth(decimal factor) => this with
    {
        Lines = [.. Lines.Select(line => line switch
        {
            { Clamped: null } => line,
            { Indicator.IsShare: false } => line with { Points = line.Clamped.Value },
            _ => line with
            {
                Worth = factor * Area.Weight * line.Indicator.Weight / Weights,
                Points = factor * Area.Weight * line.Indicator.Weight * line.Clamped.Value / Weights,
            },
        })],
    };
}

/// <summary>One indicator of a sheet.</summary>
/// <param name="Indicator">Formula, bounds and weight.</param>
/// <param name="Inputs">The figures it used.</param>
/// <param name="Raw">What the formula gave; null when it has no value.</param>
/// <param name="Clamped">The same within its bounds.</param>
/// <param name="Worth">Points it could earn; 0 for points and where there is no value.</param>
/// <param name="Points">Points it earned or cost.</param>
public sealed record IndicatorLine(
    ScoreIndicator Indicator, ImmutableArray<InputFigure> Inputs, decimal? Raw, decimal? Clamped, decimal Worth,
    decimal Points);

/// <summary>A figure with its value.</summary>
public sealed record InputFigure(ScoreInput Input, long Value);
