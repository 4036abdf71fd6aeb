using System.Collections.Concurrent;
using System.Numerics;

namespace Supervision.Silo.Journals.Identities;

/// <summary>
/// A set of identities in memory: one writer adds while any number of threads ask, without a lock. Open addressing in
/// one array, two words a key; the low word is written last, so a key is seen whole or not at all.
/// </summary>
internal sealed class IdentityTable
{
    private const int SlotsMin = 1024;
    private readonly ConcurrentDictionary<UInt128, byte> withoutLowWord = []; // 0 marks a free slot
    private ulong[] words = new ulong[2 * SlotsMin];
    private int inWords;

    /// <summary>Keys in the set.</summary>
    public int Count => inWords + withoutLowWord.Count;

    /// <summary>Adds a key other than zero; false when it was there. For the one writer.</summary>
    public bool Add(UInt128 key)
    {
        if ((ulong)key == 0)
            return withoutLowWord.TryAdd(key, 0);

        if ((inWords + 1) * 3L > words.Length) // two words a slot: at most two thirds full
            Grow();

        if (!Put(words, key))
            return false;

        inWords++;
        return true;
    }

    /// <summary>Whether the key was added. For any thread.</summary>
    public bool Contains(UInt128 key)
    {
        var low = (ulong)key;
        if (low == 0)
            return withoutLowWord.ContainsKey(key);

        var high = (ulong)(key >> 64);
        var slots = Volatile.Read(ref words);
        for (var at = Start(low, high, slots.Length); ; at = (at + 2) & (slots.Length - 1))
        {
            var found = Volatile.Read(ref slots[at]);
            if (found == 0)
                return false;

            if (found == low && slots[at + 1] == high)
                return true;
        }
    }

    /// <summary>All keys in ascending order.</summary>
    public UInt128[] ToSortedArray()
    {
        var keys = new UInt128[Count];
        withoutLowWord.Keys.CopyTo(keys, 0);
        var count = withoutLowWord.Count;
        for (var at = 0; at < words.Length; at += 2)
        {
            if (words[at] != 0)
                keys[count++] = new UInt128(words[at + 1], words[at]);
        }

        Array.Sort(keys);
        return keys;
    }

    private static int Start(ulong low, ulong high, int length) =>
        (int)((low ^ high) * 0x9E3779B97F4A7C15 >> (65 - BitOperations.Log2((uint)length))) << 1;

    private static bool Put(ulong[] slots, UInt128 key)
    {
        var low = (ulong)key;
        var high = (ulong)(key >> 64);
        var at = Start(low, high, slots.Length);
        while (slots[at] != 0)
        {
            if (slots[at] == low && slots[at + 1] == high)
                return false;

            at = (at + 2) & (slots.Length - 1);
        }

        slots[at + 1] = high;
        Volatile.Write(ref slots[at], low);
        return true;
    }

    private void Grow()
    {
        var larger = new ulong[2 * words.Length];
        for (var at = 0; at < words.Length; at += 2)
        {
            if (words[at] != 0)
                Put(larger, new UInt128(words[at + 1], words[at]));
        }

        Volatile.Write(ref words, larger);
    }
}
