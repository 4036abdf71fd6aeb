using System.Runtime.CompilerServices;

namespace Supervision.Ingest.Simulation;

/// <summary>How busy the generated city is, and how well it behaves.</summary>
public sealed record CityFeedOptions
{
    /// <summary>Names the city's chance: equal seeds and rules give equal facts. Default 20181224.</summary>
    public int Seed { get; init; } = 20181224;

    /// <summary>
    /// Cases on an average working day, from 1 to 20 000; default 120, which with windows and staff makes some 1 400
    /// facts. The busiest document has 1.4 million a year (S0), that is 5 600.
    /// </summary>
    public int CasesPerDay { get; init; } = 120;

    /// <summary>
    /// Share of immediate cases, from 0 to 1; default 0.55. Documents speak of 80 to 95 % (S0, S2); a demonstration
    /// wants more of the cases that have a course.
    /// </summary>
    public double ImmediateShare { get; init; } = 0.55;

    /// <summary>
    /// Scales everything that breaks a rule, from 0 (a perfect city) to 10; default 1, where about one promised case
    /// in six has something wrong and one in thirty is late.
    /// </summary>
    public double Misconduct { get; init; } = 1;

    /// <summary>Facts per second of the live stream, from 0.1 to 1000; default 8.</summary>
    public double LiveFactsPerSecond { get; init; } = 8;

    /// <summary>Time between two batches of the live stream; default 250 ms.</summary>
    public TimeSpan LiveInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <exception cref="ArgumentOutOfRangeException">A value is out of its bounds.</exception>
    internal void Check()
    {
        Within(CasesPerDay, 1, 20_000);
        Within(ImmediateShare, 0, 1);
        Within(Misconduct, 0, 10);
        Within(LiveFactsPerSecond, 0.1, 1000);
        Within(LiveInterval.TotalSeconds, 0.01, 60);
    }

    private static void Within(
        double value, double min, double max, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        // Written so that NaN is out of bounds too.
        if (value >= min && value <= max) return;
        throw new ArgumentOutOfRangeException(nameof(value), value, $"{name} should be from {min} to {max}.");
    }
}
