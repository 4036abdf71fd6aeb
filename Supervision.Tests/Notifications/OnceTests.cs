using Microsoft.AspNetCore.Http;
using Supervision.Core.Entities;
using Supervision.Core.Orders;
using Supervision.Silo.Notifications;
using Supervision.Tests.Support;

namespace Supervision.Tests.Notifications;

/// <summary>One message per event and receiver, whatever dies; and no more of them than people can read.</summary>
public class OnceTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Restarts_TellAndSendNothingTwice()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var story = new NotificationStory(gateway).Begin();
        story.WantsSms(OrderStory.Clerk);
        story.Card("C-1");
        await story.TellAsync();
        await story.PassAsync(Soon);
        for (var life = 0; life < 2; life++)
        {
            story.Begin();
            await story.TellAsync();
            await story.PassAsync(Soon);
        }

        Assert.Single(gateway.Taken);
        Assert.Single(story.InboxOf(OrderStory.Clerk));
        story.Card("C-2", "statutory");
        await story.TellAsync();
        await story.PassAsync(Soon);
        Assert.Equal(2, gateway.Taken.Count);
    }

    [Fact]
    public async Task Journal_ReadTwice_TellsNothingTwiceAlsoWithinAGroup()
    {
        await using var story = new NotificationStory().Begin();
        story.Card("C-1");
        story.Card("C-2");
        await story.TellAsync();
        await story.TellAgainAsync();
        Assert.Equal(2, Assert.Single(story.InboxOf(OrderStory.Clerk)).Count);
    }

    [Fact]
    public async Task Crash_BetweenSendingAndRecording_SendsAgainWithTheSameIdentity()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var story = new NotificationStory(gateway).Begin();
        story.WantsSms(OrderStory.Clerk);
        story.Card("C-1");
        await story.TellAsync();
        using var death = new CancellationTokenSource();
        gateway.Answer = request =>
        {
            if (request == 0) death.Cancel(); // the process dies once the gateway has it, before the answer is here
            return StatusCodes.Status200OK;
        };
        story.Time.Advance(Soon);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => story.Sender.SendDueAsync(death.Token));
        story.Begin();
        await story.PassAsync(TimeSpan.Zero);
        await story.PassAsync(Soon);
        Assert.Equal((2, 1), (gateway.Taken.Count, gateway.Taken.Distinct().Count()));
        Assert.Single(gateway.Delivered);
        Assert.Equal((MessageState.Sent, 1L), (story.Sent.Single().State, story.Sent.Single().Attempts));
    }

    [Fact]
    public async Task Journal_OlderThanNotifications_FloodsNobody()
    {
        await using var story = new NotificationStory();
        for (var i = 0; i < 50; i++) story.Card($"OLD-{i}");
        story.Time.Advance(TimeSpan.FromHours(1));
        story.Begin();
        story.Enter(OrderStory.Issued()); // opened now, for a cause from before
        await story.TellAsync();
        Assert.Empty(story.InboxOf(OrderStory.Manager));
        story.Card("NEW");
        await story.TellAsync();
        Assert.Equal("红牌：NEW", Assert.Single(story.InboxOf(OrderStory.Manager)).Lines[0].Text.Title);
    }

    [Fact]
    public async Task File_Lost_BeginsAnewAtTheEndOfTheJournal()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var story = new NotificationStory(gateway).Begin();
        story.WantsSms(OrderStory.Clerk);
        story.Card("C-1");
        await story.TellAsync();
        await story.PassAsync(Soon);
        foreach (var suffix in (string[])["", "-wal", "-shm"]) File.Delete(story.File + suffix);
        story.Begin();
        await story.TellAsync();
        await story.PassAsync(Soon);
        Assert.Empty(story.InboxOf(OrderStory.Clerk));
        Assert.Single(gateway.Taken);
    }

    [Fact]
    public async Task ThousandEvents_InAnHour_AreTheCapAndOneDigest()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var story = new NotificationStory(gateway, one =>
        {
            one.PerHourMax = 10;
            one.InboxPerHourMax = 25;
        }).Begin();
        story.WantsSms(OrderStory.Clerk);
        for (var i = 0; i < 1000; i++)
        {
            story.Card($"C-{i}", $"stage:{i}");
            await story.TellAsync();
            await story.PassAsync(TimeSpan.FromSeconds(3.5));
        }

        await story.PassAsync(TimeSpan.FromMinutes(3));
        var inbox = story.InboxOf(OrderStory.Clerk);
        Assert.Equal((26, 1, 1000L), (inbox.Length, inbox.Count(one => one.IsDigest), inbox.Sum(one => one.Count)));
        Assert.Equal((11, 1000L), (story.Sent.Length, story.Sent.Sum(one => one.Count)));
        Assert.Equal(11, gateway.Delivered.Count);
        Assert.Single(gateway.Delivered.Values, body => body.GetProperty("template").GetString() == "digest");
    }

    [Fact]
    public async Task Message_BeingSent_TakesNoMoreNotices()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var story = new NotificationStory(gateway).Begin();
        story.WantsSms(OrderStory.Clerk);
        story.Card("C-1");
        await story.TellAsync();
        story.Card("C-2");
        await story.TellAsync();
        await story.PassAsync(Soon);
        story.Card("C-3");
        await story.TellAsync();
        await story.PassAsync(Soon);
        Assert.Equal([2, 1], story.Sent.Select(one => one.Count));
        Assert.Equal(2, gateway.Delivered.Count);
    }

    [Fact]
    public async Task Mutes_AndWorkingHoursOfTheReceiver_AreKept()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var story = new NotificationStory(gateway).Begin();
        story.WantsSms(OrderStory.Clerk, NoticeKind.Issued);
        story.WantsSms(OrderStory.Manager);
        await story.PassAsync(TimeSpan.FromHours(9)); // 19:00
        var order = OrderStory.Cause() with { At = story.Time.GetUtcNow() };
        story.Enter(
            new StreamId(EntityKind.Order, OrderStory.No),
            [.. new OrderStory().Do(story.Time.GetUtcNow(), new IssueOrder(order) { Source = "/t", Id = "i" }).Events]);
        await story.TellAsync();
        Assert.Empty(story.InboxOf(OrderStory.Clerk));
        Assert.Single(story.InboxOf(OrderStory.Manager));
        await story.PassAsync(TimeSpan.FromHours(13.9));
        Assert.Empty(gateway.Taken);
        await story.PassAsync(TimeSpan.FromHours(0.1));
        Assert.Single(gateway.Taken); // Tuesday 9:00
    }

    [Fact]
    public async Task Forget_RemovesWhatIsOldAndKeepsWhatWaits()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var story = new NotificationStory(gateway).Begin();
        story.WantsSms(OrderStory.Clerk);
        story.Card("C-1");
        await story.TellAsync();
        story.Outbox.Forget(story.Time.GetUtcNow() + Soon);
        Assert.Empty(story.InboxOf(OrderStory.Clerk));
        await story.PassAsync(Soon);
        Assert.Single(gateway.Delivered);
    }

    [Fact]
    public async Task Inbox_IsReadByItsOwnerAlone()
    {
        await using var story = new NotificationStory().Begin();
        story.Card("C-1");
        await story.TellAsync();
        var message = Assert.Single(story.InboxOf(OrderStory.Clerk));
        Assert.Null(story.Inbox.Read(OrderStory.Manager.Id, message.Id));
        Assert.Equal(1, story.Inbox.Unread(OrderStory.Clerk.Id));
        Assert.Equal("/cases/C-1", story.Inbox.Read(OrderStory.Clerk.Id, message.Id));
        Assert.Equal((0, 1), (story.Inbox.Unread(OrderStory.Clerk.Id), story.Inbox.Unread(OrderStory.Manager.Id)));
        story.Inbox.ReadAll(OrderStory.Manager.Id);
        Assert.Equal(0, story.Inbox.Unread(OrderStory.Manager.Id));
    }
}
