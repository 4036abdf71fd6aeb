using Supervision.Core.Alerts;
using Supervision.Core.Entities;
using Supervision.Core.Jobs;
using Supervision.Core.Orders;
using Supervision.Core.People;
using Supervision.Core.Ports;
using Supervision.Core.Reading;
using Supervision.Core.Reports;
using Supervision.Silo.Notifications;
using Supervision.Tests.Notifications;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Notifications;

/// <summary>Who is told what, and in which words.</summary>
public class HappeningTests
{
    private static readonly StreamId Order = new(EntityKind.Order, OrderStory.No);

    [Fact]
    public async Task Issued_TellsWhoAnswersForTheOrderAndNobodyElse()
    {
        await using var story = new NotificationStory().Begin();
        story.Enter(OrderStory.Issued());
        await story.TellAsync();
        Assert.Equal("A1:issued M1:issued", Told(story));
        var text = Assert.Single(story.InboxOf(OrderStory.Clerk)).Lines[0];
        Assert.Equal(
            ("新督办单 H1-2018-00001", "甲局窗口：收到督办单 H1-2018-00001（亮牌 C-1），请在 10-16 17:00 前签收。",
                "/orders/H1-2018-00001"),
            (text.Text.Title, text.Text.Text, text.Link));
    }

    [Fact]
    public async Task Step_TellsWhoTakesTheNextOneButNotWhoTookThis()
    {
        await using var story = new NotificationStory().Begin();
        var order = OrderStory.At(OrderStatus.Feedback);
        story.Enter(order.Do("2018-10-15 11:00", "rectify"));
        await story.TellAsync();
        Assert.Equal("I1:stepWanted", Told(story));
        story.Enter(order.Do("2018-10-15 11:00", "fail"));
        await story.TellAsync();
        Assert.Equal("A1:stepWanted M1:stepWanted I1:stepWanted", Told(story));
    }

    [Fact]
    public async Task Step_IsNotToldToWhoTookItThoughTheyMayTakeTheNext()
    {
        await using var story = new NotificationStory().Begin();
        story.Enter(OrderStory.Issued().Do("2018-10-15 11:00", "acknowledge"));
        await story.TellAsync();
        Assert.Equal("M1:stepWanted", Told(story));
    }

