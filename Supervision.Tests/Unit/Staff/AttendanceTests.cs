using Supervision.Core.Entities;
using Supervision.Core.Facts;
using Supervision.Core.Staff;
using Supervision.Tests.Support;

namespace Supervision.Tests.Unit.Staff;

/// <summary>Attendance by half days (domain.md section 7). Hours 09:00–12:00 and 13:30–17:00.</summary>
public class AttendanceTests
{
    private static AttendancePunched In => new() { Direction = "in" };

    private static AttendancePunched Out => new() { Direction = "out" };

    [Theory]
    [InlineData("08:50", "17:05", "Present Present")]
    [InlineData("09:00:00", "17:00:00", "Present Present")]
    [InlineData("09:00:01", "17:00:00", "Late Present")]
    [InlineData("09:30:00", "17:00:00", "Late Present")]
    [InlineData("09:30:01", "17:00:00", "Absent Present")]
    [InlineData("08:50", "16:59:59", "Present Early")]
    [InlineData("13:40", "16:00", "Absent LateAndEarly")]
    [InlineData("14:30", "17:00", "Absent Absent")]
    [InlineData("08:50", "11:00", "Early Absent")]
    public void Day_ByPunchesAtTheLimits_StandsAsTheRulesSay(string came, string went, string expected)
    {
        var story = Story().Fact($"2026-11-20 {came}", In).Fact($"2026-11-20 {went}", Out).Run("2026-11-20 23:00");
        Assert.Equal(expected, Statuses(story, "2026-11-20"));
    }

    [Fact]
    public void Day_InRealTime_ShowsWhereSomebodyStands()
    {
        var story = Story().Fact("2026-11-19 08:50", In).Fact("2026-11-19 17:00", Out);
        Assert.Equal("Due Due", Statuses(story.Run("2026-11-20 09:00"), "2026-11-20"));
        Assert.Equal("Late Due", Statuses(story.Run("2026-11-20 09:00:01"), "2026-11-20"));
        Assert.Equal("", Standing(story)); // late is found once somebody came late
        Assert.Equal("Late Due", Statuses(story.Run("2026-11-20 09:30"), "2026-11-20"));
        Assert.Equal("Absent Due", Statuses(story.Run("2026-11-20 09:30:01"), "2026-11-20"));
        Assert.Equal("attendance.absent:2026-11-20:1 11-20 09:30", Standing(story));
        Assert.Equal("Absent Due", Statuses(story.Fact("2026-11-20 13:00", In), "2026-11-20"));
        Assert.Equal("Absent Present", Statuses(story.Run("2026-11-20 13:30:01"), "2026-11-20"));
    }

    [Fact]
    public void Punches_DaysLate_WithdrawWhatTheyDisprove()
    {
        var story = Story().Fact("2026-11-18 08:50", In).Fact("2026-11-18 17:01", Out).Run("2026-11-23 08:00");
        Assert.Equal(4, story.State.Alerts.Count(mark => mark.Standing)); // absent on two days
        story.Late("2026-11-19 08:55", "2026-11-23 08:01", In).Late("2026-11-19 17:02", "2026-11-23 08:01", Out);
        story.Late("2026-11-20 17:02", "2026-11-23 08:02", Out).Late("2026-11-20 08:55", "2026-11-23 08:02", In);
        Assert.Equal("", Standing(story));
        Assert.Equal("Present Present", Statuses(story, "2026-11-19"));
        Assert.Equal("Present Present", Statuses(story, "2026-11-20"));
        Assert.Contains(story.Events, e => e is Core.Cases.AlertRevoked);
    }

    [Fact]
    public void Leave_OfTheMorning_LeavesTheAfternoonToBeWorked()
    {
        var story = Story().Fact("2026-11-19 08:50", In).Fact("2026-11-19 17:00", Out)
            .Fact("2026-11-19 18:00", Leave("2026-11-20 09:00", "2026-11-20 12:00")).Run("2026-11-20 23:00");
        Assert.Equal("Leave Absent", Statuses(story, "2026-11-20"));
        story.Late("2026-11-20 18:00", "2026-11-20 23:10", new LeaveCancelled
        {
            From = ClockSamples.At("2026-11-20 09:00"),
            To = ClockSamples.At("2026-11-20 12:00"),
        });
        Assert.Equal("Absent Absent", Statuses(story, "2026-11-20"));
    }

