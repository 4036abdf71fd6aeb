using System.Net;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace Supervision.Tests.Postgres;

/// <summary>
/// Stands between a client and the server's socket, and can cut a connection once the server has answered a certain
/// statement but before the client hears of it.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly UnixDomainSocketEndPoint server;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task accepting;
    private volatile byte[]? cutAfter;

    public CuttingProxy(string connectionString)
    {
        var parts = new NpgsqlConnectionStringBuilder(connectionString);
        server = new UnixDomainSocketEndPoint($"{parts.Host}/.s.PGSQL.{parts.Port}");
        listener.Start();
        (parts.Host, parts.Port) = ("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
        ConnectionString = parts.ConnectionString;
        accepting = AcceptAsync();
    }

    public string ConnectionString { get; }

    /// <summary>The connection that sends this next never hears the answer to it.</summary>
    public void CutAfterNext(string statement) => cutAfter = Encoding.ASCII.GetBytes(statement);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
                connections.Add(CarryAsync(await listener.AcceptTcpClientAsync(stopping.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
        try
        {
            await socket.ConnectAsync(server, stopping.Token);
            await using var far = new NetworkStream(socket);
            await using var near = client.GetStream();
            var deaf = new TaskCompletionSource();
            await Task.WhenAny(SendAsync(near, far, deaf, closing.Token), HearAsync(far, near, deaf, closing.Token));
        }
        catch (Exception gone) when (gone is SocketException or IOException or OperationCanceledException)
        {
            // One end is gone; so is the other.
        }
        finally
        {
            await closing.CancelAsync();
            client.Dispose();
        }
    }

    private async Task SendAsync(
        Stream near, Stream far, TaskCompletionSource deaf, CancellationToken cancellationToken)
    {
        var buffer = new byte[65_536];
        for (int count; (count = await near.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (cutAfter is { } statement && buffer.AsSpan(0, count).IndexOf(statement) >= 0)
            {
                cutAfter = null;
                deaf.SetResult();
            }

            await far.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
    }

    private static async Task HearAsync(
        Stream far, Stream near, TaskCompletionSource deaf, CancellationToken cancellationToken)
    {
        var buffer = new byte[65_536];
        for (int count; (count = await far.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (deaf.Task.IsCompleted)
                return; // the server has done it, and nobody will know

            await near.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }
    }
}
