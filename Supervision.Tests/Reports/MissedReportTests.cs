using Microsoft.Extensions.DependencyInjection;
using Supervision.Core.Jobs;
using Supervision.Core.People;
using Supervision.Silo.Jobs;
using Supervision.Silo.Notifications;
using Supervision.Tests.Support;

namespace Supervision.Tests.Reports;

/// <summary>A report that was due and not issued: who answers for it is told, once.</summary>
public class MissedReportTests
{
    private const string Told = "到期未发布：投资监察〔2018〕11期";

    [Fact]
    public async Task Report_ThatWasDueAndNotIssued_IsToldOnceToWhoeverAnswersForIt()
    {
        await using var story = await ReportStory.StartAsync(
            "--Supervision:Notifications:GroupWindow", "00:00:00", "--Supervision:Notifications:Urgent",
            "reportMissed");
        (Role Role, string? Organisation)[] people =
        [
            (Role.Inspector, null), (Role.Leader, null), (Role.Admin, null), (Role.Leader, "H1"), (Role.Manager, "H1"),
        ];
        foreach (var (role, organisation) in people)
        {
            await story.System.MakeAccountAsync(
                $"{role}-{organisation ?? "city"}", role, organisation, "swordfish-2026");
        }

        var runner = story.System.Services.GetRequiredService<JobRunner>();
        Assert.True(await runner.RunDueAsync(JobKind.InvestmentReport, story.Time.GetUtcNow(), default));
        var told = ToldAsync(story, people: 3);
        story.Time.MoveTo(ClockSamples.At("2018-12-11 00:00")); // nothing runs on the 10th: it was switched off
        await told;
        Assert.Equal(["Admin-city", "Inspector-city", "Leader-city"], await TitlesAsync(story));

        using var inspector = await story.System.SignInAsync(Role.Inspector);
        var page = await inspector.Http.GetStringAsync("/reports");
        Assert.Contains("逾期未发布", page, StringComparison.Ordinal);
        Assert.Null(await story.RunAsync(JobKind.InvestmentReport, "2018-11"));
        page = await inspector.Http.GetStringAsync("/reports");
        Assert.Contains("投资监察〔2018〕11期", page, StringComparison.Ordinal);
        Assert.DoesNotContain("逾期未发布", page, StringComparison.Ordinal);
    }

    /// <summary>Completed when so many people were told something.</summary>
    private static async Task ToldAsync(ReportStory story, int people)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        HashSet<string> accounts = [];
        var file = story.System.Services.GetRequiredService<NotificationFile>();
        file.Changed += Tell;
        try
        {
            await told.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }
        finally
        {
            file.Changed -= Tell;
        }

        void Tell(IReadOnlyCollection<string> changed)
        {
            accounts.UnionWith(changed);
            if (accounts.Count >= people)
            {
                told.TrySetResult();
            }
        }
    }

    /// <summary>Everybody who was told, as often as they were.</summary>
    private static async Task<IEnumerable<string>> TitlesAsync(ReportStory story)
    {
        var inbox = story.System.Services.GetRequiredService<Inbox>();
        var receivers = await story.System.Services.GetRequiredService<IReceivers>().ListAsync(default);
        return receivers
            .SelectMany(person => inbox.Find(new MessageQuery(person.Id)).Items
                .SelectMany(message => message.Lines).Where(line => line.Text.Title == Told).Select(_ => person.Name))
            .Order(StringComparer.Ordinal);
    }
}
