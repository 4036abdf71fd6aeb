using Supervision.Core.Alerts;
using Supervision.Core.Clocks;
using static Supervision.Tests.Support.ClockSamples;

namespace Supervision.Tests.Unit.Clocks;

/// <summary>November 2026 has no holiday: 2 is a Monday, and five working days from it end on Monday 9.</summary>
public class SuspensionTests
{
    private const string Start = "2026-11-02 10:00";

    [Theory]
    [InlineData("2026-11-03 10:00", "2026-11-05 10:00", 30, "2026-11-11 17:00")] // 4 and 5 are excluded
    [InlineData("2026-11-03 10:00", "2026-11-03 16:00", 30, "2026-11-09 17:00")] // within a day: none
    [InlineData("2026-11-06 18:00", "2026-11-08 10:00", 30, "2026-11-09 17:00")] // a weekend: none
    [InlineData("2026-10-28 10:00", "2026-11-04 10:00", 30, "2026-11-11 17:00")] // only days after the start day
    [InlineData("2026-11-03 10:00", "2026-11-12 10:00", 2, "2026-11-11 17:00")] // capped
    [InlineData("2026-11-03 10:00", null, 3, "2026-11-12 17:00")] // open: as long as applied for
    [InlineData("2026-11-03 10:00", "2026-11-05 10:00", 0, "2026-11-09 17:00")] // applied for no day
    [InlineData("2026-11-05 10:00", "2026-11-03 10:00", 30, "2026-11-09 17:00")] // ends before it begins
    [InlineData("2026-11-09 17:01", "2026-11-13 10:00", 30, "2026-11-09 17:00")] // begins after the due instant
    [InlineData("2026-11-09 17:00", "2026-11-13 10:00", 30, "2026-11-13 17:00")] // begins on it
    [InlineData("2026-11-09 10:00", "2026-11-13 18:00", 30, "2026-11-16 17:00")] // ends after the close
    [InlineData("2026-11-09 10:00", "2026-11-14 10:00", 30, "2026-11-16 17:00")] // ends on a Saturday
    public void Read_StatutoryWithOneSuspension_MovesTheDueDay(string from, string? to, int days, string due) =>
        Assert.Equal(At(due), DueAt(Convention.Statutory, Suspension(from, to, days)));

    [Theory]
    [InlineData("2026-11-03 10:00", "2026-11-05 12:00", 30, "2026-11-11 12:00")]
    [InlineData("2026-11-03 10:00", "2026-11-03 16:00", 30, "2026-11-09 16:00")]
    [InlineData("2026-11-07 10:00", "2026-11-08 10:00", 30, "2026-11-09 10:00")]
    [InlineData("2026-11-03 10:00", null, 3, "2026-11-12 10:00")]
    [InlineData("2026-11-03 10:00", "2026-11-20 10:00", 3, "2026-11-12 10:00")]
    [InlineData("2026-11-09 10:00", "2026-11-10 11:00", 30, "2026-11-10 11:00")]
    [InlineData("2026-11-09 10:01", "2026-11-10 11:00", 30, "2026-11-09 10:00")]
    public void Read_ElapsedWithOneSuspension_MovesTheDueInstant(string from, string? to, int days, string due) =>
        Assert.Equal(At(due), DueAt(Convention.Elapsed, Suspension(from, to, days)));

    [Fact]
    public void Read_OverlappingSuspensions_ExcludeEveryDayOnce()
    {
        var one = Suspension("2026-11-03 10:00", "2026-11-05 10:00");
        var other = Suspension("2026-11-04 10:00", "2026-11-06 10:00");
        Assert.Equal(At("2026-11-12 17:00"), DueAt(Convention.Statutory, one, other, one));
        Assert.Equal(At("2026-11-12 17:00"), DueAt(Convention.Statutory, other, one));
        Assert.Equal(At("2026-11-12 10:00"), DueAt(Convention.Elapsed, other, one));
    }

    [Fact]
    public void Read_SecondSuspensionAfterTheMovedDueDay_IsReachedOnlyBecauseOfTheFirst()
    {
        var second = Suspension("2026-11-10 10:00", "2026-11-11 10:00");
        Assert.Equal(At("2026-11-09 17:00"), DueAt(Convention.Statutory, second));
        Assert.Equal(
            At("2026-11-12 17:00"),
            DueAt(Convention.Statutory, Suspension("2026-11-03 10:00", "2026-11-05 10:00"), second));
    }

    [Fact]
    public void Read_WarningOpeningInsideASuspension_WaitsForTheOpeningAfterIt()
    {
        var rule = Rule(WorkingDays(5), Convention.Statutory, (AlertLevel.Warning, -2), (AlertLevel.Yellow, 1));
        Assert.Equal("11-05 09:00, 11-09 17:00", Levels(Read(rule, Times(Start))));
        Assert.Equal(
            "11-09 09:00, 11-10 17:00",
            Levels(Read(rule, Times(Start, Suspension("2026-11-05 08:00", "2026-11-06 10:00")))));
    }

