using Supervision.Core.Facts;
using Supervision.Core.Ports;

namespace Supervision.Tests.Simulation;

/// <summary>
/// One sender. Sends what has happened, in batches of any size and almost any order, some of it again, and whatever was
/// not acknowledged until it is.
/// </summary>
internal sealed class SimulatedClient(IReadOnlyList<Fact> facts, Random chance)
{
    private readonly List<Fact> backlog = [.. facts];

    /// <summary>Identities it was told are durable.</summary>
    public HashSet<UInt128> Acknowledged { get; } = [];

    public bool IsDone => backlog.Count == 0;

    /// <summary>
    /// Sends facts up to an instant, a few batches at most; ends early when the system cannot take them.
    /// </summary>
    public async Task SendAsync(IEngine engine, DateTimeOffset upTo)
    {
        for (var batches = chance.Next(1, 4); batches > 0; batches--)
        {
            var ready = backlog.FindAll(fact => fact.OccurredAt <= upTo);
            if (ready.Count == 0)
            {
                return;
            }

            var batch = chance.GetItems(ready.ToArray(), chance.Next(1, 12)); // with repetitions
            if (!await TrySendAsync(engine, batch))
            {
                return;
            }
        }
    }

    private async Task<bool> TrySendAsync(IEngine engine, Fact[] batch)
    {
        try
        {
            var receipt = await engine.SubmitAsync(
                batch, chance.Next(2) == 0 ? Patience.Wait : Patience.Fail, CancellationToken.None);
            Assert.Equal(batch.Length, receipt.Accepted + receipt.Duplicates);
            Acknowledged.UnionWith(batch.Select(fact => fact.Identity));
            if (chance.Next(4) > 0)
            {
                backlog.RemoveAll(fact => Acknowledged.Contains(fact.Identity)); // else it sends some of them again
            }

            return true;
        }
        catch (Exception exception) when (exception is EngineBusyException or JournalUnavailableException)
        {
            return false;
        }
    }
}
