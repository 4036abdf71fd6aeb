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
/// pool, number and seed, so that anybody can do it again.
/// </summary>
public static class Lottery
{
    /// <summary>What a seed draws.</summary>
    /// <param name="rule">Checked by <see cref="PoolCheck"/>, with the pool.</param>
    /// <param name="pool">The frozen pool.</param>
    /// <param name="draw">Number of the draw.</param>
    /// <param name="seed">Its seed.</param>
    /// <returns>By stratum, then by ticket order.</returns>
    public static ImmutableArray<Drawn> Draw(DrawRule rule, DrawPool pool, string draw, string seed)
    {
        var tickets = new Tickets(seed, draw);
        var strata = rule.Strata.ToDictionary(
            stratum => stratum.Name, stratum => new SmallestOf(stratum.Count), StringComparer.Ordinal);
        for (var i = 0; i < pool.Objects.Length; i++)
        {
            var one = pool.Objects[i];
            var ticket = tickets.Of(one.Id);
            strata[one.Stratum].Offer(new(rule.Weighted ? ticket.KeyFor(one.Weight) : 0, ticket, i));
        }

        var assignment = new Assignment(rule, pool, tickets);
        return
        [
            .. rule.Strata.SelectMany(stratum => strata[stratum.Name].InOrder()).Select(entry =>
            {
                var one = pool.Objects[entry.Index];
                return new Drawn(one.Id, one.Stratum, entry.Ticket.ToString(), assignment.For(one));
            }),
        ];
    }

    /// <summary>Who is sent instead of somebody who is recused later: the next ticket among the others.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="pool">The frozen pool.</param>
    /// <param name="tickets">Tickets of the draw.</param>
    /// <param name="id">The object.</param>
    /// <param name="taken">Who is sent already, or was.</param>
    /// <returns>Null when nobody is left.</returns>
    public static string? Next(
        DrawRule rule, DrawPool pool, Tickets tickets, string id, IReadOnlyCollection<string> taken)
    {
        var one = pool.Objects.First(one => one.Id == id);
        return Eligibility.Of(rule, pool.Inspectors, one)
            .Where(inspector => !taken.Contains(inspector.Id))
            .MinBy(inspector => tickets.Of(id, inspector.Id))?.Id;
    }

    private readonly record struct Entry(UInt128 Key, Ticket Ticket, int Index) : IComparable<Entry>
    {
        public int CompareTo(Entry other)
        {
            var key = Key.CompareTo(other.Key);
            var ticket = key != 0 ? key : Ticket.CompareTo(other.Ticket);
            return ticket != 0 ? ticket : Index.CompareTo(other.Index); // ids ascend
        }
    }

    /// <summary>Keeps the smallest entries without holding the others.</summary>
    private sealed class SmallestOf(int count)
    {
        private readonly PriorityQueue<Entry, Entry> largestFirst =
            new(Comparer<Entry>.Create((one, other) => other.CompareTo(one)));

        public void Offer(Entry entry)
        {
            if (largestFirst.Count < count)
            {
                largestFirst.Enqueue(entry, entry);
            }
            else if (count > 0 && entry.CompareTo(largestFirst.Peek()) < 0)
            {
                largestFirst.EnqueueDequeue(entry, entry);
            }
        }

        public IEnumerable<Entry> InOrder() => largestFirst.UnorderedItems.Select(item => item.Element).Order();
    }
}
