using Supervision.Core.Complaints;
using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Complaints;

/// <summary>Half a month, one month, three months, at most six (S2).</summary>
public class ComplaintTests
{
    /// <summary>2026-03-02 is a Monday; a last day off rolls to the next working day.</summary>
    [Theory]
    [InlineData("village", "2026-03-17 17:00")]
    [InlineData("town", "2026-04-02 17:00")]
    [InlineData(null, "2026-04-02 17:00")]
    [InlineData("departments", "2026-06-02 17:00")]
    public void Limit_IsThatOfItsClass(string? about, string due)
    {
        var story = Story().Fact("2026-03-02 10:00", Filed(about));
        Assert.Equal(ClockSamples.At(due), story.State.Row.DueAt);
        Assert.Equal(ClockSamples.At("2026-09-02 17:00"), story.State.Row.UtmostAt);
    }

    [Fact]
    public void Complaint_LeftAlone_GetsEveryCardAtItsInstant()
    {
        var story = Story().Fact("2026-03-02 10:00", Filed("village")).Run("2026-12-01 09:00");
        Assert.Equal(
            "complaint.red 03-18 17:00, complaint.utmost.red 09-02 17:00, complaint.warning 03-13 09:00, "
            + "complaint.yellow 03-17 17:00", Standing(story));
        Assert.True(story.State.Row.Overdue);
        Assert.Null(story.State.Deadline);
        Assert.Contains("TS-1", story.Stored, StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_ThatBecomesKnownLate_WithdrawsTheCards()
    {
        var story = Story().Fact("2026-03-02 10:00", Filed("village")).Run("2026-04-01 09:00");
        story.Late("2026-03-10 10:00", "2026-04-01 10:00", new ComplaintAnswered());
        Assert.Equal("", Standing(story));
        Assert.False(story.State.Row.Overdue);
        Assert.Null(story.State.Deadline);
    }

    [Fact]
    public void AnswerBeforeTheFiling_ComesTogetherWhateverTheOrder()
    {
        var story = Story().Late("2026-03-10 10:00", "2026-03-10 10:00", new ComplaintAnswered());
        Assert.Null(story.State.Deadline);
        story.Late("2026-03-02 10:00", "2026-03-12 10:00", Filed("village"));
        Assert.Equal(ClockSamples.At("2026-03-10 10:00"), story.State.Row.AnsweredAt);
        Assert.Equal("", Standing(story.Run("2026-12-01 09:00")));
    }

    [Fact]
    public void Terms_AreThoseOfItsFiling()
    {
        var terms = Story().Fact("2026-03-02 10:00", Filed("town")).State.Terms!;
        Assert.Equal(["departments", "town", "village"], terms.Limits.Select(limit => limit.Class));
        Assert.Equal(6, terms.Utmost.Amount);
    }

    private static EntityStory<ComplaintState> Story() => new(EntityKind.Complaint, "TS-1");

    private static ComplaintFiled Filed(string? about) => new() { Hall = "H1", Window = "W01", Class = about };

    private static string Standing(EntityStory<ComplaintState> story) =>
        EntityStory<ComplaintState>.Standing(story.State.Alerts);
}
