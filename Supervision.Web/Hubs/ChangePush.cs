using Microsoft.AspNetCore.SignalR;
using Supervision.Core.Reading;

namespace Supervision.Web.Hubs;

/// <summary>
/// Tells every open page that orders, windows or draws changed, each no more often than its spacing. The message says
/// nothing about any of them: a page asks for what its reader may see.
/// </summary>
public sealed class ChangePush(
    IOrderList orders, IWindowList windows, IAttendanceList attendance, IRatingList ratings, IDrawList draws,
    LiveChanges changes, IHubContext<BoardHub> hub, TimeProvider time) : BackgroundService
{
    private readonly Coalescer ordersChanged = new(time, TimeSpan.FromSeconds(1));
    private readonly Coalescer windowsChanged = new(time, TimeSpan.FromMilliseconds(250));
    private readonly Coalescer drawsChanged = new(time, TimeSpan.FromMilliseconds(250));

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        orders.Changed += SignalOrders;
        windows.Changed += SignalWindows;
        attendance.Changed += SignalWindows;
        ratings.Changed += SignalWindows;
        draws.Changed += SignalDraws;
        try
        {
            await Task.WhenAll(
                TellAsync(ordersChanged, LiveKind.Orders, "ordersChanged", stoppingToken),
                TellAsync(windowsChanged, LiveKind.Windows, "windowsChanged", stoppingToken),
                TellAsync(drawsChanged, LiveKind.Draws, "drawsChanged", stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping.
        }
        finally
        {
            orders.Changed -= SignalOrders;
            windows.Changed -= SignalWindows;
            attendance.Changed -= SignalWindows;
            ratings.Changed -= SignalWindows;
            draws.Changed -= SignalDraws;
        }
    }

    private async Task TellAsync(Coalescer turns, LiveKind kind, string message, CancellationToken cancellationToken)
    {
        while (true)
        {
            await turns.NextAsync(cancellationToken);
            changes.Count(kind);
            await hub.Clients.All.SendAsync(message, true, cancellationToken);
        }
    }

    private void SignalOrders(IReadOnlyList<OrderRow> rows) => ordersChanged.Signal();

    private void SignalWindows<T>(IReadOnlyList<T> rows) => windowsChanged.Signal();

    private void SignalDraws(IReadOnlyList<DrawRow> rows) => drawsChanged.Signal();
}
