using Supervision.Core.Entities;
using Supervision.Core.Scores;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Scores;

/// <summary>October 2026 is closed in November; every rule of it, one test each.</summary>
public class MonthTests
{
    [Fact]
    public void Close_MonthThatIsOver_KeepsEverythingInOneEvent()
    {
        var story = Month().Do("2026-11-01 00:00", Close(3));
        Assert.Null(story.Refusal);
        var closed = Assert.IsType<MonthClosed>(Assert.Single(story.Events));
        Assert.Equal(
            (1, TestRules.Book.Version, TestRules.Book.Scores.Version), (closed.Version, closed.Rules, closed.Scheme));
        Assert.Equal(3, closed.Figures.Read().Single()[ScoreInputs.Finished]);
        Assert.NotEmpty(story.Stored);
    }

    [Theory]
    [InlineData("2026-10-31 23:59", "month.open")]
    [InlineData("2026-10-01 00:00", "month.open")]
    [InlineData("2026-09-30 23:59", "month.future")]
    public void Close_MonthThatIsNotOver_IsRefused(string now, string code) =>
        Assert.Equal(code, Month().Do(now, Close(3)).Refusal!.Code);

    [Fact]
    public void Close_MonthWithoutData_IsRefused() =>
        Assert.Equal("month.empty", Month().Do("2026-11-01 00:00", Close(0)).Refusal!.Code);

    [Fact]
    public void Close_StreamThatIsNoMonth_IsRefused() => Assert.Equal(
        "command.unknown",
        new EntityStory<MonthState>(EntityKind.Month, "2026-13").Do("2026-11-01 00:00", Close(3)).Refusal!.Code);

    [Fact]
    public void Close_AgainWithTheSameFigures_ChangesNothing()
    {
        var story = Month().Do("2026-11-01 00:00", Close(3)).Do("2026-11-02 00:00", Close(3));
        Assert.Null(story.Refusal);
        Assert.Single(story.Events);
    }

    [Fact]
    public void Close_AgainWithOtherFigures_NeedsAReasonAndIsANewVersion()
    {
        var story = Month().Do("2026-11-01 00:00", Close(3)).Do("2026-11-02 00:00", Close(4));
        Assert.Equal("month.closed", story.Refusal!.Code);
        Assert.Equal("month.closed", story.Do("2026-11-02 00:00", Close(4, " ")).Refusal!.Code);
        Assert.Equal("month.reason", story.Do("2026-11-02 00:00", Close(4, new string('x', 401))).Refusal!.Code);
        story.Do("2026-11-02 00:00", Close(4, "申诉成功"));
        Assert.Null(story.Refusal);
        Assert.Equal([1, 2], story.State.Versions.Select(version => version.Version));
        Assert.Equal("申诉成功", story.State.Versions[1].Because);
        Assert.NotEmpty(story.Stored);
    }

    [Fact]
    public void Correct_UnderANewerRuleBook_KeepsTheSchemeOfTheFirstVersion()
    {
        var state = (MonthState)Month().Do("2026-11-01 00:00", Close(3)).State;
        var newer = TestRules.Book with
        {
            Version = "newer",
            Scores = TestRules.Book.Scores with { SampleMin = 50 },
        };
        var decision = Deciders.Of(EntityKind.Month).Answer(
            state, Close(4, "late"), new(ClockSamples.At("2026-11-02 00:00"), newer, new(ClockSamples.Calendar,
                System.Collections.Frozen.FrozenDictionary<string, Core.Calendars.WorkCalendar>.Empty)));
        var closed = Assert.IsType<MonthClosed>(Assert.Single(decision.Events));
        Assert.Equal((TestRules.Book.Version, TestRules.Book.Scores.Version), (closed.Rules, closed.Scheme));
    }

    [Fact]
    public void Between_TwoVersions_NamesEveryFigureThatDiffers()
    {
        var changes = MonthFigures.Between([Unit("a", 3), Unit("gone", 1)], [Unit("a", 4), Unit("new", 2)]);
        Assert.Equal(
            ["a finished 3 4", "gone finished 1 0", "new finished 0 2"],
            changes.Select(change => $"{change.Unit.Id} {change.Input.Id} {change.Before} {change.After}"));
    }

    private static EntityStory<MonthState> Month() => new(EntityKind.Month, "2026-10");

    private static CloseMonth Close(long finished, string? because = null) =>
        new(MonthFigures.Of([Unit("W01", finished)]), because, null)
        {
            Source = "/test",
            Id = Guid.NewGuid().ToString(),
        };

    private static UnitFigures Unit(string id, long finished)
    {
        var inputs = new long[ScoreInputs.All.Length];
        inputs[ScoreInputs.Finished.Slot] = finished;
        return new(new(ScoreOf.Window, id), inputs);
    }
}
