namespace Supervision.Ingest.Simulation;

/// <summary>
/// A seeded source of chance: SplitMix64 (Steele, Lea, Flood 2014), so that a seed gives the same city on every
/// machine and runtime. Not safe for concurrent use.
/// </summary>
internal sealed class Dice(ulong seed)
{
    private ulong state = seed;

    /// <summary>Dice for one purpose, independent of every other purpose of the same seed.</summary>
    public static Dice For(int seed, long purpose) => new(Mix(unchecked(((ulong)seed << 40) ^ (ulong)purpose)));

    /// <summary>A whole number from 0 to <paramref name="below"/>, exclusive.</summary>
    public int Below(int below) => (int)(((UInt128)Next() * (ulong)below) >> 64);

    /// <summary>A whole number within bounds, both inclusive.</summary>
    public int Between(int from, int to) => from + Below(to - from + 1);

    /// <summary>A number from 0 to 1, exclusive.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True with the given chance.</summary>
    public bool Chance(double chance) => Unit() < chance;

    /// <summary>One of a list that is not empty.</summary>
    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    /// <summary>A span of whole seconds within bounds.</summary>
    public TimeSpan Seconds(int from, int to) => TimeSpan.FromSeconds(Between(from, to));

    /// <summary>64 bits.</summary>
    public ulong Next()
    {
        state = unchecked(state + 0x9E3779B97F4A7C15);
        return Mix(state);
    }

    private static ulong Mix(ulong z) => unchecked(
        Last((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9));

    private static ulong Last(ulong z)
    {
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return z ^ (z >> 31);
    }
}
