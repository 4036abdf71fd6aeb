using System.Buffers.Binary;

namespace Supervision.Silo.Journals.Identities;

/// <summary>Reads several runs as one ascending sequence, and decides which runs that is worth doing for.</summary>
internal static class IdentityMerge
{
    private const int BufferKeys = 1 << 14;

    /// <summary>
    /// First of the newest runs to merge, all to the end; or -1. Runs of one size class are merged once there are
    /// <paramref name="factor"/> of them, so that their number grows with the logarithm of the keys.
    /// </summary>
    public static int Choose(IReadOnlyList<IdentityRun> runs, int keysInMemoryMax, int factor)
    {
        var start = runs.Count;
        for (var level = 0; start > 0; level++)
        {
            var smallerFrom = start;
            while (start > 0 && LevelOf(runs[start - 1].Header.Count, keysInMemoryMax, factor) <= level)
                start--;

            if (smallerFrom - start >= factor)
                return start;
        }

        return -1;
    }

    /// <summary>The range that adjacent runs cover together.</summary>
    public static IdentityRange Join(IReadOnlyList<IdentityRun> runs) =>
        runs[^1].Header.Range with { From = runs[0].Header.Range.From };

    /// <summary>All keys, ascending; as many as the runs hold together.</summary>
    public static IEnumerable<UInt128> Keys(IReadOnlyList<IdentityRun> runs)
    {
        var next = new PriorityQueue<Cursor, UInt128>();
        foreach (var cursor in runs.Select(run => new Cursor(run)).Where(cursor => cursor.Move()))
            next.Enqueue(cursor, cursor.Key);

        while (next.TryPeek(out var lowest, out var key))
        {
            yield return key;
            if (lowest.Move())
                next.DequeueEnqueue(lowest, lowest.Key);
            else
                next.Dequeue();
        }
    }

    private static int LevelOf(long count, int keysInMemoryMax, int factor)
    {
        var level = 0;
        for (var left = count; left > 2L * keysInMemoryMax; left /= factor)
            level++;

        return level;
    }

    private sealed class Cursor(IdentityRun run)
    {
        private readonly byte[] buffer = new byte[BufferKeys * IdentityRunHeader.KeyBytes];
        private long read;
        private int count;
        private int at = -1;

        public UInt128 Key => BinaryPrimitives.ReadUInt128BigEndian(buffer.AsSpan(at * IdentityRunHeader.KeyBytes));

        public bool Move()
        {
            if (++at < count)
                return true;

            at = 0;
            count = run.ReadKeys(read, buffer);
            read += count;
            return count > 0;
        }
    }
}