    [Fact]
    public void Leave_OfAnHour_ShortensTheHalfDay()
    {
        var story = Story().Fact("2026-11-20 08:00", Leave("2026-11-20 09:00", "2026-11-20 10:00"))
            .Fact("2026-11-20 10:00", In).Fact("2026-11-20 17:00", Out).Run("2026-11-20 23:00");
        Assert.Equal("Present Present", Statuses(story, "2026-11-20"));
    }

    [Fact]
    public void Leaves_ThatOverlap_AreReadByWhatWasSaidLast()
    {
        var story = Story().Fact("2026-11-19 08:50", In).Fact("2026-11-19 17:00", Out)
            .Fact("2026-11-19 17:01", Leave("2026-11-20 00:00", "2026-11-21 00:00"))
            .Fact("2026-11-19 17:02", new LeaveCancelled
            {
                From = ClockSamples.At("2026-11-20 00:00"),
                To = ClockSamples.At("2026-11-21 00:00"),
            })
            .Fact("2026-11-19 17:03", Leave("2026-11-20 13:00", "2026-11-21 00:00")).Run("2026-11-20 23:00");
        Assert.Equal("Absent Leave", Statuses(story, "2026-11-20"));
    }

    /// <summary>2026-10-10 is a make-up Saturday; 2026-10-01 to 10-07 are off (State Council 2026).</summary>
    [Fact]
    public void Days_OffAreNotWorked_AndMakeUpSaturdaysAre()
    {
        Assert.True(ClockSamples.Calendar.IsWorkingDay(ClockSamples.Day("2026-10-10")));
        var story = Story().Fact("2026-09-30 08:50", In).Fact("2026-09-30 17:00", Out).Run("2026-10-10 23:00");
        Assert.Equal(
            ["2026-09-30", "2026-10-08", "2026-10-09", "2026-10-10"],
            story.State.Days.Select(day => day.Date.ToString("yyyy-MM-dd", null)));
        Assert.Equal("Absent Absent", Statuses(story, "2026-10-10"));
        story.Late("2026-10-05 09:00", "2026-10-10 23:01", In);
        Assert.Equal("", Statuses(story, "2026-10-05")); // a holiday's punch asks nothing of anybody
    }

    [Fact]
    public void Punch_BeforeMidnight_SaysNothingOfTheNextDay()
    {
        var story = Story().Fact("2026-11-19 23:59:59", In).Run("2026-11-20 23:00");
        Assert.Equal("Absent Absent", Statuses(story, "2026-11-19"));
        Assert.Equal("Absent Absent", Statuses(story, "2026-11-20"));
    }

    [Fact]
    public void Person_TheRulesDoNotKnow_IsKeptAndNotJudged()
    {
        var story = new EntityStory<StaffState>(EntityKind.Staff, "PIN-77").Fact("2026-11-20 09:00", In)
            .Run("2026-11-25 09:00");
        Assert.Empty(story.State.Alerts);
        Assert.Null(story.State.Deadline);
        Assert.Single(story.State.Days[0].Punches);
    }

    [Fact]
    public void Years_KeepTheStateBounded()
    {
        var story = Story();
        var day = ClockSamples.At("2022-01-04 08:55");
        for (var i = 0; i < 900; i++, day = day.AddDays(1))
        {
            story.Take(new Fact("/t", $"{i}-1", "U1", day, In), day);
            story.Take(new Fact("/t", $"{i}-2", "U1", day.AddHours(8), Out), day.AddHours(8));
        }

        Assert.Equal(StaffState.DaysKept, story.State.Days.Length);
        Assert.InRange(story.Stored.Length, 1000, 12_000);
        Assert.InRange(story.State.Folded.Early + story.State.Folded.Present, 1000, 1300);
        var before = story.Stored;
        story.Take(new Fact("/t", "old", "U1", ClockSamples.At("2022-01-04 07:00"), In), story.Now);
        Assert.Equal(1, story.State.TooLate);
        Assert.Equal(before.Length + ",\"tooLate\":1".Length - ",\"tooLate\":0".Length, story.Stored.Length);
    }

    internal static LeaveApproved Leave(string from, string to) => new()
    {
        From = ClockSamples.At(from),
        To = ClockSamples.At(to),
        Kind = "年休假",
    };

    private static EntityStory<StaffState> Story() => new(EntityKind.Staff, "U1");

    private static string Statuses(EntityStory<StaffState> story, string day) => string.Join(' ', story.State.Days
        .Single(one => one.Date == ClockSamples.Day(day)).Row!.Halves.Select(half => half.Status));

    private static string Standing(EntityStory<StaffState> story) =>
        EntityStory<StaffState>.Standing(story.State.Alerts);
}
