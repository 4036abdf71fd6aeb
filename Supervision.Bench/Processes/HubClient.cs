using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Supervision.Bench.Processes;

/// <summary>
/// A client of the live board: SignalR's JSON protocol over a bare web socket, because the client package is not on
/// every mirror. Messages end in the record separator.
/// </summary>
internal sealed class HubClient(Action<string, JsonElement> received) : IAsyncDisposable
{
    private const byte RecordSeparator = 0x1E;
    private const int Invocation = 1;
    private readonly ClientWebSocket socket = new();
    private readonly CancellationTokenSource leaving = new();
    private Task reading = Task.CompletedTask;

    /// <summary>Connects and shakes hands; <c>received</c> is called for every invocation from then on.</summary>
    public async Task ConnectAsync(Server server, CancellationToken cancellationToken)
    {
        socket.Options.SetRequestHeader("Authorization", "Bearer " + server.ReadKey);
        var address = new UriBuilder(server.Url) { Scheme = "ws", Path = "/hubs/board" };
        await socket.ConnectAsync(address.Uri, cancellationToken);
        var handshake = Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e");
        await socket.SendAsync(handshake, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        reading = ReadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await leaving.CancelAsync();
        await reading;
        socket.Dispose();
        leaving.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[1 << 20];
        var filled = 0;
        try
        {
            while (true)
            {
                var part = await socket.ReceiveAsync(buffer.AsMemory(filled), leaving.Token);
                filled += part.Count;
                var read = Take(buffer.AsSpan(0, filled));
                buffer.AsSpan(read, filled - read).CopyTo(buffer);
                filled -= read;
            }
        }
        catch (Exception exception) when (
            leaving.IsCancellationRequested && exception is (OperationCanceledException or WebSocketException))
        {
            // Nobody looks any more.
        }
    }

    private int Take(ReadOnlySpan<byte> bytes)
    {
        var read = 0;
        while (bytes[read..].IndexOf(RecordSeparator) is var length and >= 0)
        {
            using var message = JsonDocument.Parse(bytes.Slice(read, length).ToArray());
            read += length + 1;
            if (message.RootElement.TryGetProperty("type", out var type) && type.GetInt32() == Invocation)
            {
                received(
                    message.RootElement.GetProperty("target").GetString()!,
                    message.RootElement.GetProperty("arguments")[0].Clone());
            }
        }

        return read;
    }
}
