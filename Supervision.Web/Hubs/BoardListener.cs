using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;

namespace Supervision.Web.Hubs;

/// <summary>A message to a client: method and its one argument.</summary>
public readonly record struct BoardMessage(string Method, object Argument);

/// <summary>
/// One client of the hub. Messages wait in a bounded queue and are sent in order by one task, so a slow client delays
/// nobody; one that falls behind loses what waited and gets a fresh snapshot once it keeps up again.
/// </summary>
public sealed class BoardListener
{
    private readonly BoardScope scope;
    private readonly IClientProxy client;
    private readonly Channel<BoardMessage> waiting;
    private int missed;

    /// <summary>Starts sending to <paramref name="client"/>.</summary>
    /// <param name="scope">Whose figures it sees.</param>
    /// <param name="client">Where messages go.</param>
    /// <param name="messagesWaiting">Room of the queue.</param>
    /// <param name="disconnected">Ends the sending.</param>
    public BoardListener(
        BoardScope scope, IClientProxy client, int messagesWaiting, CancellationToken disconnected)
    {
        this.scope = scope;
        this.client = client;
        waiting = Channel.CreateBounded<BoardMessage>(
            new BoundedChannelOptions(messagesWaiting) { SingleReader = true });
        Sending = Task.Run(() => SendAsync(disconnected), CancellationToken.None);
    }

    /// <summary>
    /// Ends when the client disconnects or <see cref="Leave"/> is called; whoever lets it leave awaits it.
    /// </summary>
    public Task Sending { get; }

    /// <summary>Queues a message; returns at once.</summary>
    public void Post(BoardMessage message)
    {
        if (!waiting.Writer.TryWrite(message))
        {
            Interlocked.Increment(ref missed);
        }
    }

    /// <summary>Takes no more messages.</summary>
    public void Leave() => waiting.Writer.TryComplete();

    private async Task SendAsync(CancellationToken disconnected)
    {
        try
        {
            await foreach (var message in waiting.Reader.ReadAllAsync(disconnected))
            {
                await client.SendAsync(message.Method, message.Argument, disconnected);
                if (Volatile.Read(ref missed) > 0)
                {
                    await CatchUpAsync(disconnected);
                }
            }
        }
        catch (OperationCanceledException) when (disconnected.IsCancellationRequested)
        {
            // The connection is gone and with it everybody who could want these messages.
        }
    }

    private async Task CatchUpAsync(CancellationToken disconnected)
    {
        while (waiting.Reader.TryRead(out _))
        {
            Interlocked.Increment(ref missed);
        }

        var count = Interlocked.Exchange(ref missed, 0);
        if (scope.Part.HasFigures)
        {
            await client.SendAsync("board", scope.Published, disconnected);
        }

        await client.SendAsync("alertsSkipped", count, disconnected);
    }
}
