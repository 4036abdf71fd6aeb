using Microsoft.AspNetCore.SignalR;
using Supervision.Core.Reading;

namespace Supervision.Web.Hubs;

/// <summary>
/// Tells every open page, at most four times a second, that presence, attendance or ratings changed. The message says
/// nothing about any of them: a page asks for what its reader may see.
/// </summary>
public sealed class WindowPush(
    IWindowList windows, IAttendanceList attendance, IRatingList ratings, IHubContext<BoardHub> hub, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var changes = new Coalescer(time, Spacing);
        windows.Changed += Signal;
        attendance.Changed += Signal;
        ratings.Changed += Signal;
        try
        {
            while (true)
            {
                await changes.NextAsync(stoppingToken);
                await hub.Clients.All.SendAsync("windowsChanged", true, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping.
        }
        finally
        {
            windows.Changed -= Signal;
            attendance.Changed -= Signal;
            ratings.Changed -= Signal;
        }

        void Signal<T>(IReadOnlyList<T> rows) => changes.Signal();
    }
}
