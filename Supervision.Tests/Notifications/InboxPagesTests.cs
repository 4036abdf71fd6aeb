using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.People;
using Supervision.Silo.Auditing;
using Supervision.Silo.Notifications;
using Supervision.Tests.Browser;
using Supervision.Tests.Support;
using static Microsoft.Playwright.Assertions;

namespace Supervision.Tests.Notifications;

/// <summary>The whole system with a gateway: from a complaint to the receiver's pages and phone.</summary>
[Collection(BrowserSuite.Name)]
public sealed class InboxPagesTests(Chromium chromium) : IAsyncLifetime
{
    private const string Phone = "13912345678";

    private FakeGateway gateway = null!;
    private RealSystem system = null!;
    private int complaints;

    public async ValueTask InitializeAsync()
    {
        gateway = await FakeGateway.StartAsync();
        system = new RealSystem
        {
            Arguments =
            [
                "--Supervision:Notifications:Sms:Url", gateway.Url, "--Supervision:Notifications:Sms:Secret",
                FakeGateway.Secret, "--Supervision:Notifications:GroupWindow", "00:00:00",
                "--Supervision:Notifications:AttemptsMax", "1", "--Supervision:Notifications:Urgent", "issued",
            ],
        };
        await system.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await system.DisposeAsync();
        await gateway.DisposeAsync();
    }

