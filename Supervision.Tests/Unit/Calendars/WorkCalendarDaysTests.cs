using Supervision.Core.Calendars;
using Supervision.Tests.Support;
using static Supervision.Tests.Support.ClockSamples;

namespace Supervision.Tests.Unit.Calendars;

public class WorkCalendarDaysTests
{
    [Theory]
    [InlineData("2020-01-19", true)] // a Sunday made up for the Spring Festival
    [InlineData("2020-01-31", false)] // a Friday, by the second notice of the year
    [InlineData("2026-10-10", true)] // a Saturday
    [InlineData("2026-10-01", false)]
    [InlineData("2000-01-03", true)] // before the first notice: Monday to Friday
    [InlineData("2000-01-01", false)]
    [InlineData("2100-12-31", true)] // beyond the last
    [InlineData("2101-01-01", false)]
    public void IsWorkingDay_NoticesThenWeekdays_DecideInThatOrder(string date, bool expected) =>
        Assert.Equal(expected, Calendar.IsWorkingDay(Day(date)));

    [Theory]
    [InlineData("2026-09-30", 1, "2026-10-08")]
    [InlineData("2026-10-08", -1, "2026-09-30")]
    [InlineData("2026-10-03", 1, "2026-10-08")]
    [InlineData("2026-10-03", -1, "2026-09-30")]
    [InlineData("2026-10-03", 0, "2026-10-03")]
    [InlineData("2018-12-28", 2, "2019-01-02")]
    public void AddWorkingDays_OverAHoliday_LandsOnAWorkingDay(string from, int days, string expected) =>
        Assert.Equal(Day(expected), Calendar.AddWorkingDays(Day(from), days));

    [Fact]
    public void AddWorkingDays_EveryDateOf1998To2105_AgreesWithWalking()
    {
        var worked = new List<DateOnly>();
        var first = new DateOnly(1998, 1, 1);
        for (var day = first; day.Year < 2106; day = day.AddDays(1))
        {
            var isWorked = NaiveClock.IsWorkingDay(day.ToDateTime(TimeOnly.MinValue));
            Assert.Equal(isWorked, Calendar.IsWorkingDay(day));
            if (isWorked) worked.Add(day);
        }

        for (var index = 0; index < worked.Count; index++)
        {
            Assert.Equal(worked[index], Calendar.AddWorkingDays(worked[0], index));
            Assert.Equal(index, Calendar.WorkingDaysBetween(worked[0], worked[index]));
            Assert.Equal(worked[0], Calendar.AddWorkingDays(worked[index], -index));
        }
    }

    [Fact]
    public void WorkingDaysBetween_ReversedDates_IsNegative()
    {
        Assert.Equal(5, Calendar.WorkingDaysBetween(Day("2026-09-28"), Day("2026-10-10")));
        Assert.Equal(-5, Calendar.WorkingDaysBetween(Day("2026-10-10"), Day("2026-09-28")));
    }

    [Fact]
    public void NextWorkingDayOnOrAfter_WorkedAndNot_StaysOrMoves()
    {
        Assert.Equal(Day("2026-10-10"), Calendar.NextWorkingDayOnOrAfter(Day("2026-10-10")));
        Assert.Equal(Day("2026-10-08"), Calendar.NextWorkingDayOnOrAfter(Day("2026-10-01")));
    }

    [Fact]
    public void AddWorkingDays_BeyondTheLastDate_StaysWithinTheCalendar()
    {
        Assert.Equal(9999, Calendar.AddWorkingDays(DateOnly.MaxValue, 10_000).Year);
        Assert.Equal(1, Calendar.AddWorkingDays(DateOnly.MinValue, -10_000).Year);
    }

    [Fact]
    public void Describe_EveryKindOfDay_NamesReasonAndBasis()
    {
        var calendar = WorkCalendar.Create(
            HolidayBook.Embedded, OfficeHours.Default, localDays:
            [
                new(Day("2026-08-03"), IsOffDay: true, "台风", "防指 12 号"),
                new(Day("2026-10-01"), IsOffDay: false, "值班", null),
            ]);
        Assert.Equal(new DayStatus(false, "closed:台风", "防指 12 号"), calendar.Describe(Day("2026-08-03")));
        Assert.Equal(new DayStatus(true, "opened:值班", null), calendar.Describe(Day("2026-10-01")));
        Assert.Equal("holiday:国庆节", calendar.Describe(Day("2026-10-02")).Reason);
        Assert.Equal("makeUpDay:国庆节", calendar.Describe(Day("2026-10-10")).Reason);
        Assert.StartsWith("https://www.gov.cn/", calendar.Describe(Day("2026-10-10")).Basis, StringComparison.Ordinal);
        Assert.Equal(new DayStatus(true, "workingDay", null), calendar.Describe(Day("2026-08-04")));
        Assert.Equal(new DayStatus(false, "weekend", null), calendar.Describe(Day("2026-08-08")));
        Assert.Equal(Day("2026-08-04"), calendar.AddWorkingDays(Day("2026-07-31"), 1));
        Assert.Equal("国务院 2026 (2025-11-04) + 本地 2", calendar.Edition);
    }
}
