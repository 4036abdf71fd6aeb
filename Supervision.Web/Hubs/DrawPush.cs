using Microsoft.AspNetCore.SignalR;
using Supervision.Core.Reading;

namespace Supervision.Web.Hubs;

/// <summary>
/// Tells every open page, at most four times a second, that draws changed: a screen in a hall has nobody who reloads
/// it. The message says nothing about any of them: a page asks for the one it shows.
/// </summary>
public sealed class DrawPush(IDrawList draws, IHubContext<BoardHub> hub, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var changes = new Coalescer(time, Spacing);
        draws.Changed += Signal;
        try
        {
            while (true)
            {
                await changes.NextAsync(stoppingToken);
                await hub.Clients.All.SendAsync("drawsChanged", true, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping.
        }
        finally
        {
            draws.Changed -= Signal;
        }

        void Signal(IReadOnlyList<DrawRow> rows) => changes.Signal();
    }
}
