using Microsoft.AspNetCore.SignalR;
using Supervision.Core.Reading;

namespace Supervision.Web.Hubs;

/// <summary>
/// The live board (contract, section 3). A client gets <c>board(snapshot)</c>, then <c>delta(changes)</c>,
/// <c>alert(card)</c>, and <c>alertsSkipped(n)</c> when n alerts came too fast to be sent one by one.
/// <c>?hall=ID</c> narrows it to one hall.
/// </summary>
public sealed class BoardHub(BoardAudience audience, IHubContext<BoardHub> hub, IAlertList alerts) : Hub
{
    private const int HallLengthMax = 64;
    private const int RecentMax = 100;

    private string? Hall =>
        Context.GetHttpContext()?.Request.Query["hall"].ToString() is { Length: > 0 } hall ? hall : null;

    /// <inheritdoc />
    public override Task OnConnectedAsync()
    {
        // The context's own client outlives this call; the hub instance does not.
        var client = hub.Clients.Client(Context.ConnectionId);
        if (Hall?.Length > HallLengthMax
            || audience.Join(Context.ConnectionId, Hall, client, Context.ConnectionAborted) is null)
        {
            Context.Abort();
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (audience.Leave(Context.ConnectionId, Hall) is { } listener)
        {
            await listener.Sending;
        }
    }

    /// <summary>
    /// The newest alerts that stand, newest first: what a client shows before the first <c>alert</c> arrives.
    /// </summary>
    /// <param name="count">Cut to 1–100.</param>
    public IReadOnlyList<AlertRow> RecentAlerts(int count) =>
        alerts.Find(new AlertQuery(Hall: Hall, Limit: Math.Clamp(count, 1, RecentMax))).Items;
}
