using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Rules;
using Supervision.Core.Windows;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Windows;

/// <summary>
/// What a hall owes in patrols (domain.md sections 5 and 7): four a working day, a visit a week and one a month.
/// 2018-10-15 is a Monday, 2018-10-01 to 07 are off.
/// </summary>
public class PatrolFindingTests
{
    private const string NoRounds = """ "presence": {"rounds": []}, "findings":""";

    private int notes;

    [Fact]
    public void Slot_NobodyCameIn_IsFoundTheInstantItEnds()
    {
        var story = Story().Fact("2018-10-15 09:00", Patrol());
        Assert.Equal("", Standing(story.Run("2018-10-15 11:59:59")));
        Assert.Equal("patrol.missed:2018-10-15:2 10-15 12:00", Standing(story.Run("2018-10-15 12:00")));
        story.Fact("2018-10-15 15:15", Patrol()); // the end of the third belongs to the fourth
        Assert.Equal(
            "patrol.missed:2018-10-15:2 10-15 12:00, patrol.missed:2018-10-15:3 10-15 15:15",
            Standing(story.Run("2018-10-15 23:00")));
        Assert.NotEmpty(story.Stored);
    }

    [Fact]
    public void Slot_OfADayNothingWasHeardOn_IsFoundAsWell_AndOfADayOffNone()
    {
        var story = Story(NoRounds).Fact("2018-10-12 09:00", Patrol());
        story.Run("2018-10-15 10:30"); // over a weekend
        Assert.Equal(
            "patrol.missed:2018-10-12:2 10-12 12:00, patrol.missed:2018-10-12:3 10-12 15:15, "
            + "patrol.missed:2018-10-12:4 10-12 17:00, patrol.missed:2018-10-15:1 10-15 10:30", Standing(story));
        Assert.Equal(2, story.State.Patrols.Days.Length);
    }

    [Fact]
    public void Slot_OfAMakeUpSaturday_IsOwed_AndOfAHolidayMondayNot()
    {
        var story = Story(NoRounds).Fact("2018-09-21 16:00", Patrol());
        story.Run("2018-09-30 23:59");
        Assert.Equal(
            ["2018-09-21", "2018-09-25", "2018-09-26", "2018-09-27", "2018-09-28", "2018-09-29", "2018-09-30"],
            story.State.Alerts.Select(mark => mark.Key.Split(':')[1]).Distinct());
    }

    [Fact]
    public void Patrol_ToldDaysLate_WithdrawsByWhenItWasSigned()
    {
        var story = Story(NoRounds).Fact("2018-10-15 09:00", Patrol()).Fact("2018-10-15 13:30", Patrol());
        story.Fact("2018-10-15 15:15", Patrol());
        story.Run("2018-10-15 23:00");
        Assert.Equal("patrol.missed:2018-10-15:2 10-15 12:00", Standing(story));
        story.Fact("2018-10-17 08:00", Patrol(signedAt: "2018-10-15 10:30"));
        Assert.DoesNotContain("2018-10-15", Standing(story), StringComparison.Ordinal);
        Assert.Single(story.Events.OfType<Supervision.Core.Cases.AlertRevoked>());
    }

    [Fact]
    public void Patrol_OfAWindow_CountsForItsHall()
    {
        var story = Story(NoRounds).Fact("2018-10-15 09:00", Patrol());
        story.Do("2018-10-15 11:00", new NotePatrol(ClockSamples.At("2018-10-15 10:59"), "patrol", "U5")
        {
            Source = "/t",
            Id = $"{++notes}",
        });
        Assert.Equal("", Standing(story.Run("2018-10-15 13:00")));
    }

    [Fact]
    public void Hall_OfAKindThatIsNotPatrolled_OwesNothing()
    {
        var story = new EntityStory<WindowState>(EntityKind.Window, "T1").Fact("2018-10-15 09:00", Patrol());
        Assert.Equal("", Standing(story.Run("2018-11-20 00:00")));
    }

    [Fact]
    public void Rounds_OfAWeekAndAMonth_AreFoundWhenTheyAreOver_IfWatchedFromTheirFirstDay()
    {
        var story = Story(""" "presence": {"patrols": [], "rounds": [{"every": "week", "kinds": ["visit"]},"""
            + """{"every": "month", "times": 3, "kinds": ["visit"], "inspectors": ["L1"]}]}, "findings":""");
        story.Fact("2018-10-10 09:00", Patrol("visit", "L2")); // neither its week nor its month was watched whole
        Assert.Equal("", Standing(story.Run("2018-10-21 23:59:59")));
        Assert.Equal("patrol.roundMissed:2018-10-15:1 10-22 00:00", Standing(story.Run("2018-10-22 00:00")));
        story.Fact("2018-10-23 09:00", Patrol("visit", "L2")).Fact("2018-10-30 09:00", Patrol("visit", "L1"));
        story.Fact("2018-11-05 09:00", Patrol("visit", "L1")).Fact("2018-11-12 09:00", Patrol("visit", "L1"));
        story.Fact("2018-11-19 09:00", Patrol("visit", "L2")).Fact("2018-11-26 09:00", Patrol("video", "L1"));
        story.Run("2018-12-03 00:00");
        Assert.Equal(
            "patrol.roundMissed:2018-10-15:1 10-22 00:00, patrol.roundMissed:2018-11-01:2 12-01 00:00, "
            + "patrol.roundMissed:2018-11-26:1 12-03 00:00", Standing(story));
        story.Fact("2018-12-03 09:00", Patrol("visit", "L1", "2018-11-27 10:00"));
        Assert.Equal("patrol.roundMissed:2018-10-15:1 10-22 00:00", Standing(story));
    }

    [Fact]
    public void State_OfAnIdleYear_StaysSmall_AndForgetsItsOldestFindings()
    {
        var story = Story().Fact("2018-01-02 09:00", Patrol());
        story.Run("2018-12-29 00:00");
        Assert.Equal(PatrolBook.DaysKept, story.State.Patrols.Days.Length);
        Assert.InRange(story.State.Alerts.Length, 180, 195);
        story.Fact("2018-12-29 01:00", Patrol(signedAt: "2018-01-02 11:00"));
        Assert.Equal(1, story.State.TooLate);
    }

    private static EntityStory<WindowState> Story(string presence = "\"findings\":") => new(
        EntityKind.Window, "H1",
        RuleBookReader.Read(TestRules.Json.Replace("\"findings\":", presence, StringComparison.Ordinal)));

    private static PatrolRecorded Patrol(string kind = "patrol", string inspector = "U5", string? signedAt = null) =>
        new() { Kind = kind, Inspector = inspector, SignedAt = signedAt is null ? null : ClockSamples.At(signedAt) };

    private static string Standing(EntityStory<WindowState> story) =>
        EntityStory<WindowState>.Standing(story.State.Alerts);
}
