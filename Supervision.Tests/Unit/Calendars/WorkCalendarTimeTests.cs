using Supervision.Core.Calendars;
using static Supervision.Tests.Support.ClockSamples;

namespace Supervision.Tests.Unit.Calendars;

public class WorkCalendarTimeTests
{
    [Theory]
    [InlineData("2026-11-20 09:00", "2026-11-20 12:00", 180)]
    [InlineData("2026-11-20 11:00", "2026-11-20 14:00", 90)] // over the lunch break
    [InlineData("2026-11-20 16:30", "2026-11-23 09:10", 40)] // over a weekend
    [InlineData("2026-11-21 10:00", "2026-11-22 10:00", 0)]
    [InlineData("2026-11-20 08:00", "2026-11-20 20:00", 390)]
    public void OfficeTimeBetween_TwoInstants_CountsOfficeHoursOnly(string from, string to, int minutes)
    {
        Assert.Equal(TimeSpan.FromMinutes(minutes), Calendar.OfficeTimeBetween(At(from), At(to)));
        Assert.Equal(TimeSpan.FromMinutes(-minutes), Calendar.OfficeTimeBetween(At(to), At(from)));
    }

    [Theory]
    [InlineData("2026-11-20 09:00", 180, "2026-11-20 12:00")] // the close of a segment, not the next opening
    [InlineData("2026-11-20 09:00", 181, "2026-11-20 13:31")]
    [InlineData("2026-11-20 16:30", 30, "2026-11-20 17:00")]
    [InlineData("2026-11-20 16:30", 31, "2026-11-23 09:01")]
    [InlineData("2026-11-21 10:00", 390, "2026-11-23 17:00")]
    [InlineData("2026-11-21 10:00", 0, "2026-11-21 10:00")]
    public void AddOfficeTime_ToAnInstant_GivesTheEarliest(string from, int minutes, string expected) =>
        Assert.Equal(At(expected), Calendar.AddOfficeTime(At(from), TimeSpan.FromMinutes(minutes)));

    [Theory]
    [InlineData("2018-10-15 10:00", 7, "2018-10-24 10:00")]
    [InlineData("2018-10-20 10:00", 1, "2018-10-23 00:00")] // a Saturday: Monday counts from midnight
    [InlineData("2018-10-15 00:00", 5, "2018-10-22 00:00")] // the last instant with five days behind it
    [InlineData("2018-10-22 10:00", -3, "2018-10-17 10:00")]
    public void AddElapsed_Days_RemovesWholeNonWorkingDays(string from, int days, string expected)
    {
        Assert.Equal(At(expected), Calendar.AddElapsed(At(from), TimeSpan.FromDays(days)));
        Assert.Equal(TimeSpan.FromDays(days), Calendar.ElapsedBetween(At(from), At(expected)));
    }

    [Fact]
    public void CloseOf_ZoneWithSummerTime_HasTheOffsetOfItsDay()
    {
        var calendar = WorkCalendar.Create(HolidayBook.Embedded, OfficeHours.Default, "Europe/Amsterdam");
        Assert.Equal(Instant("2012-03-23T16:00:00Z"), calendar.CloseOf(Day("2012-03-23")));
        Assert.Equal(Instant("2012-03-26T15:00:00Z"), calendar.CloseOf(Day("2012-03-26")));
        Assert.Equal(TimeSpan.FromHours(2), calendar.CloseOf(Day("2012-03-26")).Offset);
        Assert.Equal(Instant("2150-01-05T16:00:00Z"), calendar.CloseOf(Day("2150-01-05")));
        Assert.Equal(Instant("2150-07-06T15:00:00Z"), calendar.CloseOf(Day("2150-07-06")));
    }

    [Fact]
    public void CloseOf_ShanghaiInSummer1990_HasItsSummerTime()
    {
        Assert.Equal(TimeSpan.FromHours(9), Calendar.CloseOf(Day("1990-07-02")).Offset);
        Assert.Equal(TimeSpan.FromHours(8), Calendar.CloseOf(Day("1992-07-02")).Offset);
    }

    [Theory]
    [InlineData("02:30", "2026-03-29T01:30:00Z")] // skipped: as far after the change
    [InlineData("03:00", "2026-03-29T01:00:00Z")]
    [InlineData("01:59", "2026-03-29T00:59:00Z")]
    public void OpeningOf_TimeThatTheChangeSkips_IsAfterTheChange(string opening, string expected) =>
        Assert.Equal(Instant(expected), OpenAt(opening).OpeningOf(Day("2026-03-29")));

    [Theory]
    [InlineData("02:30", "2026-10-25T00:30:00Z")] // twice: the first
    [InlineData("03:00", "2026-10-25T02:00:00Z")]
    [InlineData("01:59", "2026-10-24T23:59:00Z")]
    public void OpeningOf_TimeThatTheChangeRepeats_IsTheFirst(string opening, string expected) =>
        Assert.Equal(Instant(expected), OpenAt(opening).OpeningOf(Day("2026-10-25")));

    [Fact]
    public void DateOf_InstantWithAnotherOffset_IsTheDateInTheCalendarsZone() =>
        Assert.Equal(Day("2026-11-21"), Calendar.DateOf(Instant("2026-11-20T17:00:00-01:00")));

    private static WorkCalendar OpenAt(string time) => WorkCalendar.Create(
        HolidayBook.Embedded, new([new(TimeOnly.FromDateTime(At("2026-01-01 " + time).DateTime), new(17, 0))]),
        "Europe/Amsterdam");
}
