using Supervision.Core.Entities;
using Supervision.Core.Jobs;
using Supervision.Core.Reports;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Reports;

/// <summary>A report that nothing proves to have been sent by the end of its day is said so, once.</summary>
public class ReportSendingTests
{
    private static readonly Cycle October = new(CycleUnit.Month, new(2026, 10, 1));
    private int commands;

    [Fact]
    public void Day_PassedWithoutProof_IsSaidOnce()
    {
        var story = Issued(ReportKind.Investment).Run("2026-11-10 23:59");
        Assert.Empty(story.Events.OfType<ReportUnsent>());
        story.Run("2026-11-30 00:00");
        var said = Assert.Single(story.Events.OfType<ReportUnsent>());
        Assert.Equal((ClockSamples.At("2026-11-11 00:00"), "投资监察〔2026〕10期"), (said.At, said.Number));
        _ = story.Stored;
    }

    [Theory]
    [InlineData("delivered", 0)]
    [InlineData("failed", 1)]
    public void Sending_IsProofOnlyWhenItArrived(string state, int said)
    {
        var story = Issued(ReportKind.Investment);
        var report = story.State.Report!;
        Do(story, "2026-11-10 15:00", new NoteSending(
            new(report.Version, "one@city.cn", "mail", default, report.Hash, state, null, null), null)
        {
            Source = "/test",
            Id = "sending",
        });
        story.Run("2026-11-30 00:00");
        Assert.Equal(said, story.Events.OfType<ReportUnsent>().Count());
    }

    [Fact]
    public void Bulletin_IsSentToNobody_SoNothingIsMissing() =>
        Assert.Empty(Issued(ReportKind.Bulletin).Run("2026-11-30 00:00").Events.OfType<ReportUnsent>());

    private EntityStory<ReportState> Issued(ReportKind kind) => Do(
        new(EntityKind.Report, ReportText.StreamOf(kind, October).Key), "2026-11-10 08:00",
        new IssueReport(kind, October, [], [], null, null) { Source = "/test", Id = $"{++commands}" });

    private static EntityStory<ReportState> Do(EntityStory<ReportState> story, string at, Command command)
    {
        story.Do(at, command);
        Assert.Null(story.Refusal);
        return story;
    }
}
