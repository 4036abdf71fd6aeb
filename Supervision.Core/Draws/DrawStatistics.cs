using System.Collections.Immutable;

namespace Supervision.Core.Draws;

/// <summary>How often an object was drawn, beside how often chance would have it.</summary>
/// <param name="Id">The object.</param>
/// <param name="Pools">Draws whose pool held it.</param>
/// <param name="Expected">Sum of its probabilities in them.</param>
/// <param name="Actual">Draws that drew it.</param>
/// <param name="Variance">Sum of p·(1 − p).</param>
public sealed record ObjectFrequency(string Id, int Pools, double Expected, int Actual, double Variance)
{
    /// <summary>Standard deviations between actual and expected; 0 where chance has no say.</summary>
    public double Sigmas => Variance > 0 ? (Actual - Expected) / Math.Sqrt(Variance) : 0;
}

/// <summary>
/// What all draws show together. A single fair draw can look like anything; a lottery that is bent draws some objects
/// more often than their probabilities say (large chi-square), and one that takes turns draws them too evenly (small).
/// </summary>
/// <param name="Draws">Draws that were counted.</param>
/// <param name="Objects">Every object of their pools, the farthest from its expectation first.</param>
public sealed record DrawStatistics(int Draws, ImmutableArray<ObjectFrequency> Objects)
{
    /// <summary>Objects that were drawn at least once.</summary>
    public int Covered => Objects.Count(one => one.Actual > 0);

    /// <summary>
    /// Σ (actual − expected)² / variance over the objects that chance decides on, times (k − 1)/k for the one number
    /// that is fixed: how many are drawn. Near <see cref="Freedom"/> when chance was fair and each object was in
    /// several pools.
    /// </summary>
    public double ChiSquare => Freedom > 0
        ? Objects.Sum(one => one.Sigmas * one.Sigmas) * Freedom / (Freedom + 1)
        : 0;

    /// <summary>Its degrees of freedom: those objects but one.</summary>
    public int Freedom => Math.Max(0, Objects.Count(one => one.Variance > 0) - 1);

    /// <summary>
    /// The same as standard deviations of a normal distribution (Wilson and Hilferty, 1931): beyond ±4 no fair lottery
    /// comes once in ten thousand times.
    /// </summary>
    public double Deviation
    {
        get
        {
            if (Freedom == 0)
            {
                return 0;
            }

            var spread = 2 / (9.0 * Freedom);
            return (Math.Cbrt(ChiSquare / Freedom) - (1 - spread)) / Math.Sqrt(spread);
        }
    }

    /// <summary>Counts draws that were carried out.</summary>
    public static DrawStatistics Of(
        IEnumerable<(DrawRule Rule, DrawPool Pool, ImmutableArray<Drawn> Drawn)> draws)
    {
        var counted = 0;
        Dictionary<string, ObjectFrequency> all = new(StringComparer.Ordinal);
        foreach (var (rule, pool, drawn) in draws)
        {
            counted++;
            var chosen = drawn.Select(one => one.Object).ToHashSet(StringComparer.Ordinal);
            var odds = Odds.Of(rule, pool.Objects);
            foreach (var one in pool.Objects)
            {
                var p = odds.Of(one);
                var known = all.GetValueOrDefault(one.Id) ?? new ObjectFrequency(one.Id, 0, 0, 0, 0);
                all[one.Id] = known with
                {
                    Pools = known.Pools + 1,
                    Expected = known.Expected + p,
                    Actual = known.Actual + (chosen.Contains(one.Id) ? 1 : 0),
                    Variance = known.Variance + (p * (1 - p)),
                };
            }
        }

        return new(counted,
        [
            .. all.Values.OrderByDescending(one => Math.Abs(one.Sigmas))
                .ThenBy(one => one.Id, StringComparer.Ordinal),
        ]);
    }
}
