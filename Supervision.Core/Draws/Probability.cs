using System.Collections.Immutable;

namespace Supervision.Core.Draws;

/// <summary>
/// How likely an object is to be drawn, as the page states it before anything is drawn. Without weights it is exactly
/// n/N of its stratum. With weights w the keys are exponential with rate w, and an object is drawn when fewer than n
/// others come before it: P = ∫ w·e^(−w·x) · P(others before x &lt; n) dx.
/// </summary>
public static class Probability
{
    private const int Nodes = 400;

    /// <summary>Objects times drawn up to which the integral is taken.</summary>
    private const long ExactMax = 200_000;

    /// <summary>Probability, for each weight of a stratum, to be among the <paramref name="count"/> drawn.</summary>
    /// <param name="weights">Every weight of the stratum with the number of objects that have it.</param>
    /// <param name="count">Objects drawn, from 0 to all.</param>
    public static ImmutableSortedDictionary<int, double> Of(
        IReadOnlyDictionary<int, int> weights, int count)
    {
        var all = weights.Values.Sum();
        if (count == 0 || count == all || weights.Count == 1)
        {
            return weights.Keys.ToImmutableSortedDictionary(weight => weight, _ => count / (double)all);
        }

        return (long)all * count <= ExactMax
            ? weights.Keys.ToImmutableSortedDictionary(weight => weight, weight => Integrate(weights, count, weight))
            : Threshold(weights, count);
    }

    /// <summary>By the midpoint rule in p = 1 − e^(−w·x), where the integrand is smooth.</summary>
    private static double Integrate(IReadOnlyDictionary<int, int> weights, int count, int weight)
    {
        var sum = 0.0;
        for (var node = 0; node < Nodes; node++)
        {
            var p = (node + 0.5) / Nodes;
            sum += FewerBefore(weights, count, weight, -Math.Log(1 - p) / weight);
        }

        return sum / Nodes;
    }

    /// <summary>Probability that fewer than <paramref name="count"/> others have come before x.</summary>
    private static double FewerBefore(IReadOnlyDictionary<int, int> weights, int count, int weight, double x)
    {
        var before = new double[count];
        before[0] = 1;
        foreach (var (other, objects) in weights)
        {
            var p = 1 - Math.Exp(-other * x);
            for (var i = 0; i < objects - (other == weight ? 1 : 0); i++)
            {
                for (var k = count - 1; k > 0; k--)
                {
                    before[k] = before[k] * (1 - p) + before[k - 1] * p;
                }

                before[0] *= 1 - p;
            }
        }

        return before.Sum();
    }

    /// <summary>For large strata: the instant by which as many have come as are drawn is all but certain.</summary>
    private static ImmutableSortedDictionary<int, double> Threshold(
        IReadOnlyDictionary<int, int> weights, int count)
    {
        var (low, high) = (0.0, 64.0);
        for (var i = 0; i < 200; i++)
        {
            var middle = (low + high) / 2;
            var come = weights.Sum(pair => pair.Value * (1 - Math.Exp(-pair.Key * middle)));
            (low, high) = come < count ? (middle, high) : (low, middle);
        }

        return weights.Keys.ToImmutableSortedDictionary(weight => weight, weight => 1 - Math.Exp(-weight * low));
    }
}
