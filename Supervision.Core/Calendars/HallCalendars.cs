using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Supervision.Core.Calendars;

/// <summary>The calendar of every hall: its own where it has one, the common one elsewhere.</summary>
public sealed record HallCalendars(WorkCalendar Common, FrozenDictionary<string, WorkCalendar> ByHall)
{
    /// <summary>Compiles the calendars of a place: the same days everywhere, office hours by hall.</summary>
    /// <param name="book">The notices.</param>
    /// <param name="hours">Office hours where a hall names none.</param>
    /// <param name="hallHours">Office hours of the halls that differ, by hall id.</param>
    /// <param name="zone">IANA id.</param>
    /// <param name="localDays">What differs here from the notices; default none.</param>
    /// <exception cref="CalendarException">
    /// Something is wrong; every fault of every hall is listed, a hall's under <c>hallHours.{id}</c>.
    /// </exception>
    public static HallCalendars Create(
        HolidayBook book, OfficeHours hours, IReadOnlyDictionary<string, OfficeHours> hallHours,
        string zone = WorkCalendar.DefaultZone, ImmutableArray<LocalDay> localDays = default)
    {
        var faults = WorkCalendar.Validate(hours, zone, localDays.IsDefault ? [] : localDays)
            .AddRange(hallHours.SelectMany(static hall => hall.Value.Validate("hallHours." + hall.Key)));
        if (!faults.IsEmpty) throw new CalendarException(faults);
        var common = WorkCalendar.Create(book, hours, zone, localDays);
        return new(common, hallHours.ToFrozenDictionary(
            static hall => hall.Key, hall => common.WithHours(hall.Value), StringComparer.Ordinal));
    }

    /// <summary>
    /// The calendar that applies in <paramref name="hall"/>; null and unknown halls use the common one.
    /// </summary>
    public WorkCalendar Of(string? hall) => hall is not null && ByHall.TryGetValue(hall, out var own) ? own : Common;
}
