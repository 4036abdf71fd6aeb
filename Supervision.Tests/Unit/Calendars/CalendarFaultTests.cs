using Supervision.Core.Calendars;
using static Supervision.Tests.Support.ClockSamples;

namespace Supervision.Tests.Unit.Calendars;

public class CalendarFaultTests
{
    [Fact]
    public void Create_EverythingWrong_ListsEveryFaultWithItsKey()
    {
        var fault = Assert.Throws<CalendarException>(() => WorkCalendar.Create(
            HolidayBook.Embedded,
            new([new(new(9, 0), new(12, 0)), new(new(11, 0), new(10, 0)), new(new(9, 59), new(17, 0))]),
            "Asia/Atlantis",
            [
                new(Day("2026-08-03"), IsOffDay: true, "台风", null), new(Day("2026-08-03"), IsOffDay: true, " ", null),
                new(Day("1026-08-03"), IsOffDay: true, "台风", null),
            ]));
        Assert.Equal(
            ["hours[1]", "hours[1]", "hours[2]", "zone", "localDays[1]", "localDays[1]", "localDays[2]"],
            fault.Faults.Select(static fault => fault.Key), StringComparer.Ordinal);
        Assert.All(fault.Faults, item => Assert.Contains(item.ToString(), fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Create_EmptyOfficeHours_IsRefused()
    {
        var fault = Assert.Throws<CalendarException>(() => WorkCalendar.Create(HolidayBook.Embedded, new([])));
        Assert.Equal("hours", Assert.Single(fault.Faults).Key);
        Assert.Throws<CalendarException>(() => Calendar.WithHours(new(default)));
    }

    [Fact]
    public void WithHours_OtherHours_KeepsTheDays()
    {
        var calendar = Calendar.WithHours(new([new(new(8, 30), new(11, 30))]));
        Assert.Equal(At("2026-10-10 11:30"), calendar.CloseOf(Day("2026-10-10")));
        Assert.False(calendar.IsWorkingDay(Day("2026-10-01")));
    }

    [Fact]
    public void Parse_LocalDays_ReadsThem()
    {
        const string Json = """
            [{"date": "2026-08-03", "isOffDay": true, "reason": "台风", "basis": "防指 12 号"},
             {"date": "2026-08-08", "isOffDay": false, "reason": "补班"}]
            """;
        Assert.Equal(
            [new(Day("2026-08-03"), true, "台风", "防指 12 号"), new(Day("2026-08-08"), false, "补班", null)],
            LocalDayReader.Parse(Json));
    }

    [Theory]
    [InlineData("[", "localDays")]
    [InlineData("{}", "localDays")]
    [InlineData("""[1, {"date": "2026-08-03", "isOffDay": true}]""", "localDays[0] localDays[1]")]
    [InlineData("""[{"date": "2026-08-03", "isOffDay": true, "reason": "a", "resaon": "b"}]""", "localDays[0]")]
    public void Parse_BadLocalDays_ListsEveryFault(string json, string keys)
    {
        var fault = Assert.Throws<CalendarException>(() => LocalDayReader.Parse(json));
        Assert.Equal(keys, string.Join(' ', fault.Faults.Select(static fault => fault.Key)));
    }
}
