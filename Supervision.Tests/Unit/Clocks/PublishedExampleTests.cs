using Supervision.Core.Alerts;
using Supervision.Core.Clocks;
using static Supervision.Tests.Support.ClockSamples;

namespace Supervision.Tests.Unit.Clocks;

/// <summary>Every dated example of domain.md sections 3 and 4. All start on Monday 2018-10-15 at 10:00.</summary>
public class PublishedExampleTests
{
    private const string Start = "2018-10-15 10:00";

    [Fact]
    public void Read_ElapsedPromisedSevenStatutoryTen_CrossesAsPublished()
    {
        var promised = Read(
            Rule(WorkingDays(7), Convention.Elapsed, (AlertLevel.Warning, -2), (AlertLevel.Yellow, 1)), Times(Start));
        var statutory = Read(Rule(WorkingDays(10), Convention.Elapsed, (AlertLevel.Red, 1)), Times(Start));
        Assert.Equal("10-19 10:00, 10-24 10:00", Levels(promised));
        Assert.Equal("10-29 10:00", Levels(statutory));
        Assert.Equal(At("2018-10-24 10:00"), promised.DueAt);
    }

    [Fact]
    public void Read_ElapsedWithThreeDaySuspension_MovesAllThreeByThreeDays()
    {
        var times = Times(Start, Suspension("2018-10-16 09:00", "2018-10-19 09:00"));
        var promised = Read(
            Rule(WorkingDays(7), Convention.Elapsed, (AlertLevel.Warning, -2), (AlertLevel.Yellow, 1)), times);
        var statutory = Read(Rule(WorkingDays(10), Convention.Elapsed, (AlertLevel.Red, 1)), times);
        Assert.Equal("10-24 10:00, 10-29 10:00", Levels(promised));
        Assert.Equal("11-01 10:00", Levels(statutory));
    }

    [Fact]
    public void Read_StatutoryPromisedSeven_IsDueAtTheCloseOfTheSeventhDay()
    {
        var reading = Read(
            Rule(WorkingDays(7), Convention.Statutory, (AlertLevel.Warning, -2), (AlertLevel.Yellow, 1)), Times(Start));
        Assert.Equal(At("2018-10-24 17:00"), reading.DueAt);
        Assert.Equal("10-22 09:00, 10-24 17:00", Levels(reading));
    }

    [Theory]
    [InlineData(7, new[] { -2, 1, 2 }, "10-19 10:00, 10-24 10:00, 10-25 10:00")]
    [InlineData(2, new[] { 1, 4, 6 }, "10-17 10:00, 10-22 10:00, 10-24 10:00")]
    [InlineData(3, new[] { 1 }, "10-18 10:00")]
    public void Read_ElapsedTable_CrossesAsPublished(int limit, int[] days, string expected)
    {
        var levels = days.Select(static (day, index) => ((AlertLevel)(index + 1), day)).ToArray();
        Assert.Equal(expected, Levels(Read(Rule(WorkingDays(limit), Convention.Elapsed, levels), Times(Start))));
    }

    [Fact]
    public void Read_ConsultationWithDueInstant_CrossesAsPublished()
    {
        var rule = Due(
            At("2018-10-22 10:00"), Convention.Elapsed,
            (AlertLevel.Warning, -2), (AlertLevel.Yellow, 1), (AlertLevel.Red, 2));
        Assert.Equal("10-17 10:00, 10-22 10:00, 10-23 10:00", Levels(Read(rule, Times(Start))));
    }

    [Fact]
    public void Read_StatutoryWithDueInstant_WarnsAtTheOpeningTwoWorkingDaysBefore()
    {
        var rule = Due(
            At("2018-10-22 10:00"), Convention.Statutory,
            (AlertLevel.Warning, -2), (AlertLevel.Yellow, 1), (AlertLevel.Red, 2));
        Assert.Equal("10-18 09:00, 10-22 10:00, 10-23 10:00", Levels(Read(rule, Times(Start))));
    }
}
