using System.Collections.Immutable;

namespace Supervision.Core.Draws;

/// <summary>How likely objects are to be drawn, by stratum and weight: stated as soon as a pool is frozen.</summary>
/// <param name="Strata">By name.</param>
public sealed record Odds(ImmutableSortedDictionary<string, StratumOdds> Strata)
{
    /// <summary>Of a pool that <see cref="PoolCheck"/> found nothing wrong with.</summary>
    /// <param name="rule">How is drawn.</param>
    /// <param name="objects">Every object; read once.</param>
    public static Odds Of(DrawRule rule, IEnumerable<PoolObject> objects)
    {
        var weights = rule.Strata.ToDictionary(
            stratum => stratum.Name, _ => new Dictionary<int, int>(), StringComparer.Ordinal);
        foreach (var one in objects)
        {
            var known = weights[one.Stratum];
            known[one.Weight] = known.GetValueOrDefault(one.Weight) + 1;
        }

        return new(rule.Strata.ToImmutableSortedDictionary(
            stratum => stratum.Name,
            stratum => StratumOdds.Of(stratum.Count, weights[stratum.Name]), StringComparer.Ordinal));
    }

    /// <summary>Probability of an object of the pool, 0 to 1.</summary>
    public double Of(PoolObject one) => Strata[one.Stratum].Weights[one.Weight].Probability;
}

/// <summary>The same of one stratum.</summary>
/// <param name="Objects">Objects in it.</param>
/// <param name="Count">Objects drawn.</param>
/// <param name="Weights">By weight.</param>
public sealed record StratumOdds(int Objects, int Count, ImmutableSortedDictionary<int, WeightOdds> Weights)
{
    internal static StratumOdds Of(int count, Dictionary<int, int> weights)
    {
        var stated = weights.Count == 0
            ? ImmutableSortedDictionary<int, double>.Empty
            : Probability.Of(weights, count);
        return new(weights.Values.Sum(), count, stated.ToImmutableSortedDictionary(
            pair => pair.Key, pair => new WeightOdds(weights[pair.Key], pair.Value)));
    }
}

/// <summary>The same of one weight.</summary>
/// <param name="Objects">Objects that have it.</param>
/// <param name="Probability">Of each to be drawn, 0 to 1.</param>
public sealed record WeightOdds(int Objects, double Probability);
