namespace Supervision.Silo.Journals.Identities;

/// <summary>
/// A Bloom filter in blocks of one cache line (Putze, Sanders, Singler 2007): most questions about a run are answered
/// "no" by one line. Blocks follow the order of the keys, so a filter is written while sorted keys stream by.
/// About one unknown key in 150 passes.
/// </summary>
internal static class IdentityFilter
{
    /// <summary>Words of one block: 64 bytes.</summary>
    public const int BlockWords = 8;

    private const int BitsPerKey = 12;
    private const int Probes = 7;

    /// <summary>Blocks for a number of keys.</summary>
    public static long BlocksFor(long keys) => keys * BitsPerKey / (BlockWords * 64) + 1;

    /// <summary>The block of a key; never falls while keys rise.</summary>
    public static long BlockOf(UInt128 key, long blocks) =>
        (long)Math.BigMul((ulong)(key >> 64), (ulong)blocks, out _);

    /// <summary>Adds a key to its block.</summary>
    public static void Add(Span<ulong> block, UInt128 key)
    {
        var bits = Mix(key);
        for (var probe = 0; probe < Probes; probe++, bits >>= 9)
            block[(int)(bits >> 6 & 7)] |= 1UL << (int)(bits & 63);
    }

    /// <summary>Whether a key may have been added to its block.</summary>
    public static bool MayHold(ReadOnlySpan<ulong> block, UInt128 key)
    {
        var bits = Mix(key);
        for (var probe = 0; probe < Probes; probe++, bits >>= 9)
        {
            if ((block[(int)(bits >> 6 & 7)] & 1UL << (int)(bits & 63)) == 0)
                return false;
        }

        return true;
    }

    private static ulong Mix(UInt128 key)
    {
        var bits = (ulong)key * 0x9E3779B97F4A7C15;
        return (bits ^ bits >> 32) * 0xD6E8FEB86659FD93 >> 1;
    }
}
