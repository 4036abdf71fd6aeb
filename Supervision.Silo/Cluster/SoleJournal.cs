using Supervision.Core.Entities;
using Supervision.Core.Ports;
using Supervision.Silo.Runtime;

namespace Supervision.Silo.Cluster;

/// <summary>
/// A journal with one writing process, for grains: it says which facts it knows, as a shared journal does by itself,
/// and tells the followers in this process what became durable. Appends come one at a time.
/// </summary>
internal sealed class SoleJournal(IJournal journal, JournalFeed feed) : IJournal
{
    public JournalHead Head => journal.Head;

    public ValueTask<JournalHead> RefreshAsync(CancellationToken cancellationToken) =>
        journal.RefreshAsync(cancellationToken);

    public async ValueTask<long> AppendAsync(IReadOnlyList<JournalTurn> turns, CancellationToken cancellationToken)
    {
        RequireNewFacts(turns);
        var first = await journal.AppendAsync(turns, cancellationToken);
        feed.Wake(); // not published: entries are numbered as they are written, and are read back as such
        return first;
    }

    public ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(
        long afterSequence, int limit, CancellationToken cancellationToken) =>
        journal.ReadAsync(afterSequence, limit, cancellationToken);

    public ValueTask<IReadOnlyList<JournalEntry>> ReadStreamAsync(
        StreamId stream, long lastSequence, long afterVersion, CancellationToken cancellationToken) =>
        journal.ReadStreamAsync(stream, lastSequence, afterVersion, cancellationToken);

    public bool Knows(UInt128 identity) => journal.Knows(identity);

    public ValueTask DisposeAsync() => default; // whoever opened it closes it

    private void RequireNewFacts(IReadOnlyList<JournalTurn> turns)
    {
        HashSet<UInt128> seen = [];
        List<int> known = [];
        for (var i = 0; i < turns.Count; i++)
        {
            var identity = turns[i].Identity;
            if (identity != UInt128.Zero && (!seen.Add(identity) || journal.Knows(identity)))
            {
                known.Add(i);
            }
        }

        if (known.Count > 0)
        {
            throw new JournalDuplicateException($"{known.Count} of {turns.Count} turns are of known facts.", known);
        }
    }
}
