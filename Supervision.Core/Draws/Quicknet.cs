namespace Supervision.Core.Draws;

/// <summary>
/// drand's chain <c>quicknet</c>, whose rounds everybody can compute: a round every three seconds since 23 August 2023.
/// A round that is said to come later than it does would be known to whoever plans it.
/// </summary>
public static class Quicknet
{
    /// <summary>Hash of the chain.</summary>
    public const string Chain = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971";

    private const int PeriodSeconds = 3;

    private static readonly DateTimeOffset Genesis = DateTimeOffset.FromUnixTimeSeconds(1_692_803_367);
    private static readonly long RoundMax = RoundAt(DateTimeOffset.MaxValue - TimeSpan.FromDays(1)).Round;

    /// <summary>The first round that becomes known at an instant or after it.</summary>
    /// <param name="instant">From 2023 on.</param>
    public static BeaconRound RoundAt(DateTimeOffset instant)
    {
        var seconds = Math.Max(0, (instant - Genesis).TotalSeconds);
        var round = (long)Math.Ceiling(seconds / PeriodSeconds) + 1;
        return new(Chain, round, Genesis.AddSeconds((round - 1) * PeriodSeconds));
    }

    /// <summary>When a round becomes known; null when the chain is another, or there is no such round.</summary>
    public static DateTimeOffset? TimeOf(string chain, long round) =>
        chain == Chain && round >= 1 && round <= RoundMax ? Genesis.AddSeconds((round - 1) * PeriodSeconds) : null;
}
