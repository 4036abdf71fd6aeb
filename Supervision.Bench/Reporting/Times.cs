namespace Supervision.Bench.Reporting;

/// <summary>How long many like things took, in milliseconds.</summary>
internal sealed class Times
{
    private readonly double[] sorted;

    public Times(IEnumerable<double> milliseconds) => sorted = [.. milliseconds.Order()];

    /// <summary>The least time that so many, from 0 to 1, did not exceed.</summary>
    public double At(double share) => sorted[Math.Min(sorted.Length - 1, (int)Math.Ceiling(share * sorted.Length) - 1)];

    /// <summary>The longest.</summary>
    public double Longest => sorted[^1];
}
