using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR;

namespace Supervision.Tests.Support;

/// <summary>A hub client that notes what it is sent, and can be made to stop reading.</summary>
public sealed class RecordingClient : IClientProxy
{
    private readonly Channel<(string Method, object? Argument)> received =
        Channel.CreateUnbounded<(string Method, object? Argument)>();

    private TaskCompletionSource? stuck;

    /// <summary>Completes once a send is waiting for this client to read again.</summary>
    public TaskCompletionSource Waiting { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void StopReading() => stuck = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void ReadAgain()
    {
        var waiting = stuck;
        stuck = null;
        waiting?.SetResult();
    }

    public async Task SendCoreAsync(string method, object?[] args, CancellationToken cancellationToken = default)
    {
        if (stuck is { } waiting)
        {
            Waiting.TrySetResult();
            await waiting.Task.WaitAsync(cancellationToken);
        }

        await received.Writer.WriteAsync((method, args.Single()), cancellationToken);
    }

    public ValueTask<(string Method, object? Argument)> NextAsync() =>
        received.Reader.ReadAsync(TestContext.Current.CancellationToken);
}