    [Fact]
    public async Task Inbox_ShowsWhatOneIsToldAndIsMarkedAsRead()
    {
        using var manager = await system.SignInAsync(Role.Manager, "W01");
        using var other = await system.SignInAsync(Role.Manager, "W02");
        Assert.Contains("还没有消息", await manager.Http.GetStringAsync("/inbox"), StringComparison.Ordinal);
        var id = await ComplainAsync();
        var page = await manager.Http.GetStringAsync("/inbox");
        Assert.Contains("新督办单", page, StringComparison.Ordinal);
        Assert.Contains("未读 1 条", page, StringComparison.Ordinal);
        Assert.Contains("还没有消息", await other.Http.GetStringAsync("/inbox"), StringComparison.Ordinal);

        using var foreign = await other.SendFormAsync("/inbox", "read", ("open", id));
        Assert.Equal("/inbox", foreign.Headers.Location!.AbsolutePath);
        Assert.Contains("未读 1 条", await manager.Http.GetStringAsync("/inbox"), StringComparison.Ordinal);
        using var opened = await manager.SendFormAsync("/inbox", "read", ("open", id));
        Assert.StartsWith("/orders/", opened.Headers.Location!.AbsolutePath, StringComparison.Ordinal);
        Assert.Contains("未读 0 条", await manager.Http.GetStringAsync("/inbox"), StringComparison.Ordinal);
        Assert.Contains(
            "没有符合条件的消息", await manager.Http.GetStringAsync("/inbox?unread=true"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_AreCheckedKeptMaskedAndAudited()
    {
        using var manager = await system.SignInAsync(Role.Manager, "W01");
        using var wrong = await manager.SendFormAsync("/inbox/settings", "settings", ("phone", "<b>1</b>"));
        Assert.Contains("手机号应为", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var missing = await manager.SendFormAsync("/inbox/settings", "settings", ("channel", "sms"));
        Assert.Contains("要收短信，请填手机号", await missing.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var kept = await SetAsync(manager);
        var page = await kept.Content.ReadAsStringAsync();
        Assert.Contains("139****5678", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Phone, page, StringComparison.Ordinal);
        var line = Assert.Single(system.Services.GetRequiredService<AuditLog>()
            .Find(new AuditQuery(AuditKind.ContactChanged)).Items);
        Assert.DoesNotContain("5678", line.Entry.Detail + line.Entry.Subject, StringComparison.Ordinal);
        using var removed = await manager.SendFormAsync("/inbox/settings", "settings", ("phone", "-"));
        Assert.DoesNotContain("139****5678", await removed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliveries_ShowWhatFailedAndRetryIt()
    {
        gateway.Answer = request => request == 0 ? 500 : 200;
        using var manager = await system.SignInAsync(Role.Manager, "W01");
        using var admin = await system.SignInAsync(Role.Admin);
        using var kept = await SetAsync(manager);
        await ComplainAsync();
        var sender = system.Services.GetRequiredService<MessageSender>();
        await sender.SendDueAsync(CancellationToken.None);
        var page = await admin.Http.GetStringAsync("/messages");
        Assert.Contains("139****5678", page, StringComparison.Ordinal);
        Assert.DoesNotContain(Phone, page, StringComparison.Ordinal);
        Assert.Contains("data-state=\"failed\"", page, StringComparison.Ordinal);
        Assert.Contains("网关应答 · 500", page, StringComparison.Ordinal);

        var inbox = system.Services.GetRequiredService<Inbox>();
        var id = inbox.Find(new MessageQuery()).Items.Single().Id;
        using var unknown = await admin.SendFormAsync("/messages", "retry", ("message", "nonsense"));
        Assert.Contains("没有这条失败的消息", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var retried = await admin.SendFormAsync("/messages", "retry", ("message", id));
        Assert.Contains("已重新排队", await retried.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await sender.SendDueAsync(CancellationToken.None);
        Assert.Equal(MessageState.Sent, inbox.Find(new MessageQuery()).Items.Single().State);
        Assert.Equal(Phone, gateway.Delivered[id].GetProperty("to").GetString());
    }

    [Fact]
    public async Task Badge_CountsLiveOnAnyPageAndTheInboxFollows()
    {
        await using var watched = await chromium.OpenAsync(system.Address.ToString(), 1400, 900);
        await system.MakeAccountAsync("王经理", Role.Manager, "W01", "swordfish-2026");
        await watched.GotoAsync("/sign-in?back=/cases");
        await watched.Page.Locator("input[name=name]").FillAsync("王经理");
        await watched.Page.Locator("input[name=password]").FillAsync("swordfish-2026");
        await watched.Page.Locator("main button.btn-primary[type=submit]").ClickAsync();
        var badge = watched.Page.Locator("[data-unread]");
        await Expect(badge).ToBeHiddenAsync();
        await ComplainAsync();
        await Expect(badge).ToHaveTextAsync("1");
        await watched.Page.Locator("[data-inbox]").ClickAsync();
        await Expect(watched.Page.Locator("[data-message]")).ToHaveCountAsync(1);
        await ComplainAsync();
        await Expect(watched.Page.Locator("[data-message]")).ToHaveCountAsync(2);
        await Expect(badge).ToHaveTextAsync("2");
        await watched.ShootAsync("inbox");
        await watched.Page.Locator("button[name=all]").ClickAsync();
        await Expect(badge).ToBeHiddenAsync();
        await watched.GotoAsync("/inbox/settings");
        await watched.ShootAsync("inbox-settings");
        watched.AssertClean();
    }

    [Fact]
    public async Task Page_ToldOfSomethingBeforeItListens_LooksAgain()
    {
        await using var watched = await chromium.OpenAsync(system.Address.ToString(), 1400, 900);
        await system.MakeAccountAsync("王经理", Role.Manager, "W01", "swordfish-2026");
        await watched.SignInAsync("王经理", "swordfish-2026", "/cases");
        var listens = new TaskCompletionSource();
        await watched.Page.RouteAsync("**/hubs/board/negotiate*", async route =>
        {
            await listens.Task;
            await route.ContinueAsync();
        });
        await watched.GotoAsync("/inbox");
        await Expect(watched.Page.Locator("[data-message]")).ToHaveCountAsync(0);
        await ComplainAsync();
        listens.SetResult();
        await Expect(watched.Page.Locator("[data-message]")).ToHaveCountAsync(1);
        watched.AssertClean();
    }

    private static Task<HttpResponseMessage> SetAsync(Visitor visitor) => visitor.SendFormAsync(
        "/inbox/settings", "settings", ("channel", "sms"), ("phone", Phone));

    /// <summary>Files a complaint about W01, and waits until its manager is told; tells the newest message.</summary>
    private async Task<string> ComplainAsync()
    {
        var told = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var file = system.Services.GetRequiredService<NotificationFile>();
        void Tell(IReadOnlyCollection<string> accounts) => told.TrySetResult(accounts.First());
        file.Changed += Tell;
        try
        {
            var (status, answer) = await system.PostAsync(JsonSerializer.Serialize(new
            {
                specversion = "1.0",
                id = $"complaint-{complaints}",
                source = "/complaints",
                type = "complaint.filed",
                subject = $"T-{complaints++}",
                time = TimeProvider.System.GetUtcNow(),
                data = new { hall = "H1", department = $"D{complaints}", window = "W01" },
            }));
            Assert.Equal((HttpStatusCode.OK, 1), (status, answer.GetProperty("accepted").GetInt32()));
            var account = await told.Task.WaitAsync(TimeSpan.FromSeconds(60));
            return system.Services.GetRequiredService<Inbox>().Find(new MessageQuery(account)).Items[0].Id;
        }
        finally
        {
            file.Changed -= Tell;
        }
    }
}
