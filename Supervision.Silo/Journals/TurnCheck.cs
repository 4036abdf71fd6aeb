using Supervision.Core.Ports;

namespace Supervision.Silo.Journals;

/// <summary>
/// Refuses turns that contradict themselves or each other. That the newest durable entry of a stream is really the
/// previous one is the engine's promise, since asking the disk for each turn would cost more than writing it; the
/// verifier checks it.
/// </summary>
internal static class TurnCheck
{
    /// <exception cref="JournalConflictException">A turn does not follow from what it names as previous.</exception>
    public static void Require(IReadOnlyList<JournalTurn> turns, long firstSequence)
    {
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
                    $"Version {turn.Version} of {turn.Stream} cannot follow entry {previous}.");
            }
        }
    }

    private static bool IsNext(JournalTurn before, JournalTurn after) =>
        before.Stream == after.Stream && before.Version + 1 == after.Version;
}
