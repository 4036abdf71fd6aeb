using Microsoft.AspNetCore.SignalR;
using Supervision.Core.Reading;

namespace Supervision.Web.Hubs;

/// <summary>
/// Tells every open page, at most once a second, that orders changed. The message says nothing about any of them:
/// a page asks for what its reader may see.
/// </summary>
public sealed class OrderPush(IOrderList orders, IHubContext<BoardHub> hub, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Spacing = TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var changes = new Coalescer(time, Spacing);
        orders.Changed += Signal;
        try
        {
            while (true)
            {
                await changes.NextAsync(stoppingToken);
                await hub.Clients.All.SendAsync("ordersChanged", true, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping.
        }
        finally
        {
            orders.Changed -= Signal;
        }

        void Signal(IReadOnlyList<OrderRow> rows) => changes.Signal();
    }
}
