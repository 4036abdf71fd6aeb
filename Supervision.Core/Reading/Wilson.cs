namespace Supervision.Core.Reading;

/// <summary>
/// The 95 % score interval of a share (Wilson 1927): it stays within 0 and 1 and is honest about small samples.
/// </summary>
public static class Wilson
{
    /// <summary>The two-sided 95 % quantile of the normal distribution.</summary>
    private const double Z = 1.959963984540054;

    /// <summary>The interval; null when there is nothing to judge.</summary>
    /// <param name="numerator">From 0 to <paramref name="denominator"/>.</param>
    /// <param name="denominator">How many were judged.</param>
    public static Interval? Of(long numerator, long denominator)
    {
        if (denominator <= 0)
        {
            return null;
        }

        var share = (double)numerator / denominator;
        var squared = Z * Z / denominator;
        var centre = share + squared / 2;
        var reach = Z * Math.Sqrt(share * (1 - share) / denominator + squared / (4 * denominator));
        return new(
            numerator == 0 ? 0 : (centre - reach) / (1 + squared),
            numerator == denominator ? 1 : (centre + reach) / (1 + squared));
    }
}

/// <summary>Bounds of a share, from 0 to 1.</summary>
public readonly record struct Interval(double Low, double High);
