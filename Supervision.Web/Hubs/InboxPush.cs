using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Supervision.Silo.Notifications;
using Supervision.Silo.Storage;

namespace Supervision.Web.Hubs;

/// <summary>
/// Tells the open pages of each person, at most twice a second, how many messages they have not read. Nobody else
/// hears of it. Where another node of a cluster makes the messages, this one looks every second.
/// </summary>
public sealed class InboxPush(
    NotificationFile file, Inbox inbox, LiveChanges changes, IHubContext<BoardHub> hub, TimeProvider time)
    : BackgroundService
{
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, bool> waiting = new(StringComparer.Ordinal);

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var turns = new Coalescer(time, Spacing);
        file.Changed += Signal;
        await using var look = time.CreateTimer(_ => Look(), null, LookEvery, LookEvery);
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

        void Look()
        {
            try
            {
                Signal(file.LookForOthers());
            }
            catch (SqliteException exception) when (exception.IsStorageFault)
            {
                // The next look finds it.
            }
        }

        void Signal(IReadOnlyCollection<string> accounts)
        {
            foreach (var account in accounts)
            {
                waiting[account] = true;
            }

            if (accounts.Count > 0)
            {
                turns.Signal();
            }
        }
    }
}
