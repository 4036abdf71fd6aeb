using Microsoft.AspNetCore.SignalR;
using Supervision.Core.Reading;

namespace Supervision.Web.Hubs;

/// <summary>
/// Everybody who looks at the same part of the board. Figures are computed once per scope.
/// </summary>
public sealed class BoardScope(BoardPart part, BoardSnapshot published, AlertBudget budget)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, BoardListener> listeners = new(StringComparer.Ordinal);
    private long alertsSkipped;

    /// <summary>What they see.</summary>
    public BoardPart Part { get; } = part;

    /// <summary>What every listener has, or has waiting.</summary>
    public BoardSnapshot Published { get; private set; } = published;

    /// <summary>Whether nobody is left.</summary>
    public bool IsEmpty => listeners.Count == 0;

    /// <summary>Adds a client; its first message is the snapshot, then every delta after it.</summary>
    public BoardListener Add(
        string connection, IClientProxy client, int messagesWaiting, CancellationToken disconnected)
    {
        lock (gate)
        {
            var listener = new BoardListener(this, client, messagesWaiting, disconnected);
            if (Part.HasFigures)
            {
                listener.Post(new("board", Published));
            }

            listeners[connection] = listener;
            return listener;
        }
    }

    /// <summary>Removes a client, or returns null when it is not here.</summary>
    public BoardListener? Remove(string connection)
    {
        lock (gate)
        {
            return listeners.Remove(connection, out var listener) ? listener : null;
        }
    }

    /// <summary>Tells the listeners what changed. One caller at a time.</summary>
    public void Publish(BoardSnapshot current)
    {
        lock (gate)
        {
            var changes = BoardDelta.Between(Published, current);
            Published = current;
            if (changes.Count > 0 && Part.HasFigures)
            {
                Post(new("delta", changes));
            }
        }
    }

    /// <summary>Tells the listeners about an alert, or counts it when the second's budget is used up.</summary>
    /// <returns>False when it was only counted.</returns>
    public bool Publish(AlertRow alert)
    {
        if (Part.Show(alert) is not { } shown)
        {
            return true;
        }

        if (!budget.TryTake())
        {
            CountSkipped(1);
            return false;
        }

        lock (gate)
        {
            Post(new("alert", shown));
        }

        return true;
    }

    /// <summary>Notes alerts that were not sent.</summary>
    public void CountSkipped(long count) => Interlocked.Add(ref alertsSkipped, count);

    /// <summary>Tells how many alerts were not sent, so that clients read the list again.</summary>
    public void PublishSkipped()
    {
        var count = Interlocked.Exchange(ref alertsSkipped, 0);
        if (count == 0)
        {
            return;
        }

        lock (gate)
        {
            Post(new("alertsSkipped", count));
        }
    }

    private void Post(BoardMessage message)
    {
        foreach (var listener in listeners.Values)
        {
            listener.Post(message);
        }
    }
}
