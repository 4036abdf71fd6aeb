using Supervision.Core.Cases;
using Supervision.Core.Facts;
using Supervision.Silo.Embedded;
using Supervision.Silo.Runtime;
using static Supervision.Tests.Engine.EngineStory;

namespace Supervision.Tests.Engine;

/// <summary>
/// The wall clock is set back or forward under a live engine. The case of each story was accepted on 2018-10-15 at
/// 10:00 with 7 working days: warning after 10-22 09:00, yellow after 10-24 17:00, red after 10-29 17:00.
/// </summary>
public sealed class WallClockTests
{
    private static readonly EngineOptions Options = new() { Shards = 2, Horizon = TimeSpan.FromDays(60) };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Clock_SetBackAcrossADeadline_DecidesNothingTwiceAndRecordsNothingEarlier(bool restart)
    {
        using var story = new EngineStory(Options);
        story.Submitted(Fact("1"));
        story.Pass(TimeSpan.FromDays(9) + TimeSpan.FromHours(7) + TimeSpan.FromMinutes(1)); // 10-24 17:01
        Assert.Equal("promised.warning promised.yellow", story.Cards());
        var decided = story.Entries;

        story.Time.Set(TimeSpan.FromHours(-2));
        if (restart)
        {
            var wall = story.Time.GetUtcNow();
            story.Crash();
            Assert.Equal(wall, story.Time.GetUtcNow());
        }

        Assert.InRange(story.Engine.ClockBehind, TimeSpan.FromMinutes(119), TimeSpan.FromHours(2));
        story.Submitted(Fact("2", at: "2018-10-24 15:01", data: new CaseStageCompleted { Stage = "审查" }));
        for (var hour = 0; hour < 3; hour++)
        {
            story.Pass(TimeSpan.FromHours(1)); // over 17:00 again
        }

        Assert.Equal(decided + 1, story.Entries);
        Assert.Equal("promised.warning promised.yellow", story.Cards());
        Assert.Equal(TimeSpan.Zero, story.Engine.ClockBehind);
        AssertRecordedInOrder(story);
    }

    [Fact]
    public void Clock_SetBackBeforeADeadline_FiresItWhenTheClockComesThere()
    {
        using var story = new EngineStory(Options);
        story.Submitted(Fact("1"));
        story.Pass(TimeSpan.FromDays(9)); // 10-24 10:00, seven hours before
        story.Time.Set(TimeSpan.FromHours(-3));
        story.Pass(TimeSpan.FromHours(9)); // the timer has gone off by now, the wall clock says 16:00
        Assert.Equal("promised.warning", story.Cards());
        story.Pass(TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
        Assert.Equal("promised.warning promised.yellow", story.Cards());
        AssertRecordedInOrder(story);
    }

    [Fact]
    public void Clock_SetForwardAcrossADeadline_FiresItWithinAMinute()
    {
        using var story = new EngineStory(Options);
        story.Submitted(Fact("1"));
        story.Pass(TimeSpan.FromDays(9));
        story.Time.Set(TimeSpan.FromHours(8));
        story.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal("promised.warning promised.yellow", story.Cards());
    }

    [Fact]
    public void Clock_SetBackUnderManyDeadlinesAgainAndAgain_LosesNoneAndRepeatsNone()
    {
        const int cases = 40;
        using var story = new EngineStory(Options);
        var chance = new Random(7);
        for (var i = 0; i < cases; i++)
        {
            story.Submitted(Fact($"{i}", $"C-{i}", $"2018-10-15 {9 + (i % 3)}:{i:D2}"));
        }

        for (var step = 0; step < 400; step++)
        {
            story.Pass(TimeSpan.FromHours(1));
            if (step % 10 == 0)
            {
                story.Time.Set(TimeSpan.FromMinutes(chance.Next(-240, 120)));
            }
        }

        story.Pass(TimeSpan.FromDays(5));
        var codec = new JsonEventCodec();
        var events = story.Disk.Disk!.Turns.SelectMany(turn => codec.Decode(turn.Body)).ToArray();
        Assert.Equal(3 * cases, events.OfType<AlertRaised>().Count());
        Assert.DoesNotContain(events, e => e is AlertRevoked or AlertRestored);
        AssertRecordedInOrder(story);
    }

    private static void AssertRecordedInOrder(EngineStory story)
    {
        var recorded = story.Disk.Disk!.Turns.Select(turn => turn.RecordedAt).ToArray();
        Assert.Equal(recorded.Order(), recorded);
    }
}
