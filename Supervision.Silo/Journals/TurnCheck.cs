using Supervision.Core.Entities;
using Supervision.Core.Ports;

namespace Supervision.Silo.Journals;

/// <summary>
/// Refuses turns that contradict themselves or each other. That the newest durable entry of a stream is really the
/// previous one is the engine's promise, since asking the disk for each turn would cost more than writing it; the
/// verifier checks it.
/// </summary>
internal static class TurnCheck
{
    /// <summary>Gives the turns as they will be written, each naming the entry before it.</summary>
    /// <exception cref="JournalConflictException">A turn does not follow from what it names as previous.</exception>
    public static IReadOnlyList<JournalTurn> Require(IReadOnlyList<JournalTurn> turns, long firstSequence)
    {
        turns = Number(turns, firstSequence);
        for (var index = 0; index < turns.Count; index++)
        {
            var turn = turns[index];
            var previous = turn.PreviousSequence;
            var follows = turn.Version >= 1 && (turn.Version == 1) == (previous == 0)
                && previous >= 0 && previous < firstSequence + index
                && (previous < firstSequence || IsNext(turns[(int)(previous - firstSequence)], turn));
            if (!follows)
            {
                throw new JournalConflictException(
                    $"Version {turn.Version} of {turn.Stream} cannot follow entry {previous}.", [index]);
            }
        }

        return turns;
    }

    /// <summary>Fills in the numbers that the caller could not know; none that is not in the batch.</summary>
    private static IReadOnlyList<JournalTurn> Number(IReadOnlyList<JournalTurn> turns, long firstSequence)
    {
        var at = 0;
        while (at < turns.Count && turns[at].PreviousSequence != JournalTurn.Unnumbered)
            at++;

        if (at == turns.Count)
            return turns;

        var newest = new Dictionary<StreamId, long>();
        var numbered = new JournalTurn[turns.Count];
        for (var index = 0; index < turns.Count; index++)
        {
            var turn = turns[index];
            numbered[index] = turn.PreviousSequence == JournalTurn.Unnumbered
                && newest.TryGetValue(turn.Stream, out var previous) ? turn with { PreviousSequence = previous } : turn;
            newest[turn.Stream] = firstSequence + index;
        }

        return numbered;
    }

    private static bool IsNext(JournalTurn before, JournalTurn after) =>
        before.Stream == after.Stream && before.Version + 1 == after.Version;
}
