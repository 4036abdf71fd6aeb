using Supervision.Core.Entities;
using Supervision.Core.Orders;
using Supervision.Core.Ports;

namespace Supervision.Silo.Reactions;

/// <summary>
/// Where reactions go on. When they are switched on, what the journal holds already is history; from then on nothing is
/// left out. That beginning is in the journal, so that a lost position neither asks people about history nor forgets
/// what came after.
/// </summary>
public sealed class ReactionStart(IEngine engine, IJournal journal, ReactionPosition position)
{
    private static readonly StreamId Stream = new(EntityKind.Reaction, "orders");

    /// <summary>The last entry that everything was done for, or nothing has to be.</summary>
    public async ValueTask<long> ReadAsync()
    {
        var done = position.Read();
        return Math.Max(done ?? 0, await BeginningAsync(done ?? journal.Head.Sequence));
    }

    private async ValueTask<long> BeginningAsync(long after)
    {
        if (await KnownAsync() is { } known)
        {
            return known;
        }

        var begin = new BeginReaction(after) { Source = "/reactions/orders", Id = "begin" };
        await engine.CommandAsync(Stream, begin, CancellationToken.None);
        return await KnownAsync() ?? after;
    }

    private async ValueTask<long?> KnownAsync() =>
        ((await engine.ReadAsync(Stream, CancellationToken.None))?.State as ReactionState)?.After;
}
