using System.Collections.Immutable;

namespace Supervision.Core.Draws;

/// <summary>An object that was drawn.</summary>
/// <param name="Object">Its id.</param>
/// <param name="Stratum">Its stratum.</param>
/// <param name="Ticket">Its ticket.</param>
/// <param name="Inspectors">Who is sent, in the order they were drawn.</param>
public sealed record Drawn(string Object, string Stratum, string Ticket, ImmutableArray<string> Inspectors);

/// <summary>
/// Draws: of each stratum the objects with the smallest keys, then for each the inspectors. A pure function of rule,
/// pool, number and seed, so that anybody can do it again. Objects need not be in memory: only those that may still win
/// are kept.
/// </summary>
public static class Lottery
{
    /// <summary>Below, several threads would take longer than one.</summary>
    private const int ParallelFrom = 10_000;

    /// <summary>What a seed draws out of a pool in memory.</summary>
    /// <param name="rule">Checked by <see cref="PoolCheck"/>, with the pool.</param>
    /// <param name="pool">The frozen pool.</param>
    /// <param name="draw">Number of the draw.</param>
    /// <param name="seed">Its seed.</param>
    /// <returns>By stratum, then by ticket order.</returns>
    public static ImmutableArray<Drawn> Draw(DrawRule rule, DrawPool pool, string draw, string seed) =>
        Draw(rule, pool.Objects, pool.Inspectors, draw, seed);

    /// <summary>What a seed draws, wherever the objects come from: each is looked at once, in any order.</summary>
    /// <param name="rule">Checked by <see cref="PoolCheck"/>, with the pool.</param>
    /// <param name="objects">Every object of the frozen pool; read by one thread at a time.</param>
    /// <param name="inspectors">Its inspectors.</param>
    /// <param name="draw">Number of the draw.</param>
    /// <param name="seed">Its seed.</param>
    /// <returns>By stratum, then by ticket order.</returns>
    public static ImmutableArray<Drawn> Draw(
        DrawRule rule, IEnumerable<PoolObject> objects, ImmutableArray<Inspector> inspectors, string draw, string seed)
    {
        Winners Begin() => new(rule, new Tickets(seed, draw));
        var winners = objects.TryGetNonEnumeratedCount(out var count) && count < ParallelFrom
            ? objects.Aggregate(Begin(), (sofar, one) => sofar.Offer(one))
            : objects.AsParallel().Aggregate(
                Begin, (sofar, one) => sofar.Offer(one), (some, others) => some.Join(others), all => all);
        var assignment = new Assignment(rule, inspectors, new Tickets(seed, draw));
        return
        [
            .. winners.InOrder().Select(entry => new Drawn(
                entry.Object.Id, entry.Object.Stratum, entry.Ticket.ToString(), assignment.For(entry.Object))),
        ];
    }

    /// <summary>Who is sent instead of somebody who is recused later: the next ticket among the others.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="inspectors">Inspectors of the frozen pool.</param>
    /// <param name="tickets">Tickets of the draw.</param>
    /// <param name="one">The object.</param>
    /// <param name="taken">Who is sent already, or was.</param>
    /// <returns>Null when nobody is left.</returns>
    public static string? Next(
        DrawRule rule, ImmutableArray<Inspector> inspectors, Tickets tickets, PoolObject one,
        IReadOnlyCollection<string> taken) => Eligibility.Of(rule, inspectors, one)
        .Where(inspector => !taken.Contains(inspector.Id))
        .MinBy(inspector => tickets.Of(one.Id, inspector.Id))?.Id;

    private readonly record struct Entry(UInt128 Key, Ticket Ticket, PoolObject Object) : IComparable<Entry>
    {
        public int CompareTo(Entry other)
        {
            var order = Key.CompareTo(other.Key);
            order = order != 0 ? order : Ticket.CompareTo(other.Ticket);
            return order != 0 ? order : string.CompareOrdinal(Object.Id, other.Object.Id);
        }
    }

    /// <summary>The smallest entries of every stratum so far: the same whoever offers what when.</summary>
    private sealed class Winners(DrawRule rule, Tickets tickets)
    {
        private readonly Dictionary<string, SmallestOf> strata = rule.Strata.ToDictionary(
            stratum => stratum.Name, stratum => new SmallestOf(stratum.Count), StringComparer.Ordinal);

        public Winners Offer(PoolObject one)
        {
            var ticket = tickets.Of(one.Id);
            strata[one.Stratum].Offer(new(rule.Weighted ? ticket.KeyFor(one.Weight) : 0, ticket, one));
            return this;
        }

        public Winners Join(Winners others)
        {
            foreach (var (name, entries) in others.strata)
            {
                foreach (var entry in entries.Entries)
                {
                    strata[name].Offer(entry);
                }
            }

            return this;
        }

        public IEnumerable<Entry> InOrder() => rule.Strata.SelectMany(stratum => strata[stratum.Name].Entries.Order());
    }

    /// <summary>Keeps the smallest entries without holding the others.</summary>
    private sealed class SmallestOf(int count)
    {
        private static readonly Comparer<Entry> LargestFirst =
            Comparer<Entry>.Create((one, other) => other.CompareTo(one));

        private readonly PriorityQueue<byte, Entry> kept = new(LargestFirst);

        public IEnumerable<Entry> Entries => kept.UnorderedItems.Select(item => item.Priority);

        public void Offer(Entry entry)
        {
            if (kept.Count < count)
            {
                kept.Enqueue(0, entry);
            }
            else if (kept.TryPeek(out _, out var largest) && entry.CompareTo(largest) < 0)
            {
                kept.DequeueEnqueue(0, entry);
            }
        }
    }
}
