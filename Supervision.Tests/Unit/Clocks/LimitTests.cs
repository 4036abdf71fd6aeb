using Supervision.Core.Alerts;
using Supervision.Core.Clocks;
using static Supervision.Tests.Support.ClockSamples;

namespace Supervision.Tests.Unit.Clocks;

public class LimitTests
{
    [Theory]
    [InlineData("2026-01-31 10:00", 1, "2026-02-28 17:00")] // the last of February, a make-up Saturday
    [InlineData("2024-01-31 10:00", 1, "2024-02-29 17:00")]
    [InlineData("2026-03-31 10:00", 1, "2026-04-30 17:00")]
    [InlineData("2026-04-01 10:00", 1, "2026-05-06 17:00")] // Labour Day rolls over five days off
    [InlineData("2026-11-20 10:00", 1, "2026-12-21 17:00")] // a Sunday
    [InlineData("2025-12-31 10:00", 2, "2026-02-28 17:00")]
    public void Read_Months_EndOnTheSameDayOrTheLastAndRoll(string start, int months, string due) =>
        Assert.Equal(At(due), Read(Rule(new(months, LimitUnit.Month), Convention.Statutory), Times(start)).DueAt);

    [Theory]
    [InlineData("2026-09-21 10:00", 10, "2026-10-08 17:00")] // 1 October rolls
    [InlineData("2026-09-30 10:00", 10, "2026-10-10 17:00")] // a make-up Saturday does not
    public void Read_CalendarDays_RollToTheNextWorkingDay(string start, int days, string due) =>
        Assert.Equal(At(due), Read(Rule(new(days, LimitUnit.CalendarDay), Convention.Statutory), Times(start)).DueAt);

    [Fact]
    public void Read_CalendarDaysAndMonthsElapsed_AreNeitherRolledNorShortened()
    {
        var rule = Rule(new(1, LimitUnit.Month), Convention.Elapsed, (AlertLevel.Warning, -2), (AlertLevel.Red, 2));
        var reading = Read(rule, Times("2026-11-20 10:00"));
        Assert.Equal(At("2026-12-20 10:00"), reading.DueAt);
        Assert.Equal("12-16 00:00, 12-22 00:00", Levels(reading));
        Assert.Equal(
            At("2026-11-30 10:00"),
            Read(Rule(new(10, LimitUnit.CalendarDay), Convention.Elapsed), Times("2026-11-20 10:00")).DueAt);
    }

    [Fact]
    public void Read_CalendarDayThresholds_AreWorkingDaysAroundTheDueDay()
    {
        var rule = Rule(
            new(10, LimitUnit.CalendarDay), Convention.Statutory,
            (AlertLevel.Warning, -2), (AlertLevel.Yellow, 1), (AlertLevel.Red, 2));
        Assert.Equal("09-29 09:00, 10-08 17:00, 10-09 17:00", Levels(Read(rule, Times("2026-09-21 10:00"))));
    }

    [Theory]
    [InlineData("2026-11-20 16:50", 30, "2026-11-23 09:20")]
    [InlineData("2026-11-20 11:45", 15, "2026-11-20 12:00")]
    [InlineData("2026-11-21 10:00", 30, "2026-11-23 09:30")]
    public void Read_Minutes_AreOfficeTime(string start, int minutes, string due)
    {
        var rule = Rule(
            new(minutes, LimitUnit.Minute), Convention.Statutory, (AlertLevel.Warning, 0), (AlertLevel.Yellow, 1));
        var reading = Read(rule, Times(start));
        Assert.Equal(At(due), reading.DueAt);
        Assert.Equal([new LevelInstant(AlertLevel.Yellow, At(due))], reading.Levels);
    }

    [Fact]
    public void Read_WorkingHourThresholds_AreWorkingDaysAroundTheDueDay()
    {
        var rule = Rule(
            new(14, LimitUnit.WorkingHour), Convention.Elapsed,
            (AlertLevel.Reminder, -9), (AlertLevel.Warning, -1), (AlertLevel.Yellow, 1), (AlertLevel.Red, 3));
        var reading = Read(rule, Times("2026-11-02 10:00"));
        Assert.Equal("11-02 10:00, 11-03 09:00, 11-04 11:00, 11-06 11:00", Levels(reading));
    }

    [Fact]
    public void Read_Extension_AddsDaysAndShowsInTheLimit()
    {
        var times = Times("2026-11-02 10:00") with { ExtensionDays = 10 };
        var reading = Read(Rule(WorkingDays(20), Convention.Statutory), times);
        Assert.Equal((At("2026-12-14 17:00"), WorkingDays(30)), (reading.DueAt, reading.Limit!));
        Assert.Equal(At("2026-12-14 10:00"), Read(Rule(WorkingDays(20), Convention.Elapsed), times).DueAt);
        Assert.Equal(
            At("2026-11-23 17:00"), Read(Rule(new(10, LimitUnit.CalendarDay), Convention.Statutory), times).DueAt);
        Assert.Equal(
            At("2026-12-14 17:00"), Read(Rule(new(1, LimitUnit.Month), Convention.Statutory), times).DueAt);
        Assert.Equal(
            At("2026-11-02 11:00"), Read(Rule(new(1, LimitUnit.WorkingHour), Convention.Statutory), times).DueAt);
    }

    [Theory]
    [InlineData("2020-01-18 10:00", 1, "2020-01-19 17:00")] // a make-up Sunday
    [InlineData("2020-01-19 10:00", 4, "2020-01-23 17:00")]
    [InlineData("2020-01-23 10:00", 1, "2020-02-03 17:00")] // the second notice of 2020 lengthened the holiday
    [InlineData("2018-12-28 10:00", 1, "2018-12-29 17:00")] // a make-up Saturday that the 2019 notice lists
    [InlineData("2018-12-28 10:00", 2, "2019-01-02 17:00")]
    [InlineData("2025-12-30 23:59", 2, "2026-01-04 17:00")] // a make-up Sunday
    public void Read_AroundHolidays_FollowsTheNotices(string start, int days, string due) =>
        Assert.Equal(At(due), Read(Rule(WorkingDays(days), Convention.Statutory), Times(start)).DueAt);

    [Theory]
    [InlineData("2026-11-20 17:01", "2026-11-23 17:00")] // after close
    [InlineData("2026-11-21 10:00", "2026-11-23 17:00")] // on a Saturday
    [InlineData("2026-11-19 23:59", "2026-11-20 17:00")]
    [InlineData("2026-11-20 00:00", "2026-11-23 17:00")]
    public void Read_StartOutsideOfficeHours_CountsFromTheDateAfterIt(string start, string due) =>
        Assert.Equal(At(due), Read(Rule(WorkingDays(1), Convention.Statutory), Times(start)).DueAt);
}
