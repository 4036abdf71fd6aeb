using Supervision.Core.Calendars;
using static Supervision.Tests.Support.ClockSamples;

namespace Supervision.Tests.Unit.Calendars;

public class HolidayBookTests
{
    [Fact]
    public void Embedded_ShippedData_CoversTheYearsFromThe2007Notice()
    {
        Assert.Equal((2007, 2026), (HolidayBook.Embedded.FirstPublishedYear, HolidayBook.Embedded.LastPublishedYear));
        Assert.Equal("国务院 2026 (2025-11-04)", HolidayBook.Embedded.Edition);
        Assert.All(HolidayBook.Embedded.Years.SelectMany(static year => year.Notices), static notice =>
            Assert.NotNull(notice.PublishedOn));
    }

    [Fact]
    public void Find_DayListedByTheYearAfter_IsMerged()
    {
        Assert.False(HolidayBook.Embedded.Find(Day("2006-12-31"))!.IsOffDay);
        Assert.True(HolidayBook.Embedded.Find(Day("2018-12-31"))!.IsOffDay);
        Assert.Null(HolidayBook.Embedded.Find(Day("2018-12-28")));
    }

    [Fact]
    public void Find_YearWithTwoNotices_NamesTheOneThatWasOutByThatDay()
    {
        Assert.Contains("2019-11/21", HolidayBook.Embedded.Find(Day("2020-01-24"))!.Basis, StringComparison.Ordinal);
        Assert.Contains("2020-01/27", HolidayBook.Embedded.Find(Day("2020-01-31"))!.Basis, StringComparison.Ordinal);
    }

    [Fact]
    public void With_NewYear_IsANewEditionWithoutItsGap()
    {
        const string Json = """
            {"year": 2027, "papers": ["http://www.gov.cn/zhengce/zhengceku/2026-11/05/content_1.htm"],
             "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}
            """;
        var book = HolidayBook.Embedded.With(HolidayBook.ParseYears(Json));
        Assert.Equal(("国务院 2027 (2026-11-05)", 2027), (book.Edition, book.LastPublishedYear));
        Assert.True(book.Find(Day("2027-01-01"))!.IsOffDay);
    }

    [Fact]
    public void Constructor_MissingYearAndContradiction_ListsBoth()
    {
        const string Json = """
            [{"year": 2010, "days": [{"name": "a", "date": "2010-01-01", "isOffDay": true}]},
             {"year": 2011, "days": []},
             {"year": 2012, "days": [{"name": "a", "date": "2012-01-01", "isOffDay": true},
                                     {"name": "b", "date": "2012-01-01", "isOffDay": false}]}]
            """;
        var fault = Assert.Throws<CalendarException>(() => new HolidayBook(HolidayBook.ParseYears(Json)));
        Assert.Equal(
            ["calendar.2011", "calendar.2012"], fault.Faults.Select(static fault => fault.Key), StringComparer.Ordinal);
        Assert.Contains("calendar.2011", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_NoDaysAtAll_IsRefused() =>
        Assert.Equal("calendar", Assert.Throws<CalendarException>(() => new HolidayBook([])).Faults[0].Key);

    [Theory]
    [InlineData("{", "calendar")]
    [InlineData("""{"days": []}""", "calendar.year")]
    [InlineData("""{"year": 2030}""", "calendar.days")]
    [InlineData("""{"year": 1e99, "days": []}""", "calendar.year")]
    [InlineData("""[7, {"year": 2030, "days": [{"name": "a", "date": "2030-2-1", "isOffDay": true}]}]""",
        "calendar[0].year calendar[1].days[0]")]
    [InlineData(
        """{"year": 2030, "days": [{"name": "a", "date": "2020-02-01", "isOffDay": true}]}""", "calendar.days[0]")]
    public void ParseYears_BadText_ListsEveryFault(string json, string keys)
    {
        var fault = Assert.Throws<CalendarException>(() => HolidayBook.ParseYears(json));
        Assert.Equal(keys, string.Join(' ', fault.Faults.Select(static fault => fault.Key)));
    }
}
