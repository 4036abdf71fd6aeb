using Supervision.Core.Ports;

namespace Supervision.Silo.Embedded;

/// <summary>
/// Lets each (source, id) through once, whatever shard its subject belongs to. The journal knows what is durable; this
/// knows what is on its way. Safe for concurrent use.
/// </summary>
internal sealed class IdentityGate(IJournal journal)
{
    private readonly Lock gate = new();
    private readonly Dictionary<UInt128, Task> underWay = [];

    /// <summary>Claims an identity for a batch.</summary>
    /// <param name="identity">Of the fact.</param>
    /// <param name="durable">Completes when what the batch claims is durable, fails when it will not be.</param>
    /// <param name="earlier">When the claim fails because another batch holds it: that batch's task; else null.</param>
    /// <returns>False for a duplicate.</returns>
    public bool TryClaim(UInt128 identity, Task durable, out Task? earlier)
    {
        lock (gate)
        {
            if (!underWay.TryAdd(identity, durable))
            {
                earlier = underWay[identity];
                return false;
            }
        }

        // The claim comes first and the look second: a claim is given up only after the journal knows, so whoever was
        // under way a moment ago is seen here.
        earlier = null;
        if (!journal.Knows(identity))
        {
            return true;
        }

        lock (gate)
        {
            underWay.Remove(identity);
        }

        return false;
    }

    /// <summary>Gives claims up, once the journal knows them or they have failed.</summary>
    public void Release(List<UInt128> identities)
    {
        lock (gate)
        {
            foreach (var identity in identities)
            {
                underWay.Remove(identity);
            }
        }
    }
}