    [Fact]
    public void Read_SuspensionEndingExactlyAtAnOpening_WarnsAtThatOpening()
    {
        var rule = Rule(WorkingDays(5), Convention.Statutory, (AlertLevel.Warning, -2));
        Assert.Equal(
            "11-06 09:00", Levels(Read(rule, Times(Start, Suspension("2026-11-05 08:00", "2026-11-06 09:00")))));
    }

    [Fact]
    public void Read_SecondSuspensionWhileTheDueInstantWaits_OnlyProlongsTheWait()
    {
        var first = Suspension("2026-11-09 10:00", "2026-11-14 10:00");
        Assert.Equal(
            At("2026-11-16 17:00"),
            DueAt(Convention.Statutory, first, Suspension("2026-11-14 12:00", "2026-11-16 12:00")));
        Assert.Equal(
            At("2026-11-17 17:00"),
            DueAt(Convention.Statutory, first, Suspension("2026-11-16 12:00", "2026-11-17 12:00")));
    }

    [Theory]
    [InlineData(-2, "11-17 09:00")]
    [InlineData(-5, "11-05 09:00")] // before the suspension, whose days do not count backwards either
    public void Read_CalendarDayWarning_CountsBackOverASuspension(int days, string expected)
    {
        var rule = Rule(new(10, LimitUnit.CalendarDay), Convention.Statutory, (AlertLevel.Warning, days));
        var reading = Read(rule, Times(Start, Suspension("2026-11-05 10:00", "2026-11-12 10:00")));
        Assert.Equal((At("2026-11-19 17:00"), expected), (reading.DueAt, Levels(reading)));
    }

    [Fact]
    public void Read_RedAfterASuspensionOnTheDueDay_ComesAWorkingDayAfterYellow()
    {
        var rule = Rule(WorkingDays(5), Convention.Statutory, (AlertLevel.Yellow, 1), (AlertLevel.Red, 2));
        Assert.Equal("11-09 17:00, 11-10 17:00", Levels(Read(rule, Times(Start))));
        Assert.Equal(
            "11-16 17:00, 11-17 17:00",
            Levels(Read(rule, Times(Start, Suspension("2026-11-09 10:00", "2026-11-14 10:00")))));
        Assert.Equal(
            "11-09 17:00, 11-12 17:00",
            Levels(Read(rule, Times(Start, Suspension("2026-11-09 18:00", "2026-11-11 10:00")))));
    }

    [Fact]
    public void Read_WorkingHoursWithSuspension_ExcludesItsOfficeTime()
    {
        var rule = Rule(new(4, LimitUnit.WorkingHour), Convention.Statutory);
        Assert.Equal(At("2026-11-02 15:30"), Read(rule, Times(Start)).DueAt);
        Assert.Equal(
            At("2026-11-03 10:00"),
            Read(rule, Times(Start, Suspension("2026-11-02 11:00", "2026-11-02 15:00"))).DueAt);
        Assert.Equal(
            At("2026-11-03 15:30"), Read(rule, Times(Start, Suspension("2026-11-02 11:00", null, days: 1))).DueAt);
    }

    [Fact]
    public void Read_CalendarDaysWithSuspension_MovesByCalendarDays()
    {
        var rule = Rule(new(10, LimitUnit.CalendarDay), Convention.Statutory);
        Assert.Equal(At("2026-11-12 17:00"), Read(rule, Times(Start)).DueAt);
        Assert.Equal(
            At("2026-11-16 17:00"),
            Read(rule, Times(Start, Suspension("2026-11-05 10:00", "2026-11-08 10:00"))).DueAt);
    }

    [Fact]
    public void Read_DueInstantGivenByTheSource_IsNotMoved()
    {
        var rule = Due(At("2026-11-09 15:00"), Convention.Statutory, (AlertLevel.Warning, -2), (AlertLevel.Yellow, 1));
        var reading = Read(rule, Times(Start, Suspension("2026-11-03 10:00", "2026-11-20 10:00")));
        Assert.Equal(At("2026-11-09 15:00"), reading.DueAt);
        Assert.Equal("11-05 09:00, 11-09 15:00", Levels(reading));
    }

    [Theory]
    [InlineData("2026-11-03 09:59", ClockState.Running)]
    [InlineData("2026-11-03 10:00", ClockState.Suspended)]
    [InlineData("2026-11-05 16:59", ClockState.Suspended)]
    [InlineData("2026-11-05 17:00", ClockState.Running)] // the two days applied for are used up
    [InlineData("2026-11-09 10:00", ClockState.Stopped)]
    public void StateAt_OpenSuspensionOfTwoDays_EndsWithItsCap(string now, ClockState expected)
    {
        var times = Times(Start, Suspension("2026-11-03 10:00", null, days: 2)) with
        {
            StoppedAt = At("2026-11-09 10:00"),
        };
        Assert.Equal(expected, Clock.StateAt(Rule(WorkingDays(5), Convention.Statutory), times, Calendar, At(now)));
    }

    private static DateTimeOffset DueAt(Convention convention, params SuspensionSpan[] suspensions) =>
        Read(Rule(WorkingDays(5), convention), Times(Start, suspensions)).DueAt;
}
