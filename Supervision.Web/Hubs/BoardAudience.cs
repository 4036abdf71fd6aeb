using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Supervision.Core.Reading;

namespace Supervision.Web.Hubs;

/// <summary>Who is connected, by scope. Safe for concurrent use.</summary>
public sealed class BoardAudience(IBoard board, TimeProvider time, IOptions<BoardPushOptions> options)
{
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<BoardPart, BoardScope> scopes = new();
    private int clients;

    /// <summary>Every scope somebody is looking at.</summary>
    public IEnumerable<BoardScope> Scopes => scopes.Values;

    /// <summary>Adds a client and queues its first snapshot.</summary>
    /// <returns>Null when there is no room for another client or part.</returns>
    public BoardListener? Join(string connection, BoardPart part, IClientProxy client, CancellationToken disconnected)
    {
        lock (gate)
        {
            if (clients >= options.Value.Clients)
            {
                return null;
            }

            if (!scopes.TryGetValue(part, out var scope))
            {
                if (scopes.Count >= options.Value.Scopes)
                {
                    return null;
                }

                scope = new(part, part.Figures(board), new(time, options.Value.AlertsPerSecond));
                scopes[part] = scope;
            }

            clients++;
            return scope.Add(connection, client, options.Value.MessagesWaiting, disconnected);
        }
    }

    /// <summary>
    /// Removes a client and returns it; a scope without clients is forgotten. Null when it never joined.
    /// </summary>
    public BoardListener? Leave(string connection, BoardPart part)
    {
        lock (gate)
        {
            if (!scopes.TryGetValue(part, out var scope) || scope.Remove(connection) is not { } listener)
            {
                return null;
            }

            clients--;
            if (scope.IsEmpty)
            {
                scopes.TryRemove(part, out _);
            }

            listener.Leave();
            return listener;
        }
    }
}
