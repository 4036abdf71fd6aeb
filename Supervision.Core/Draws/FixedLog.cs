namespace Supervision.Core.Draws;

/// <summary>
/// −log2(u) as a whole number, so that every language gets the same: floating point differs in the last digits from
/// library to library, and the last digit would decide who is drawn.
/// </summary>
public static class FixedLog
{
    /// <summary>Binary digits after the point.</summary>
    public const int FractionBits = 48;

    /// <summary>
    /// floor(−log2(x / 2^64) · 2^48) for x from 1 to 2^64, found digit by digit: squaring doubles a logarithm.
    /// </summary>
    /// <param name="x">2^64 itself is written 0.</param>
    public static ulong MinusLog2(ulong x)
    {
        if (x == 0)
        {
            return 0;
        }

        var whole = 63 - int.CreateTruncating(ulong.LeadingZeroCount(x));
        var mantissa = x << (63 - whole); // 1 to 2, with 63 digits after the point
        ulong fraction = 0;
        for (var i = 0; i < FractionBits; i++)
        {
            var square = (UInt128)mantissa * mantissa >> 63;
            fraction <<= 1;
            if (square >> 64 != 0)
            {
                fraction |= 1;
                square >>= 1;
            }

            mantissa = (ulong)square;
        }

        var log = ((ulong)whole << FractionBits) + fraction;
        return (64UL << FractionBits) - log;
    }
}
