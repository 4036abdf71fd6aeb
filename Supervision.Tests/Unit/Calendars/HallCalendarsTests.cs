using Supervision.Core.Calendars;
using static Supervision.Tests.Support.ClockSamples;

namespace Supervision.Tests.Unit.Calendars;

public class HallCalendarsTests
{
    [Fact]
    public void Of_HallWithAndWithoutOwnHours_UsesItsOwnOrTheCommon()
    {
        var calendars = HallCalendars.Create(
            HolidayBook.Embedded, OfficeHours.Default, ByHall(("H1", new([new(new(8, 0), new(16, 0))]))));
        Assert.Equal(At("2026-11-20 16:00"), calendars.Of("H1").CloseOf(Day("2026-11-20")));
        Assert.Same(calendars.Common, calendars.Of("H2"));
        Assert.Same(calendars.Common, calendars.Of(null));
    }

    [Fact]
    public void Create_FaultsInSeveralPlaces_ListsThemAll()
    {
        var fault = Assert.Throws<CalendarException>(() => HallCalendars.Create(
            HolidayBook.Embedded, new([]), ByHall(("H1", new([])), ("H2", new([new(new(9, 0), new(9, 0))]))),
            "nowhere"));
        Assert.Equal(
            ["hours", "zone", "hallHours.H1", "hallHours.H2[0]"], fault.Faults.Select(static fault => fault.Key),
            StringComparer.Ordinal);
    }

    private static SortedDictionary<string, OfficeHours> ByHall(params (string Hall, OfficeHours Hours)[] halls) =>
        new(halls.ToDictionary(static hall => hall.Hall, static hall => hall.Hours, StringComparer.Ordinal),
            StringComparer.Ordinal);
}
