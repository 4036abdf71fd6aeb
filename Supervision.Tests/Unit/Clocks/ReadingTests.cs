using Supervision.Core.Alerts;
using Supervision.Core.Clocks;
using static Supervision.Tests.Support.ClockSamples;

namespace Supervision.Tests.Unit.Clocks;

public class ReadingTests
{
    [Fact]
    public void Read_AnyClock_CarriesRuleTimesAndEdition()
    {
        var times = Times("2026-11-02 10:00") with { StoppedAt = At("2026-11-03 10:00") };
        var reading = Read(Rule(WorkingDays(5), Convention.Statutory), times);
        Assert.Equal(
            ("promised", ClockKind.Promised, At("2026-11-02 10:00"), At("2026-11-03 10:00"), "国务院 2026 (2025-11-04)"),
            (reading.Name, reading.Kind, reading.StartedAt, reading.StoppedAt!.Value, reading.Edition));
        Assert.Equal(TimeSpan.FromHours(8), reading.DueAt.Offset);
    }

    [Fact]
    public void Read_StoppedClock_HasTheReadingOfTheRunningOne()
    {
        var rule = Rule(WorkingDays(5), Convention.Statutory, (AlertLevel.Yellow, 1));
        var running = Read(rule, Times("2026-11-02 10:00"));
        foreach (var stop in new[] { "2026-11-01 10:00", "2026-11-03 10:00", "2027-11-01 10:00" })
        {
            var stopped = Read(rule, Times("2026-11-02 10:00") with { StoppedAt = At(stop) });
            Assert.Equal((running.DueAt, running.Levels[0]), (stopped.DueAt, stopped.Levels[0]));
        }
    }

    [Theory]
    [InlineData("2026-12-24 10:00", 5, "2026-12-31 17:00", false)]
    [InlineData("2026-12-24 10:00", 6, "2027-01-01 17:00", true)] // not a holiday until the notice says so
    [InlineData("2006-01-02 10:00", 1, "2006-01-03 17:00", false)]
    public void Read_DueBeyondThePublishedYears_IsProvisional(string start, int days, string due, bool provisional)
    {
        var reading = Read(Rule(WorkingDays(days), Convention.Statutory), Times(start));
        Assert.Equal((At(due), provisional), (reading.DueAt, reading.Provisional));
        Assert.Equal(provisional, Read(Due(At(due), Convention.Statutory), Times(start)).Provisional);
    }

    [Fact]
    public void Read_Levels_AreSortedAndDisabledOnesLeftOut()
    {
        var rule = Rule(WorkingDays(5), Convention.Statutory) with
        {
            Levels =
            [
                new(AlertLevel.Red, 1, ConfirmFirst: true), new(AlertLevel.Yellow, 1), new(AlertLevel.Warning, -2),
                new(AlertLevel.Reminder, -3, Enabled: false),
            ],
        };
        Assert.Equal(
            [
                new(AlertLevel.Warning, At("2026-11-05 09:00")), new(AlertLevel.Yellow, At("2026-11-09 17:00")),
                new(AlertLevel.Red, At("2026-11-09 17:00"), ConfirmFirst: true),
            ],
            Read(rule, Times("2026-11-02 10:00")).Levels);
    }

    [Theory]
    [InlineData(Convention.Statutory)]
    [InlineData(Convention.Elapsed)]
    public void Read_ThresholdBeforeTheFirstDay_IsCrossedAtTheStart(Convention convention) => Assert.Equal(
        [new LevelInstant(AlertLevel.Warning, At("2026-11-02 10:00"))],
        Read(Rule(WorkingDays(2), convention, (AlertLevel.Warning, -2)), Times("2026-11-02 10:00")).Levels);

    [Theory]
    [InlineData("2026-11-21 10:00", -2, "11-19 09:00")] // a Saturday: the working days before it
    [InlineData("2026-11-21 10:00", 0, "11-20 09:00")]
    [InlineData("2026-11-20 10:00", 0, "11-20 09:00")]
    [InlineData("2026-11-21 10:00", 2, "11-23 10:00")]
    [InlineData("2026-11-20 10:00", 2, "11-23 10:00")]
    [InlineData("2026-11-20 08:00", 0, "11-20 08:00")] // not after the due instant
    [InlineData("2026-11-20 10:00", -30, "11-02 10:00")] // not before the start
    [InlineData("2026-11-01 10:00", -2, "11-01 10:00")] // due before the start, in a dirty feed
    public void Read_StatutoryDueInstant_CountsWorkingDaysAroundIt(string due, int days, string expected) =>
        Assert.Equal(
            expected,
            Levels(Read(Due(At(due), Convention.Statutory, (AlertLevel.Warning, days)), Times("2026-11-02 10:00"))));

    [Fact]
    public void Read_DueInstantWithAnotherOffset_IsKeptToTheTick()
    {
        var due = Instant("2012-01-23T15:42:54.6441234+01:00");
        var reading = Read(Due(due, Convention.Statutory, (AlertLevel.Red, 1)), Times("2012-01-02 10:00"));
        Assert.True(due.EqualsExact(reading.DueAt));
        Assert.Equal(due, reading.Levels[0].At);
    }

    [Fact]
    public void Read_ExtremeTimes_StaysWithinTheCalendar()
    {
        foreach (var start in new[] { DateTimeOffset.MinValue, DateTimeOffset.MaxValue, At("9998-12-31 10:00") })
            foreach (var unit in Enum.GetValues<LimitUnit>())
                foreach (var convention in Enum.GetValues<Convention>())
                {
                    var rule = Rule(
                        new(Limit.AmountMax, unit), convention, (AlertLevel.Warning, -60), (AlertLevel.Red, 60));
                    var span = new SuspensionSpan(start, DateTimeOffset.MaxValue, int.MaxValue, "inspection", null);
                    var times = new ClockTimes(start, StoppedAt: null, [span], int.MaxValue);
                    Assert.True(Read(rule, times).DueAt.Year is >= 1 and <= 9999);
                    Assert.InRange(Clock.Explain(rule, times, Calendar, start).Length, 0, 6 * Explanation.DaysMax);
                }
    }

    [Fact]
    public void Read_NeitherLimitNorDueInstant_IsAProgrammerError()
    {
        Assert.Throws<ArgumentException>(() => Read(
            Rule(WorkingDays(0), Convention.Elapsed), Times("2026-11-02 10:00")));
        Assert.Throws<ArgumentException>(() => Read(
            Rule(WorkingDays(1), Convention.Elapsed) with { Limit = null }, Times("2026-11-02 10:00")));
    }
}
