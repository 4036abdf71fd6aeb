using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Supervision.Silo.Notifications;
using Supervision.Silo.Notifications.Channels;
using Supervision.Tests.Support;

namespace Supervision.Tests.Notifications;

/// <summary>From the journal to a real HTTP gateway and back.</summary>
public class DeliveryTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Card_IsDeliveredOnceSignedAndMasked()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var story = new NotificationStory(gateway, one => one.SiteUrl = "https://jc.example.cn/").Begin();
        story.WantsSms(OrderStory.Clerk);
        story.Card("C-1");
        await story.TellAsync();
        await story.PassAsync(Soon - TimeSpan.FromSeconds(1));
        Assert.Empty(gateway.Taken);
        await story.PassAsync(TimeSpan.FromSeconds(1));
        await story.PassAsync(Soon);
        var body = Assert.Single(gateway.Delivered).Value;
        Assert.Equal(0, gateway.Forged);
        Assert.Equal(
            ("13812345678", "card", "红牌：C-1", "https://jc.example.cn/cases/C-1", 1),
            (Text(body, "to"), Text(body, "template"), Text(body, "title"), Text(body, "link"),
                body.GetProperty("count").GetInt32()));
        var sent = Assert.Single(story.Sent);
        Assert.Equal((gateway.Taken.Single(), MessageState.Sent, "138****5678"), (sent.Id, sent.State, sent.Address));
    }

    [Fact]
    public async Task Signature_WithAnotherSecret_IsRefused()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var story = new NotificationStory(gateway, one => one.Sms.Secret = "quite another secret").Begin();
        story.WantsSms(OrderStory.Clerk);
        story.Card("C-1");
        await story.TellAsync();
        await story.PassAsync(Soon);
        Assert.Equal((1, 0), (gateway.Forged, gateway.Taken.Count));
        Assert.Equal("http:401", story.Sent.Single().Fault);
    }

    [Fact]
    public async Task Gateway_ThatFailsOnceAndThenTakesIt_DeliversOnce()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.Answer = request => request == 0 ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK;
        await using var story = new NotificationStory(gateway).Begin();
        story.WantsSms(OrderStory.Clerk);
        story.Card("C-1");
        await story.TellAsync();
        await story.PassAsync(Soon);
        Assert.Equal((MessageState.Queued, "http:500"), (story.Sent[0].State, story.Sent[0].Fault));
        await story.PassAsync(story.Options.RetryAfter - TimeSpan.FromSeconds(1));
        Assert.Single(gateway.Taken);
        await story.PassAsync(TimeSpan.FromSeconds(1));
        await story.PassAsync(Soon);
        Assert.Equal((2, 1), (gateway.Taken.Count, gateway.Taken.Distinct().Count()));
        Assert.Single(gateway.Delivered);
        Assert.Equal((MessageState.Sent, 2L), (story.Sent[0].State, story.Sent[0].Attempts));
    }

    [Fact]
    public async Task Gateway_ThatIsDownForLong_FailsWithTheReasonAndIsRetriedByHand()
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.Answer = _ => StatusCodes.Status503ServiceUnavailable;
        await using var story = new NotificationStory(gateway, one => one.AttemptsMax = 3).Begin();
        story.WantsSms(OrderStory.Clerk);
        story.Card("C-1");
        await story.TellAsync();
        for (var i = 0; i < 10; i++) await story.PassAsync(Soon);
        Assert.Equal(3, gateway.Taken.Count);
        var failed = story.Sent.Single();
        Assert.Equal((MessageState.Failed, "http:503", 3L), (failed.State, failed.Fault, failed.Attempts));

        gateway.Answer = _ => StatusCodes.Status200OK;
        Assert.True(story.Inbox.Retry(failed.Id));
        Assert.False(story.Inbox.Retry(failed.Id));
        await story.PassAsync(TimeSpan.Zero);
        Assert.Equal(failed.Id, Assert.Single(gateway.Delivered).Key);
        Assert.Equal(MessageState.Sent, story.Sent.Single().State);
    }

    [Theory]
    [InlineData(StatusCodes.Status400BadRequest)]
    [InlineData(StatusCodes.Status302Found)]
    public async Task Gateway_ThatRefusesTheMessage_IsAskedOnce(int answer)
    {
        await using var gateway = await FakeGateway.StartAsync();
        gateway.Answer = _ => answer;
        await using var story = new NotificationStory(gateway).Begin();
        story.WantsSms(OrderStory.Clerk);
        story.Card("C-1");
        await story.TellAsync();
        for (var i = 0; i < 3; i++) await story.PassAsync(Soon);
        Assert.Single(gateway.Taken);
        Assert.Equal((MessageState.Failed, $"http:{answer}"), (story.Sent[0].State, story.Sent[0].Fault));
    }

    [Fact]
    public async Task Address_RemovedMeanwhile_FailsWithoutAskingTheGateway()
    {
        await using var gateway = await FakeGateway.StartAsync();
        await using var story = new NotificationStory(gateway).Begin();
        story.WantsSms(OrderStory.Clerk);
        story.Card("C-1");
        await story.TellAsync();
        story.Book.Set(OrderStory.Clerk.Id, story.Book.Of(OrderStory.Clerk.Id) with { Phone = null });
        await story.PassAsync(Soon);
        Assert.Empty(gateway.Taken);
        Assert.Equal((MessageState.Failed, "noAddress"), (story.Sent[0].State, story.Sent[0].Fault));
    }

    [Fact]
    public async Task Nobody_ListensAtTheAddress_IsUnreachableAndTriedAgain()
    {
        var gateway = await FakeGateway.StartAsync();
        await using var story = new NotificationStory(gateway).Begin();
        await gateway.DisposeAsync();
        story.WantsSms(OrderStory.Clerk);
        story.Card("C-1");
        await story.TellAsync();
        await story.PassAsync(Soon);
        Assert.Equal((MessageState.Queued, "unreachable"), (story.Sent[0].State, story.Sent[0].Fault));
    }

    /// <summary>Whoever connects a gateway checks their code against the example.</summary>
    [Fact]
    public void Signature_InTheDocument_IsWhatTheProgramSends()
    {
        var document = File.ReadAllText(Path.Combine(SharedFiles.Root, "docs", "notifications.md"));
        var body = document.Split("```\n").Single(part => part.StartsWith('{')).Trim();
        Assert.Contains(
            MessageSignature.Of(FakeGateway.Secret, "1542160800", Encoding.UTF8.GetBytes(body)), document,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Pause_DoublesUpToItsLongestAndVariesByHalf()
    {
        var options = new NotificationOptions();
        double[] seconds = [.. Enumerable.Range(1, 9).Select(failed =>
            MessageSender.PauseAfter(failed, options, 1).TotalSeconds)];
        Assert.Equal([10, 20, 40, 80, 160, 320, 640, 1280, 1800], seconds);
        Assert.Equal(5, MessageSender.PauseAfter(1, options, 0).TotalSeconds);
    }

    private static string Text(JsonElement body, string name) => body.GetProperty(name).GetString()!;
}
