using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.SignalR;
using Supervision.Core.Reading;
using Supervision.Silo.Notifications;
using Supervision.Web.Identity;

namespace Supervision.Web.Hubs;

/// <summary>
/// The live board (contract, section 3). A client gets <c>board(snapshot)</c>, then <c>delta(changes)</c>,
/// <c>alert(card)</c>, and <c>alertsSkipped(n)</c> when n alerts came too fast to be sent one by one.
/// <c>?hall=ID</c> narrows it to one hall.
/// </summary>
public sealed class BoardHub(
    BoardAudience audience, IHubContext<BoardHub> hub, IAlertList alerts, Inbox inbox, LiveChanges changes) : Hub
{
    private const int HallLengthMax = 64;
    private const int RecentMax = 100;

    private BoardPart Part
    {
        get => (BoardPart)Context.Items[nameof(Part)]!;
        set => Context.Items[nameof(Part)] = value;
    }

    /// <inheritdoc />
    public override Task OnConnectedAsync()
    {
        // The context's own client outlives this call; the hub instance does not.
        var client = hub.Clients.Client(Context.ConnectionId);
        var http = Context.GetHttpContext()!;
        var hall = http.Request.Query["hall"].ToString() is { Length: > 0 } asked ? asked : null;
        Part = BoardParts.Of(http, hall);
        if (hall?.Length > HallLengthMax
            || audience.Join(Context.ConnectionId, Part, client, Context.ConnectionAborted) is null)
        {
            Context.Abort();
            return Task.CompletedTask;
        }

        StopWithTheSession(http);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (audience.Leave(Context.ConnectionId, Part) is { } listener)
        {
            await listener.Sending;
        }
    }

    /// <summary>
    /// The newest alerts that stand, newest first: what a client shows before the first <c>alert</c> arrives.
    /// </summary>
    /// <param name="count">Cut to 1–100.</param>
    public IReadOnlyList<AlertRow> RecentAlerts(int count) => Part.Recent(alerts, Math.Clamp(count, 1, RecentMax));

    /// <summary>Messages the person has not read: what came while a page was loading was pushed to nobody.</summary>
    public long Unread() => Context.UserIdentifier is { } account ? inbox.Unread(account) : 0;

    /// <summary>
    /// How much was told so far, as the page has it in <c>data-seen</c>: where they differ, something was told while
    /// the page was loading.
    /// </summary>
    public string Changes() => changes.ToString();

    /// <summary>A connection is let in once and may last for months, so what let it in is looked at again.</summary>
    private void StopWithTheSession(HttpContext http)
    {
        if (http.RequestServices.GetService<Sessions>() is { } sessions
            && Context.Features.Get<IConnectionHeartbeatFeature>() is { } heart)
        {
            var session = sessions.Of(http);
            heart.OnHeartbeat(
                state =>
                {
                    if (!session.Lasts())
                    {
                        ((HubCallerContext)state).Abort();
                    }
                },
                Context);
        }
    }
}
