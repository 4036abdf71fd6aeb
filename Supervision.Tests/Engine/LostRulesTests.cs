using Supervision.Core.Facts;
using Supervision.Silo.Embedded;
using Supervision.Tests.Support;
using static Supervision.Tests.Engine.EngineStory;

namespace Supervision.Tests.Engine;

/// <summary>
/// The rule book a case lives under is lost and later restored: facts are kept, nothing stops, nothing is missed.
/// </summary>
public sealed class LostRulesTests
{
    private const string Overdue = "promised.warning promised.yellow";
    private readonly InMemoryRuleShelf shelf = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Deadline_WithoutTheRuleBook_WaitsAndFiresOnceItIsRestored(bool restart)
    {
        using var story = Begun();
        shelf.Lost = true;
        story.Pass(TimeSpan.FromDays(9.5));
        if (restart)
        {
            story.Crash(shelf);
        }

        for (var minute = 0; minute < 5; minute++)
        {
            story.Pass(TimeSpan.FromMinutes(1));
        }

        Assert.Null(story.Engine.Fault);
        Assert.Equal((1, ""), (story.Entries, story.Cards()));
        shelf.Lost = false;
        story.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal((2, Overdue), (story.Entries, story.Cards()));
    }

    [Fact]
    public void Fact_WithoutTheRuleBook_IsKeptAndReadOnceItIsRestored()
    {
        using var story = Begun();
        shelf.Lost = true;
        Assert.Equal(1, story.Submitted(Fact("2", at: "2018-10-16 10:00", data: new CaseFinished())).Accepted);
        Assert.Equal(1, story.Submitted(Fact("2", at: "2018-10-16 10:00", data: new CaseFinished())).Duplicates);
        story.Pass(TimeSpan.FromDays(30));
        story.Crash(shelf);
        Assert.Null(story.Engine.Fault);
        shelf.Lost = false;
        story.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal("", story.Cards()); // finished in time, though nobody could tell when it was said
        Assert.Equal(3, story.Entries);
    }

    [Fact]
    public void OtherFacts_WhileSomeCasesWait_AreDecidedAsEver()
    {
        using var story = Begun();
        shelf.Lost = true;
        var receipt = story.Submitted(
            Fact("2", at: "2018-10-16 10:00", data: new CaseStageCompleted { Stage = "审查" }), Fact("3", "C-2"));
        Assert.Equal(2, receipt.Accepted);
        shelf.Lost = false;
        story.Pass(TimeSpan.FromDays(9.5));
        Assert.Equal((Overdue, Overdue), (story.Cards(), story.Cards("C-2")));
    }

    [Fact]
    public void Deadline_InReplayWithoutTheRuleBook_DoesNotHoldTheClockBack()
    {
        using var story = Begun(new EngineOptions { Clock = ClockMode.Replay });
        shelf.Lost = true;
        var now = story.Advanced("2018-10-25 10:00");
        Assert.Equal(ClockSamples.At("2018-10-25 10:00"), now);
        shelf.Lost = false;
        story.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(Overdue, story.Cards());
    }

    private EngineStory Begun(EngineOptions? options = null)
    {
        var story = new EngineStory(
            options ?? new EngineOptions { Shards = 2, Horizon = TimeSpan.FromDays(60) }, shelf);
        story.Submitted(Fact("1"));
        return story;
    }
}
