using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;
using Supervision.Core.Reading;

namespace Supervision.Web.Hubs;

/// <summary>Who is connected, by scope. Safe for concurrent use.</summary>
public sealed class BoardAudience(IBoard board, TimeProvider time, IOptions<BoardPushOptions> options)
{
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, BoardScope> scopes = new(StringComparer.Ordinal);
    private int clients;

    /// <summary>Every scope somebody is looking at.</summary>
    public IEnumerable<BoardScope> Scopes => scopes.Values;

    /// <summary>Adds a client and queues its first snapshot.</summary>
    /// <returns>Null when there is no room for another client or hall.</returns>
    public BoardListener? Join(string connection, string? hall, IClientProxy client, CancellationToken disconnected)
    {
        lock (gate)
        {
            if (clients >= options.Value.Clients)
            {
                return null;
            }

            if (!scopes.TryGetValue(KeyOf(hall), out var scope))
            {
                if (scopes.Count >= options.Value.Scopes)
                {
                    return null;
                }

                scope = new(hall, board.Current(hall), new(time, options.Value.AlertsPerSecond));
                scopes[KeyOf(hall)] = scope;
            }

            clients++;
            return scope.Add(connection, client, options.Value.MessagesWaiting, disconnected);
        }
    }

    /// <summary>
    /// Removes a client and returns it; a scope without clients is forgotten. Null when it never joined.
    /// </summary>
    public BoardListener? Leave(string connection, string? hall)
    {
        lock (gate)
        {
            if (!scopes.TryGetValue(KeyOf(hall), out var scope) || scope.Remove(connection) is not { } listener)
            {
                return null;
            }

            clients--;
            if (scope.IsEmpty)
            {
                scopes.TryRemove(KeyOf(hall), out _);
            }

            listener.Leave();
            return listener;
        }
    }

    private static string KeyOf(string? hall) => hall ?? "";
}
