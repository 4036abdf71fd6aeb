using System.Collections.Concurrent;
using System.Collections.Immutable;
using Supervision.Core.Reading;

namespace Supervision.Tests.Support;

/// <summary>A board whose figures a test writes.</summary>
public sealed class InMemoryBoard(TimeProvider time) : IBoard
{
    private readonly ConcurrentDictionary<string, BoardSnapshot> snapshots = new(StringComparer.Ordinal);
    private int reads;

    public event Action? Changed;

    /// <summary>How often anybody asked for figures.</summary>
    public int Reads => Volatile.Read(ref reads);

    public BoardSnapshot Current(string? hall = null, ReadingScope? scope = null)
    {
        Interlocked.Increment(ref reads);
        return snapshots.GetValueOrDefault(hall ?? "", Empty) with { AsOf = time.GetUtcNow() };
    }

    public void Set(BoardSnapshot snapshot, string? hall = null)
    {
        snapshots[hall ?? ""] = snapshot;
        Changed?.Invoke();
    }

    public static BoardSnapshot Empty { get; } = new()
    {
        Open = 0,
        AcceptedToday = 0,
        FinishedToday = 0,
        Warnings = 0,
        Yellow = 0,
        Red = 0,
        OverdueOpen = 0,
        OnTimeRate = default,
        OnTheSpotRate = default,
        Satisfaction = default,
        Windows = new(0, 0, 0),
        OrdersOpen = 0,
        AsOf = DateTimeOffset.UnixEpoch,
        Sources = [],
        Hours = [.. Enumerable.Range(0, 24).Select(hour => new HourFigure(hour, 0, 0))],
    };
}
