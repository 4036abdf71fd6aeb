using Supervision.Core.Facts;

namespace Supervision.Ingest.Feeds;

/// <summary>
/// Some consecutive events of a body: those that are facts, and those that are not with the reason. Not thread-safe.
/// </summary>
public sealed class FactBatch
{
    private readonly List<Fact> facts = [];
    private readonly List<long> indexes = [];
    private readonly List<Rejection> faults = [];

    /// <summary>The facts in the order of the body.</summary>
    public IReadOnlyList<Fact> Facts => facts;

    /// <summary>What was not taken, and why.</summary>
    public IReadOnlyList<Rejection> Faults => faults;

    /// <summary>Facts and faults together.</summary>
    public int Count => facts.Count + faults.Count;

    /// <summary>Adds a fact with its place in the body.</summary>
    internal void Add(long index, Fact fact)
    {
        facts.Add(fact);
        indexes.Add(index);
    }

    /// <summary>Adds a fault.</summary>
    internal void Add(Rejection fault) => faults.Add(fault);

    /// <summary>Turns facts for which <paramref name="check"/> has a reason into faults.</summary>
    public void Screen(FactCheck check)
    {
        var kept = 0;
        for (var i = 0; i < facts.Count; i++)
        {
            if (check(facts[i]) is { } reason)
            {
                faults.Add(Rejection.Of(indexes[i], facts[i].Id, reason));
                continue;
            }

            facts[kept] = facts[i];
            indexes[kept++] = indexes[i];
        }

        facts.RemoveRange(kept, facts.Count - kept);
        indexes.RemoveRange(kept, indexes.Count - kept);
    }
}

/// <summary>Judges a fact before it is submitted.</summary>
/// <returns>
/// Null when it may pass, else the field at fault and why: <c>"data.promised.amount: must be 1 to 10000"</c>.
/// </returns>
public delegate string? FactCheck(Fact fact);
