using System.Threading.Channels;

namespace Supervision.Web.Hubs;

/// <summary>
/// Turns any number of signals into a bounded number of turns: the first signal after a quiet time gives a turn at
/// once, later ones wait until the spacing since the previous turn has passed. Signals may come from any thread; one
/// consumer takes the turns.
/// </summary>
/// <param name="time">Where the spacing is measured.</param>
/// <param name="spacing">Shortest time between the starts of two turns; positive.</param>
public sealed class Coalescer(TimeProvider time, TimeSpan spacing)
{
    private readonly Channel<byte> signals = Channel.CreateBounded<byte>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private long? lastTurn;

    /// <summary>Something changed. Returns at once, never blocks.</summary>
    public void Signal() => signals.Writer.TryWrite(0);

    /// <summary>Completes when a turn is due. What is signalled before it completes belongs to this turn.</summary>
    public async ValueTask NextAsync(CancellationToken cancellationToken)
    {
        await signals.Reader.WaitToReadAsync(cancellationToken);
        // A timer may fire a little early: measure again rather than trust it.
        while (lastTurn is { } last && spacing - time.GetElapsedTime(last) is var rest && rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, time, cancellationToken);
        }

        signals.Reader.TryRead(out _);
        lastTurn = time.GetTimestamp();
    }
}
