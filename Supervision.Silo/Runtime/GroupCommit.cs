using System.Threading.Channels;
using Supervision.Core.Ports;

namespace Supervision.Silo.Runtime;

/// <summary>
/// Group commit for entities that append by themselves, as grains do: what many of them decide at the same time becomes
/// one append. What is wrong with the turns of one is told to that one; the others are not held up. Safe for concurrent
/// use.
/// </summary>
public sealed class GroupCommit : IAsyncDisposable
{
    private readonly IJournal journal;
    private readonly int turnsMax;
    private readonly Channel<Part> waiting;
    private readonly Task loop;
    private Part? heldOver;

    /// <summary>Begins to append.</summary>
    /// <param name="journal">Where to.</param>
    /// <param name="turnsMax">Turns in one append at most, from 1; an entity with more at once exceeds it.</param>
    /// <param name="waitingMax">Entities that may wait, from 1; beyond it whoever comes waits to be let in.</param>
    public GroupCommit(IJournal journal, int turnsMax = 8192, int waitingMax = 8192)
    {
        (this.journal, this.turnsMax) = (journal, turnsMax);
        waiting = Channel.CreateBounded<Part>(new BoundedChannelOptions(waitingMax) { SingleReader = true });
        loop = Task.Run(RunAsync);
    }

    /// <summary>Why the newest append failed; null once one has succeeded.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Appends the turns of one entity durably, or none of them.</summary>
    /// <param name="turns">
    /// In order. From the second on, <see cref="JournalTurn.PreviousSequence"/> is
    /// <see cref="JournalTurn.Unnumbered"/>; they get consecutive numbers.
    /// </param>
    /// <param name="cancellationToken">Ends the wait to be let in; what was let in is appended all the same.</param>
    /// <returns>The sequence of the first.</returns>
    /// <exception cref="JournalConflictException">
    /// Another writer came first. Reload, decide again. Positions are of <paramref name="turns"/>.
    /// </exception>
    /// <exception cref="JournalDuplicateException">
    /// Some facts are in the journal. Count them as duplicates and decide the rest again. Positions are of
    /// <paramref name="turns"/>.
    /// </exception>
    /// <exception cref="JournalUnavailableException">The outcome is unknown. Reload before any retry.</exception>
    public async Task<long> AppendAsync(IReadOnlyList<JournalTurn> turns, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(turns.Count);
        var part = new Part(turns);
        try
        {
            await waiting.Writer.WriteAsync(part, cancellationToken);
        }
        catch (ChannelClosedException closed)
        {
            throw new JournalUnavailableException("This process is stopping; sending again elsewhere is safe.", closed);
        }

        return await part.Task;
    }

    /// <summary>Lets nobody in any more, and appends what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await loop;
    }

    private async Task RunAsync()
    {
        while (heldOver is not null || await waiting.Reader.WaitToReadAsync())
        {
            var group = Gather();
            while (group.Count > 0)
                await AppendAsync(group);
        }
    }

    /// <summary>
    /// Takes what waits. Two entities with the same fact are never appended together: were the first refused for
    /// another reason, the second would have been called a duplicate of something that never became durable.
    /// </summary>
    private List<Part> Gather()
    {
        List<Part> group = [];
        HashSet<UInt128> identities = [];
        var count = 0;
        while (count < turnsMax && (heldOver ?? Next()) is { } part)
        {
            heldOver = null;
            if (part.Turns.Any(turn => identities.Contains(turn.Identity)))
            {
                heldOver = part;
                break;
            }

            identities.UnionWith(part.Turns.Select(turn => turn.Identity).Where(identity => identity != UInt128.Zero));
            group.Add(part);
            count += part.Turns.Count;
        }

        return group;
    }

    private Part? Next() => waiting.Reader.TryRead(out var part) ? part : null;

    /// <summary>Appends a group and empties it, except for parts that can follow once others are left out.</summary>
    private async Task AppendAsync(List<Part> group)
    {
        try
        {
            var sequence = await journal.AppendAsync(
                [.. group.SelectMany(part => part.Turns)], CancellationToken.None);
            Fault = null;
            foreach (var part in group)
            {
                part.SetResult(sequence);
                sequence += part.Turns.Count;
            }

            group.Clear();
        }
        catch (JournalConflictException refusal)
        {
            Refuse(group, refusal.Turns, turns => new JournalConflictException(refusal.Message, turns));
        }
        catch (JournalDuplicateException refusal)
        {
            Refuse(group, refusal.Turns, turns => new JournalDuplicateException(refusal.Message, turns));
        }
        catch (Exception fault)
        {
            Fault = fault;
            group.ForEach(part => part.SetException(fault));
            group.Clear();
        }
    }

    /// <summary>Takes out the parts that hold refused turns, and tells each which of its own they are.</summary>
    private static void Refuse(List<Part> group, IReadOnlyList<int> refused, Func<int[], Exception> why)
    {
        var first = 0;
        List<Part> stay = [];
        foreach (var part in group)
        {
            var (from, to) = (first, first += part.Turns.Count);
            int[] own = [.. refused.Where(index => index >= from && index < to).Select(index => index - from)];
            if (own.Length == 0)
                stay.Add(part);
            else
                part.SetException(why(own));
        }

        group.Clear();
        group.AddRange(stay);
    }

    private sealed class Part(IReadOnlyList<JournalTurn> turns)
        : TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public IReadOnlyList<JournalTurn> Turns { get; } = turns;
    }
}
