using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Supervision.Silo.Notifications;

namespace Supervision.Web.Hubs;

/// <summary>
/// Tells the open pages of each person, at most twice a second, how many messages they have not read. Nobody else
/// hears of it.
/// </summary>
public sealed class InboxPush(
    NotificationFile file, Inbox inbox, LiveChanges changes, IHubContext<BoardHub> hub, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, bool> waiting = new(StringComparer.Ordinal);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var turns = new Coalescer(time, Spacing);
        file.Changed += Signal;
        try
        {
            while (true)
            {
                await turns.NextAsync(stoppingToken);
                changes.Count(LiveKind.Inbox);
                foreach (var account in waiting.Keys)
                {
                    waiting.TryRemove(account, out _);
                    await hub.Clients.User(account).SendAsync("inboxChanged", inbox.Unread(account), stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process is stopping.
        }
        finally
        {
            file.Changed -= Signal;
        }

        void Signal(IReadOnlyCollection<string> accounts)
        {
            foreach (var account in accounts)
            {
                waiting[account] = true;
            }

            turns.Signal();
        }
    }
}
