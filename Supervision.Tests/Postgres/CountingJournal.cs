using Supervision.Core.Entities;
using Supervision.Core.Ports;

namespace Supervision.Tests.Postgres;

/// <summary>Counts appends, and can hold the first one back until others have gathered behind it.</summary>
internal sealed class CountingJournal(IJournal inner) : IJournal
{
    private readonly SemaphoreSlim gate = new(1);
    private readonly TaskCompletionSource waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool held;

    public int Appends { get; private set; }

    /// <summary>Completes once an append is held back.</summary>
    public Task Waiting => waiting.Task;

    public JournalHead Head => inner.Head;

    /// <summary>Holds appends back until <see cref="LetGo"/> or disposed.</summary>
    public async Task<IDisposable> HoldAsync()
    {
        await gate.WaitAsync();
        held = true;
        return new Hold(this);
    }

    public void LetGo()
    {
        if (held)
        {
            held = false;
            gate.Release();
        }
    }

    public async ValueTask<long> AppendAsync(IReadOnlyList<JournalTurn> turns, CancellationToken cancellationToken)
    {
        Appends++;
        waiting.TrySetResult();
        await gate.WaitAsync(cancellationToken);
        try
        {
            return await inner.AppendAsync(turns, cancellationToken);
        }
        finally
        {
            gate.Release();
        }
    }

    public ValueTask<JournalHead> RefreshAsync(CancellationToken cancellationToken) =>
        inner.RefreshAsync(cancellationToken);

    public ValueTask<IReadOnlyList<JournalEntry>> ReadAsync(
        long afterSequence, int limit, CancellationToken cancellationToken) =>
        inner.ReadAsync(afterSequence, limit, cancellationToken);

    public ValueTask<IReadOnlyList<JournalEntry>> ReadStreamAsync(
        StreamId stream, long lastSequence, long afterVersion, CancellationToken cancellationToken) =>
        inner.ReadStreamAsync(stream, lastSequence, afterVersion, cancellationToken);

    public bool Knows(UInt128 identity) => inner.Knows(identity);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private sealed class Hold(CountingJournal journal) : IDisposable
    {
        public void Dispose() => journal.LetGo();
    }
}