    [Fact]
    public async Task Climb_TellsTheNewRungAndThoseWhoWereLate()
    {
        await using var story = new NotificationStory().Begin();
        var order = OrderStory.Issued();
        while (order.Row.Rung == LadderRung.Handler) order.Tick(order.State.Deadline!.Value);
        story.Enter(order);
        await story.TellAsync();
        Assert.Equal("A1:overdue M1:climbed", Told(story));
        while (order.Row.Rung < LadderRung.GovernmentLeader) order.Tick(order.State.Deadline!.Value);
        story.Time.Advance(TimeSpan.FromHours(1));
        story.Enter(order);
        await story.TellAsync();
        Assert.Equal(
            ["A1:overdue", "A1:overdue", "L1:overdue", "L2:climbed", "M1:climbed", "M1:overdue"],
            Told(story).Split(' ').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Appeal_TellsWhoDecidesItAndThenTheParties()
    {
        await using var story = new NotificationStory(options: one => one.GroupWindow = default).Begin();
        var order = OrderStory.Issued();
        story.Enter(order.Do("2018-10-15 11:00", "appeal"));
        await story.TellAsync();
        Assert.Equal("L2:appealed I1:appealed", Told(story));
        story.Enter(order.Do("2018-10-15 12:00", "revoked"));
        await story.TellAsync();
        Assert.Equal("A1:appealDecided M1:appealDecided L2:appealed I1:appealed", Told(story));
        Assert.EndsWith("的申诉结果：撤销。", story.InboxOf(OrderStory.Clerk)[0].Lines[0].Text.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task End_TellsTheParties()
    {
        await using var story = new NotificationStory().Begin();
        story.Enter(OrderStory.At(OrderStatus.Verified).Do("2018-10-15 11:00", "close"));
        await story.TellAsync();
        Assert.Equal("A1:ended M1:ended", Told(story));
    }

    [Fact]
    public async Task Reminder_TellsOfTheOrderAsItIsNow()
    {
        await using var story = new NotificationStory().Begin();
        var order = OrderStory.At(OrderStatus.Rectified);
        story.Engine.Entities[Order] = new EntitySnapshot(Order, order.State, 1, 1);
        story.Enter(Order, [new OrderReminded(AlertLevel.Warning, story.Time.GetUtcNow())]);
        await story.TellAsync();
        Assert.Equal("I1:reminded", Told(story));
    }

    [Fact]
    public async Task Report_IsToldToWhoSupervisesOrLeadsTheWholeCity()
    {
        await using var story = new NotificationStory().Begin();
        story.People.Add(new Actor("I2", "一厅监察", Role.Inspector, "H1"));
        var now = story.Time.GetUtcNow();
        var month = new Cycle(CycleUnit.Month, new(2018, 9, 1));
        var bulletin = new Report(ReportKind.Bulletin, month, 1, now, null, null, "00");
        story.Enter(ReportText.StreamOf(bulletin.Kind, month), [new ReportIssued(bulletin)]);
        await story.TellAsync();
        Assert.Equal("L2:reportIssued I1:reportIssued", Told(story));
        var line = story.InboxOf(OrderStory.Inspector)[0].Lines[0];
        Assert.Equal(
            ("已发布：监察通报〔2018〕09期", "/reports/bulletin/2018-09"), (line.Text.Title, line.Link));

        story.Enter(ReportText.StreamOf(ReportKind.Investment, month), [new ReportUnsent(now, "投资监察〔2018〕09期")]);
        await story.TellAsync();
        Assert.Equal("L2:reportIssued L2:reportUnsent I1:reportIssued I1:reportUnsent", Told(story));
        Assert.Equal(
            "/reports/investment?period=2018-09", story.InboxOf(OrderStory.Inspector)[1].Lines[0].Link);

        story.People.Add(new Actor("A9", "管理员", Role.Admin, null));
        story.Enter(ReportText.StreamOf(ReportKind.Bulletin, month), [new ReportMissed(now, "监察通报〔2018〕09期")]);
        await story.TellAsync();
        Assert.Equal(
            ["A9:reportMissed", "I1:reportMissed", "L2:reportMissed"],
            Told(story).Split(' ').Where(told => told.EndsWith("Missed", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Job_ThatFailsIsToldToWhoSeesToIt()
    {
        await using var story = new NotificationStory().Begin();
        story.People.Add(new Actor("A9", "管理员", Role.Admin, null));
        var now = story.Time.GetUtcNow();
        var run = new JobRun(
            JobKind.Backup, new Cycle(CycleUnit.Day, new(2018, 10, 15)), JobRunState.Running, 2, "一号", now,
            now.AddHours(1));
        story.Enter(JobStream.Of(run.Job, run.Period), [new JobMoved(run)]);
        await story.TellAsync();
        Assert.Equal("", Told(story));

        var failed = run with { State = JobRunState.Failed, FinishedAt = now, Result = "磁盘已满" };
        story.Enter(JobStream.Of(run.Job, run.Period), [new JobMoved(failed)]);
        await story.TellAsync();
        Assert.Equal("A9:jobFailed I1:jobFailed", string.Join(' ', Told(story).Split(' ').Order()));
        var line = story.InboxOf(OrderStory.Inspector)[0].Lines[0];
        Assert.Equal(("任务失败：备份 2018-10-15", "/jobs"), (line.Text.Title, line.Link));
        Assert.EndsWith("2018-10-15 的备份第 2 次运行失败（磁盘已满），请查看任务页。", line.Text.Text);
    }

    [Fact]
    public async Task AnotherProcess_SeesOnceIntoWhoseInboxSomethingCame()
    {
        await using var story = new NotificationStory().Begin();
        story.Card("C-1");
        await story.TellAsync();
        using var other = new NotificationFile(story.File);
        Assert.Empty(other.LookForOthers());
        story.Card("C-2", clock: "statutory"); // another cause, so a message of its own
        await story.TellAsync();
        Assert.Equal(["A1", "M1"], other.LookForOthers().Order(StringComparer.Ordinal));
        Assert.Empty(other.LookForOthers());
    }

    [Fact]
    public async Task Card_OfAConfiguredLevelTellsWhoIsResponsibleUnlessSilenced()
    {
        await using var story = new NotificationStory().Begin();
        story.People.Add(new Actor("M2", "别处经理", Role.Manager, "W02"));
        story.Card("C-1", level: AlertLevel.Yellow);
        story.Card("C-2");
        await story.TellAsync();
        Assert.Equal("A1:card M1:card", Told(story));
        Assert.Equal("甲局窗口：办件 C-2 已于 10-15 10:00 超过承诺时限，亮红牌。",
            story.InboxOf(OrderStory.Clerk)[0].Lines[0].Text.Text);

        var silence = new Silence(
            "s1", OrderStory.Inspector, "停电", story.Time.GetUtcNow(), story.Time.GetUtcNow().AddHours(1), null, "W01");
        var register = new StreamId(EntityKind.Register, "H1");
        story.Engine.Entities[register] =
            new EntitySnapshot(register, new RegisterState { Organisation = "H1", Silences = [silence] }, 1, 1);
        story.Card("C-3");
        await story.TellAsync();
        Assert.Equal("A1:card M1:card", Told(story));
    }

    [Fact]
    public async Task Texts_AreReplacedByTheConfigurationAndMayBeEnglish()
    {
        await using var story = new NotificationStory(
            options: one => one.Templates["card.title"] = "{level}!{about}!{nothing}").Begin();
        story.Card("C-{no}\n2");
        await story.TellAsync();
        var english = Assert.Single(story.Inbox.Find(new MessageQuery("A1", InEnglish: true)).Items);
        Assert.Equal("red card!C-{no} 2!", english.Lines[0].Text.Title);
        Assert.Equal(
            "甲局窗口: case C-{no} 2 passed its promised limit on 10-15 10:00: red card.", english.Lines[0].Text.Text);
    }

    /// <summary>Kinds by receiver, the receivers in the order of the story.</summary>
    private static string Told(NotificationStory story) => string.Join(' ', story.People.SelectMany(person =>
        story.InboxOf(person).SelectMany(message => message.Lines)
            .Select(line => $"{person.Id}:{Spelled(line.Kind)}")));

    private static string Spelled(NoticeKind kind) => Web.Components.Text.Spelling.Of(kind);
}
