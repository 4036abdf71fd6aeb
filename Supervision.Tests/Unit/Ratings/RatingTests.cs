using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.People;
using Supervision.Core.Ratings;
using Supervision.Core.Reading;
using Supervision.Core.Rules;
using Supervision.Core.Windows;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Ratings;

/// <summary>Ratings of windows and matters (domain.md section 8).</summary>
public class RatingTests
{
    private static readonly Actor Caller = new("I1", "孙监察", Role.Inspector, null);

    [Fact]
    public void Visit_RatedAgain_IsCorrectedByTheLaterRating()
    {
        var story = Story().Fact("2026-11-20 10:05", Rating(2, "A1")).Fact("2026-11-20 10:06", Rating(5, "A1"))
            .Late("2026-11-20 10:04", "2026-11-20 11:00", Rating(1, "A1"));
        Assert.Equal([5], Scores(story));
        var moved = story.Events.OfType<RatingMoved>().ToArray();
        Assert.Equal(2, moved.Length);
        Assert.Equal(2, moved[1].Before!.Score);
    }

    [Fact]
    public void Visits_WithOtherTicketsOrDays_AreOthers()
    {
        var story = Story().Fact("2026-11-19 10:05", Rating(2, "A1")).Fact("2026-11-20 10:06", Rating(5, "A1"))
            .Fact("2026-11-20 10:07", Rating(4, "A2")).Fact("2026-11-20 10:08", Rating(4, null))
            .Fact("2026-11-20 10:09", Rating(4, null));
        Assert.Equal([2, 5, 4, 4, 4], Scores(story));
    }

    [Fact]
    public void Matter_IsRatedOnce_AndBelongsToWhoHasIt()
    {
        var story = new EntityStory<WindowState>(EntityKind.Window, "2026-000123")
            .Fact("2026-11-20 10:05", Rating(2, null))
            .Do("2026-11-20 10:06", new AttributeRating("2026-000123/matter", "H1", "W01", "D1", "U1", "PROMISED")
            {
                Source = "/t",
                Id = "1",
            })
            .Fact("2026-11-21 10:05", Rating(4, null));
        Assert.Equal([4], Scores(story));
        Assert.Equal("W01", story.State.Ratings.Visits[0].Row.Window);
        Assert.Null(story.State.Row); // a case is no window
    }

    [Fact]
    public void UnknownWindow_IsKeptAndAsksNothingOfAnybody()
    {
        var story = new EntityStory<WindowState>(EntityKind.Window, "W99").Fact("2026-11-20 10:05", Rating(5, null));
        Assert.Equal([5], Scores(story));
        Assert.Null(story.State.Row);
        Assert.Null(story.State.Deadline);
    }

    [Fact]
    public void Default_NeverReplacesWhatSomebodyGave()
    {
        var story = Story().Fact("2026-11-20 10:05", Rating(1, "A1"))
            .Fact("2026-11-20 18:00", Rating(5, "A1") with { Default = true });
        Assert.Equal([1], Scores(story));
        story.Fact("2026-11-20 18:01", Rating(5, "A2") with { Default = true });
        Assert.Equal(1, story.State.Row!.LastScore);
        story.Fact("2026-11-20 18:02", Rating(3, "A2"));
        Assert.Equal(3, story.State.Row!.LastScore);
    }

    [Fact]
    public void Callback_IsOwedToNamedRatersOfBadRatings_WithinAWorkingDay()
    {
        var story = Story().Fact("2026-11-20 10:05", Rating(2, "A1") with { Named = true })
            .Fact("2026-11-20 10:06", Rating(2, "A2")).Fact("2026-11-20 10:07", Rating(3, "A3") with { Named = true });
        var owed = Assert.Single(story.State.Ratings.Visits, visit => visit.Owes).Row;
        Assert.Equal(ClockSamples.At("2026-11-23 17:00"), owed.CallbackDueAt);
        Assert.Equal("", Standing(story.Run("2026-11-23 17:00")));
        story.Run("2026-11-23 17:01");
        Assert.Equal($"rating.unhandled:{FactIdentity.Of("/ratings", owed.Id):x32} 11-23 17:00", Standing(story));
    }

    [Fact]
    public void Callback_InTime_IsKeptWithItsResult()
    {
        var story = Story().Fact("2026-11-20 10:05", Rating(2, "A1") with { Named = true, Staff = "U1" });
        Call(story, "2026-11-20 11:00", Caller with { Staff = "U1" });
        Assert.Equal("callback.own", story.Refusal?.Code);
        Call(story, "2026-11-20 11:00", Caller, CallbackResult.Unreachable);
        Call(story, "2026-11-20 15:00", Caller);
        Assert.Null(story.Refusal);
        Call(story, "2026-11-20 16:00", Caller);
        Assert.Equal("callback.made", story.Refusal?.Code);
        Assert.Equal("", Standing(story.Run("2026-12-01 09:00")));
        Assert.Equal(CallbackResult.Satisfied, story.State.Ratings.Visits[0].Row.Result);
    }

    [Fact]
    public void Burst_FromOneDevice_IsFoundWhateverTheOrder()
    {
        string[] minutes = ["10:04", "10:00", "10:02", "10:03", "10:01"];
        var story = Story();
        foreach (var minute in minutes)
        {
            Assert.Equal("", Standing(story));
            story.Late($"2026-11-20 {minute}", "2026-11-20 10:10", Rating(5, null) with { Device = "E1" });
        }

        Assert.Equal("rating.burst:2026-11-20:E1 11-20 10:04", Standing(story));
    }

    [Fact]
    public void StaffDevice_IsAFinding()
    {
        var book = RuleBookReader.Read(TestRules.Json.Replace(
            "\"findings\":", "\"ratings\": {\"staffDevices\": [\"PHONE-U1\"]}, \"findings\":",
            StringComparison.Ordinal));
        var story = new EntityStory<WindowState>(EntityKind.Window, "W01", book)
            .Fact("2026-11-20 10:05", Rating(5, null) with { Device = "PHONE-U1" });
        Assert.Equal("rating.staffDevice:2026-11-20:PHONE-U1 11-20 10:05", Standing(story));
    }

    private static void Call(
        EntityStory<WindowState> story, string at, Actor by, CallbackResult result = CallbackResult.Satisfied) =>
        story.Do(at, new RecordCallback(story.State.Ratings.Visits[0].Row.Id, result, "已致歉", by)
        {
            Source = "/t",
            Id = at + by.Id,
        });

    private static EntityStory<WindowState> Story() => new(EntityKind.Window, "W01");

    private static RatingGiven Rating(int score, string? ticket) => new() { Score = score, Ticket = ticket };

    private static IEnumerable<int> Scores(EntityStory<WindowState> story) =>
        story.State.Ratings.Visits.Select(visit => visit.Row.Score);

    private static string Standing(EntityStory<WindowState> story) =>
        EntityStory<WindowState>.Standing(story.State.Alerts);
}
