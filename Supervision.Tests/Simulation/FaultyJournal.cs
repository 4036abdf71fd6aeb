using Supervision.Core.Entities;
using Supervision.Core.Ports;

namespace Supervision.Tests.Simulation;

/// <summary>What an append does beside appending.</summary>
public enum AppendFault
{
    None,

    /// <summary>Comes late: others run meanwhile.</summary>
    Slow,

    /// <summary>Fails, and nothing was written.</summary>
    Before,

    /// <summary>Fails, though everything was written; the journal notices when it is asked to look.</summary>
    After,

    /// <summary>Never returns, and nothing was written: the machine dies here.</summary>
    DeathBefore,

    /// <summary>Never returns, though everything was written.</summary>
    DeathAfter,
}

/// <summary>A journal whose appends and reads fail when told to.</summary>
internal sealed class FaultyJournal(IJournal inner) : IJournal
{
    private readonly HashSet<UInt128> unnoticed = [];

    /// <summary>Asked before each append.</summary>
    public Func<AppendFault> NextAppend { get; set; } = () => AppendFault.None;

    /// <summary>Asked before each read; true fails it.</summary>
    public Func<bool> NextReadFails { get; set; } = () => false;

    /// <summary>No append begins before this has completed.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public int Appends { get; private set; }

    public JournalHead Head { get; private set; } = inner.Head;

    public async ValueTask<JournalHead> RefreshAsync(CancellationToken cancellationToken)
    {
        unnoticed.Clear();
        return Head = await inner.RefreshAsync(cancellationToken);
    }

    public async ValueTask<long> AppendAsync(IReadOnlyList<JournalTurn> turns, CancellationToken cancellationToken)
    {
        Appends++;
        unnoticed.Clear();
        await Gate;
        var fault = NextAppend();
        switch (fault)
        {
            case AppendFault.Slow:
                await Task.Yield();
                await Task.Yield();
                break;
            case AppendFault.Before:
                throw new JournalUnavailableException("The disk is full.");
            case AppendFault.DeathBefore:
                await new TaskCompletionSource().Task;
                break;
        }

        var first = await inner.AppendAsync(turns, cancellationToken);
        if (fault == AppendFault.After)
        {
            unnoticed.UnionWith(turns.Select(turn => turn.Identity));
            throw new JournalUnavailableException("The disk failed after writing.");
        }

        if (fault == AppendFault.DeathAfter)
        {
            await new TaskCompletionSource().Task;
        }

        Head = inner.Head;
        return first;
    }

    public ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(
        long afterSequence, int limit, CancellationToken cancellationToken) =>
        NextReadFails()
            ? throw new JournalUnavailableException("The disk cannot be read.")
            : inner.ReadAsync(afterSequence, limit, cancellationToken);

    public ValueTask<IReadOnlyList<JournalEntry>> ReadStreamAsync(
        StreamId stream, long lastSequence, long afterVersion, CancellationToken cancellationToken) =>
        inner.ReadStreamAsync(stream, lastSequence, afterVersion, cancellationToken);

    public bool Knows(UInt128 identity) => !unnoticed.Contains(identity) && inner.Knows(identity);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
